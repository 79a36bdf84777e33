#include "tools/cli/mutation_workshop.h"

#include <utility>

#include "compiler/driver/compile.h"
#include "tools/cli/test_run.h"

namespace decorum::cli {
namespace {

using Outcome = MutantResult::Outcome;

// The tests were made of the policy as it is: with a queue renamed they would not compile.
void emptyTests(Program& program) {
  for (LoadedFile& file : program.files) {
    for (ast::Decl& decl : file.tree.decls) {
      auto* const test = std::get_if<ast::TestDecl>(&decl.kind);
      if (test == nullptr) continue;
      test->steps.clear();
      test->each = false;
    }
  }
}

void judge(const Policy& policy, const MutationBaseline& original,
           const std::vector<std::size_t>& order, MutantResult& result) {
  TestRun run;
  run.until_failure = true;
  for (const std::size_t test : order) {
    if (runTest(policy, original.tests[test], run).empty()) continue;
    result.outcome = Outcome::kNoticed;
    result.noticed_by = original.tests[test].title;
    return;
  }
  result.outcome = Outcome::kMissed;
}

}  // namespace

MutationWorkshop::MutationWorkshop(const std::string& path, const std::string& text,
                                   const MutationOptions& options, engine::ScannerCache scanners)
    : scanners_(std::move(scanners)) {
  const FileId root = sources_.add(path, text);
  LoadOptions load_options;
  load_options.pack_path = options.pack_path;
  Diagnostics diagnostics(sources_);
  program_ = load(root, load_options, sources_, diagnostics);
  emptyTests(program_);
  const ast::ExprId spare = program_.expressions++;
  for (LoadedFile& file : program_.files) {
    if (!options.packs && &file != &program_.files.front()) break;
    std::size_t index = 0;
    for (Mutant& mutant : mutantsOf(file.tree, spare, sources_, options.mutants)) {
      const FileId id = mutant.span.file;
      mutants_.push_back({std::move(mutant), id, index++});
    }
  }
  auto plan = planOf(program_, {}, sources_);
  if (!plan) return;
  digest_ = plan->digest;
  // Most changes leave what is looked for in texts as it is.
  static_cast<void>(engine::makePolicy(*std::move(plan), {}, &scanners_));
}

MutantResult MutationWorkshop::ask(std::size_t index, const MutationBaseline& original,
                                   const std::vector<std::size_t>& order) {
  const Mutant& mutant = mutants_[index].mutant;
  MutantResult result;
  result.kind = mutant.kind;
  result.owner = mutant.owner;
  const Position at = sources_.position(mutant.span.file, mutant.span.begin);
  result.at = {sources_.path(mutant.span.file), at.line, at.column};
  result.lines = linesOf(mutant, sources_);
  mutant.toggle();
  auto plan = planOf(program_, {}, sources_);
  mutant.toggle();
  result.outcome = Outcome::kBroken;
  if (plan && plan->digest == digest_) {
    result.outcome = Outcome::kSame;
  } else if (plan) {
    if (auto policy = engine::makePolicy(*std::move(plan), {}, &scanners_))
      judge(*policy, original, order, result);
  }
  return result;
}

}  // namespace decorum::cli
