/// Native code that was kept decides as that which was just made.
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <memory>

#include "compiler/codegen/code_cache.h"
#include "compiler/codegen/jit.h"
#include "decorum/compile.h"
#include "runtime/eval/interpreter.h"
#include "runtime/plan/serialize.h"
#include "tests/support/plan_case.h"
#include "tests/unit/codegen/folder.h"

namespace decorum::test {
namespace {

namespace fs = std::filesystem;
using codegen::CodeCache;
using codegen::compileNative;

constexpr std::size_t kPhases = static_cast<std::size_t>(EventKind::kClose) + 1;

/// A plan with what decides it.
struct Decider {
  explicit Decider(plan::Plan the_plan)
      : plan(std::move(the_plan)), interpreter(plan), branches(interpreter) {}
  plan::Plan plan;
  eval::Interpreter interpreter;
  eval::BranchEvaluator branches;
};

/// One rule, `fact.n < limit`; the record has 5.
std::unique_ptr<Decider> oneRule(std::int64_t limit) {
  PlanBuilder b;
  const auto slot = b.fact("n", plan::FieldType::kInt);
  b.rule(b.node(plan::Op::kLtInt, {b.load(slot), b.integer(limit)}));
  plan::seal(b.plan);
  return std::make_unique<Decider>(std::move(b.plan));
}

bool fires(const codegen::Native& native, const plan::Plan& plan) {
  RecordBuilder record(plan);
  record.set(0, eval::ofInt(5));
  eval::Scratch scratch;
  eval::RuleBits fired, undecided;
  native.evaluator->evaluate(EventKind::kUser, record.view(), scratch, fired, undecided);
  return fired.has(0);
}

/// What an evaluator says of all records in all phases.
std::vector<eval::RuleBits> answers(const eval::Evaluator& evaluator, const PlanCase& sample) {
  eval::Scratch scratch;
  std::vector<eval::RuleBits> all;
  for (const auto& record : sample.records) {
    for (std::size_t phase = 0; phase < kPhases; ++phase) {
      eval::RuleBits fired, undecided;
      evaluator.evaluate(static_cast<EventKind>(phase), record->view(), scratch, fired, undecided);
      all.push_back(std::move(fired));
      all.push_back(std::move(undecided));
    }
  }
  return all;
}

TEST_CASE("code that was kept decides as code just made", "[native]") {
  const Folder folder;
  std::size_t plans = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    PlanCase sample = makePlanCase(seed);
    plan::seal(sample.plan);
    const eval::Interpreter interpreter(sample.plan);
    const eval::BranchEvaluator branches(interpreter);
    const auto made = compileNative(branches, folder.path());
    REQUIRE(made.ok());
    ++plans;
    REQUIRE(folder.files().size() == plans);
    const auto kept = compileNative(branches, folder.path());
    REQUIRE(kept.ok());
    CHECK((made->problem + kept->problem).empty());
    const auto expected = answers(interpreter, sample);
    INFO("seed " << seed << '\n' << describe(sample));
    REQUIRE(answers(*made->evaluator, sample) == expected);
    REQUIRE(answers(*kept->evaluator, sample) == expected);
  }
}

TEST_CASE("kept code is loaded, and nothing is compiled", "[native]") {
  const Folder folder;
  const auto low = oneRule(3), high = oneRule(9);
  REQUIRE_FALSE(fires(*compileNative(low->branches, folder.path()), low->plan));
  // Under the key of one plan stands the code of another: what decides tells which was taken.
  const auto cache = CodeCache::open(folder.path());
  REQUIRE(cache.ok());
  const auto code = cache->find(*codegen::cacheKey(low->plan));
  REQUIRE(code.has_value());
  REQUIRE(cache->store(*codegen::cacheKey(high->plan), *code).empty());
  CHECK_FALSE(fires(*compileNative(high->branches, folder.path()), high->plan));
  CHECK(fires(*compileNative(high->branches), high->plan));
}

TEST_CASE("what cannot be used is made again, and replaced", "[native]") {
  const Folder folder;
  const auto rule = oneRule(9);
  REQUIRE(compileNative(rule->branches, folder.path()).ok());
  const fs::path path = folder.files().front();
  const auto whole = fs::file_size(path);
  SECTION("a file that is cut") { fs::resize_file(path, whole / 2); }
  SECTION("an empty file") { fs::resize_file(path, 0); }
  SECTION("foreign bytes") { std::ofstream(path) << "something else"; }
  SECTION("no code") {
    REQUIRE(CodeCache::open(folder.path())->store(*codegen::cacheKey(rule->plan), "").empty());
  }
  SECTION("what is no code") {
    const auto cache = CodeCache::open(folder.path());
    REQUIRE(cache->store(*codegen::cacheKey(rule->plan), "this is no code at all").empty());
  }
  const auto native = compileNative(rule->branches, folder.path());
  REQUIRE(native.ok());
  CHECK(native->problem.empty());
  CHECK(fires(*native, rule->plan));
  CHECK(folder.files().size() == 1);
  CHECK(fs::file_size(path) == whole);
}

/// Whether code from the folder decides some plans as the interpreter does, again and again.
bool decidesRightly(const std::string& folder) {
  for (int round = 0; round < 3; ++round) {
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
      PlanCase sample = makePlanCase(seed);
      plan::seal(sample.plan);
      const eval::Interpreter interpreter(sample.plan);
      const eval::BranchEvaluator branches(interpreter);
      const auto native = compileNative(branches, folder);
      if (!native.ok() || !native->problem.empty()) return false;
      if (answers(*native->evaluator, sample) != answers(interpreter, sample)) return false;
    }
  }
  return true;
}

