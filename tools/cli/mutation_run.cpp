// Each thread parses the policy once, and has a tree of its own that it changes and changes back.
#include "tools/cli/mutation_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <random>
#include <set>

#include "compiler/driver/backend.h"
#include "compiler/driver/compile.h"
#include "runtime/engine/policy_impl.h"
#include "tools/cli/console.h"
#include "tools/cli/test_run.h"
#include "tools/cli/worker_pool.h"

namespace decorum::cli {
namespace {

using Outcome = MutantResult::Outcome;
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

// By name of a declaration: the rules of the file that are made of it. Words of the source stand
// for the names that a declaration uses: a few too many cost a little time and nothing else.
std::map<std::string, Names> rulesBehind(const ast::File& tree, const SourceSet& sources) {
  std::map<std::string, Names> uses;
  std::map<std::string, Names> behind;
  for (const ast::Decl& decl : tree.decls)
    if (const std::string name = nameOf(decl); !name.empty())
      uses[name] = wordsOf(sources.text(decl.span));
  for (const ast::Decl& decl : tree.decls) {
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
  return behind;
}

// The policy as it is, its tests, and which rules take effect in each.
struct Original {
  std::vector<TestCase> tests;
  std::vector<Names> fired;  ///< by test
  std::map<std::string, Names> behind;

  // Tests in which a rule behind the changed declaration takes effect come first.
  std::vector<std::size_t> orderFor(const std::string& changed) const {
    std::vector<std::size_t> order(tests.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto rules = behind.find(changed);
    if (rules == behind.end()) return order;
    std::stable_partition(order.begin(), order.end(), [&](std::size_t test) {
      return std::any_of(rules->second.begin(), rules->second.end(),
                         [&](const std::string& rule) { return fired[test].count(rule) != 0; });
    });
    return order;
  }
};

class Workshop {
 public:
  Workshop(const std::string& path, const std::string& text, const MutationOptions& options)
      : root_(sources_.add(path, text)) {
    LoadOptions load_options;
    load_options.pack_path = options.pack_path;
    Diagnostics diagnostics(sources_);
    program_ = load(root_, load_options, sources_, diagnostics);
    // The tests were made of the policy as it is: with a queue renamed they would not compile.
    for (LoadedFile& file : program_.files)
      for (ast::Decl& decl : file.tree.decls)
        if (auto* test = std::get_if<ast::TestDecl>(&decl.kind)) test->steps.clear();
    const ast::ExprId spare = program_.expressions++;
    mutants_ = mutantsOf(program_.files.front().tree, spare, sources_, options.mutants);
    auto plan = planOf(program_, {}, sources_);
    if (!plan) return;
    digest_ = plan->digest;
    // Most changes leave what is looked for in texts as it is.
    static_cast<void>(engine::makePolicy(*std::move(plan), {}, &scanners_));
  }

  const std::vector<Mutant>& mutants() const { return mutants_; }
  const SourceSet& sources() const { return sources_; }
  const ast::File& tree() const { return program_.files.front().tree; }

  MutantResult ask(std::size_t index, const Original& original) {
    const Mutant& mutant = mutants_[index];
    MutantResult result;
    result.kind = mutant.kind;
    result.owner = mutant.owner;
    const Position at = sources_.position(mutant.span.file, mutant.span.begin);
    result.at = {sources_.path(mutant.span.file), at.line, at.column};
    result.lines = linesOf(mutant, sources_);
    mutant.toggle();
    auto plan = planOf(program_, {}, sources_);
    mutant.toggle();
    if (!plan) {
      result.outcome = Outcome::kBroken;
    } else if (plan->digest == digest_) {
      result.outcome = Outcome::kSame;
    } else if (auto policy = engine::makePolicy(*std::move(plan), {}, &scanners_)) {
      judge(*policy, original, original.orderFor(mutant.name), result);
    } else {
      result.outcome = Outcome::kBroken;
    }
    return result;
  }

 private:
  static void judge(const Policy& policy, const Original& original,
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

  SourceSet sources_;
  FileId root_;
  Program program_;
  std::vector<Mutant> mutants_;
  std::string digest_;
  engine::ScannerCache scanners_;
};

// Runs the tests on the policy as it is.
std::optional<Original> baseline(const std::string& path, const std::string& text,
                                 const MutationOptions& options, MutationReport& report) {
  SourceSet sources;
  PipelineOptions pipeline;
  pipeline.load.pack_path = options.pack_path;
  const FileId root = sources.add(path, text);
  CompileResult compiled = compile(root, pipeline, sources);
  if (!compiled.plan) {
    report.problem = renderText(compiled.findings, sources, errorColour());
    return std::nullopt;
  }
  auto policy = makePolicy(std::move(*compiled.plan), Backend::kInterpreter);
  if (!policy) {
    report.problem = path + ": " + policy.error() + '\n';
    return std::nullopt;
  }
  Original original;
  for (TestCase& test : compiled.tests) {
    if (test.span.file != root) continue;
    Names fired;
    TestRun run;
    run.after = [&](const Event&, const Verdict& verdict) {
      for (const FiredRule& rule : verdict.fired) fired.insert(rule.rule);
    };
    if (!runTest(*policy, test, run).empty()) report.failing.push_back(test.title);
    original.tests.push_back(std::move(test));
    original.fired.push_back(std::move(fired));
  }
  report.tests = original.tests.size();
  return original;
}

// Which mutants are asked about, ascending.
std::vector<std::size_t> chosen(const Workshop& workshop, const Original& original,
                                const MutationOptions& options) {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < workshop.mutants().size(); ++i) {
    const auto rules = original.behind.find(workshop.mutants()[i].name);
    const bool is_of_rule = options.rule.empty() || (rules != original.behind.end() &&
                                                     rules->second.count(options.rule) != 0);
    if (is_of_rule) all.push_back(i);
  }
  if (options.sample == 0 || all.size() <= options.sample) return all;
  std::mt19937_64 random(options.mutants.seed);
  for (std::size_t i = 0; i < options.sample; ++i)
    std::swap(all[i], all[i + random() % (all.size() - i)]);
  all.resize(options.sample);
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace

std::size_t MutationReport::count(Outcome outcome) const {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(),
                    [&](const MutantResult& result) { return result.outcome == outcome; }));
}

std::size_t MutationReport::counted() const {
  return count(Outcome::kNoticed) + count(Outcome::kMissed);
}

MutationReport mutate(const std::string& path, const MutationOptions& options) {
  MutationReport report;
  report.path = path == "-" ? "<stdin>" : path;
  FileText text = readFile(path);
  if (!text.text) {
    report.problem = "cannot read '" + path + "': " + text.error;
    report.unreadable = true;
    return report;
  }
  auto original = baseline(report.path, *text.text, options, report);
  if (!original || !report.failing.empty()) return report;

  const auto start = std::chrono::steady_clock::now();
  std::vector<std::unique_ptr<Workshop>> workshops(std::max<std::size_t>(options.threads, 1));
  workshops[0] = std::make_unique<Workshop>(report.path, *text.text, options);
  original->behind = rulesBehind(workshops[0]->tree(), workshops[0]->sources());
  const std::vector<std::size_t> asked = chosen(*workshops[0], *original, options);
  report.results.resize(asked.size());
  std::atomic<std::size_t> next = 0;
  WorkerPool pool(workshops.size());
  pool.start([&](std::size_t worker) {
    auto& workshop = workshops[worker];
    if (!workshop) workshop = std::make_unique<Workshop>(report.path, *text.text, options);
    for (std::size_t i = next++; i < asked.size(); i = next++)
      report.results[i] = workshop->ask(asked[i], *original);
  });
  pool.wait();
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

}  // namespace decorum::cli
