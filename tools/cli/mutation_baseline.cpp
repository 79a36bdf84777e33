#include "tools/cli/mutation_baseline.h"

#include <algorithm>
#include <string_view>

#include "compiler/driver/backend.h"
#include "compiler/driver/compile.h"
#include "tools/cli/console.h"
#include "tools/cli/test_run.h"

namespace decorum::cli {
namespace {

using Names = std::set<std::string>;

std::string nameOf(const ast::Decl& decl) {
  if (const auto* rule = std::get_if<ast::RuleDecl>(&decl.kind)) return rule->name.text;
  if (const auto* define = std::get_if<ast::DefineDecl>(&decl.kind)) return define->name.text;
  if (const auto* phrases = std::get_if<ast::PhrasesDecl>(&decl.kind)) return phrases->name.text;
  if (const auto* pattern = std::get_if<ast::PatternDecl>(&decl.kind)) return pattern->name.text;
  return "";
}

bool isNamePart(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

Names wordsOf(std::string_view text) {
  Names words;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && isNamePart(text[end])) ++end;
    if (end > i) words.emplace(text.substr(i, end - i));
    i = end + 1;
  }
  return words;
}

// `rude` of `manners.rude`.
std::string withoutPack(const std::string& rule) { return rule.substr(rule.rfind('.') + 1); }

}  // namespace

std::vector<std::size_t> MutationBaseline::orderFor(const Names& rules) const {
  std::vector<std::size_t> order(tests.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_partition(order.begin(), order.end(), [&](std::size_t test) {
    return std::any_of(rules.begin(), rules.end(),
                       [&](const std::string& rule) { return fired[test].count(rule) != 0; });
  });
  return order;
}

MutationBaseline baselineOf(const std::string& path, const std::string& text,
                            const std::vector<std::string>& pack_path) {
  MutationBaseline original;
  SourceSet sources;
  PipelineOptions pipeline;
  pipeline.load.pack_path = pack_path;
  const FileId root = sources.add(path, text);
  CompileResult compiled = compile(root, pipeline, sources);
  if (!compiled.plan) {
    original.problem = renderText(compiled.findings, sources, errorColour());
    return original;
  }
  auto policy = makePolicy(std::move(*compiled.plan), Backend::kInterpreter);
  if (!policy) {
    original.problem = path + ": " + policy.error() + '\n';
    return original;
  }
  for (TestCase& test : compiled.tests) {
    if (test.span.file != root) continue;
    Names fired;
    TestRun run;
    run.after = [&](const Event&, const Verdict& verdict) {
      for (const FiredRule& rule : verdict.fired) fired.insert(withoutPack(rule.rule));
    };
    if (!runTest(*policy, test, run).empty()) original.failing.push_back(test.title);
    original.tests.push_back(std::move(test));
    original.fired.push_back(std::move(fired));
  }
  return original;
}

// Words of the source stand for the names that a declaration uses, and packs are not told apart: a
// few too many cost a little time and nothing else.
std::map<std::string, Names> rulesBehind(const Program& program, const SourceSet& sources) {
  std::map<std::string, Names> uses;
  std::map<std::string, Names> behind;
  for (const LoadedFile& file : program.files)
    for (const ast::Decl& decl : file.tree.decls)
      if (const std::string name = nameOf(decl); !name.empty())
        uses[name].merge(wordsOf(sources.text(decl.span)));
  for (const LoadedFile& file : program.files) {
    for (const ast::Decl& decl : file.tree.decls) {
      const auto* const rule = std::get_if<ast::RuleDecl>(&decl.kind);
      if (rule == nullptr) continue;
      std::vector<std::string> pending = {rule->name.text};
      while (!pending.empty()) {
        const std::string name = std::move(pending.back());
        pending.pop_back();
        if (!behind[name].insert(rule->name.text).second) continue;
        for (const std::string& used : uses[name])
          if (uses.count(used) != 0) pending.push_back(used);
      }
    }
  }
  return behind;
}

}  // namespace decorum::cli