TEST_CASE("processes share a folder while its files are damaged and go away", "[native]") {
  const Folder folder;
  std::vector<pid_t> others;
  for (int i = 0; i < 2; ++i) {
    const pid_t other = ::fork();
    REQUIRE(other >= 0);
    if (other == 0) ::_exit(decidesRightly(folder.path()) ? 0 : 1);
    others.push_back(other);
  }
  CHECK(decidesRightly(folder.path()));
  for (const pid_t other : others) {
    int status = 0;
    std::size_t turn = 0;
    while (::waitpid(other, &status, WNOHANG) == 0) {  // until then: a spoilsport
      std::error_code ignored;
      for (const fs::path& file : folder.files()) {
        if (file.extension() != ".code")
          continue;  // still being written: nobody would keep it then
        ++turn % 2 == 0 ? fs::resize_file(file, 100, ignored)
                        : static_cast<void>(fs::remove(file, ignored));
      }
    }
    CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 0));
  }
}

TEST_CASE("plans have keys of their own, and one that is not sealed has none", "[native]") {
  const auto low = oneRule(3), high = oneRule(9);
  CHECK(codegen::cacheKey(low->plan) == codegen::cacheKey(oneRule(3)->plan));
  CHECK(codegen::cacheKey(low->plan) != codegen::cacheKey(high->plan));
  plan::Plan open = low->plan;
  open.digest.clear();
  CHECK_FALSE(codegen::cacheKey(open).has_value());
}

TEST_CASE("without a folder the policy is ready, with a warning", "[native]") {
  const Folder folder;
  std::ofstream(folder.path() + "/file") << "";
  CompileOptions options;
  options.backend = Backend::kJit;
  options.code_cache = folder.path() + "/file/inner";
  const char* const text = "policy p\nflag seen on user as seen\n";
  const Compilation made = compilePolicyText(text, "p.decorum", options);
  REQUIRE(made.policy.has_value());
  REQUIRE(made.findings.size() == 1);
  CHECK(made.findings[0].severity == "warning");
  CHECK(made.findings[0].message.find("native code is not kept in") == 0);
  CHECK(nativeCode(*made.policy).state == NativeCode::State::kReady);

  options.backend = Backend::kAuto;
  const Compilation beside = compilePolicyText(text, "p.decorum", options);
  REQUIRE(beside.policy.has_value());
  for (const NativeCode& code : {nativeCode(*beside.policy), awaitNativeCode(*beside.policy)})
    CHECK(code.problem.find("native code is not kept in") == 0);
  CHECK(nativeCode(*beside.policy).state == NativeCode::State::kReady);

  options.backend = Backend::kJit;
  options.code_cache = folder.path();
  const Compilation kept = compilePolicyText(text, "p.decorum", options);
  CHECK(kept.findings.empty());
  CHECK(folder.files().size() == 2);
}

}  // namespace
}  // namespace decorum::test
