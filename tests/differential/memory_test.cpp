// Random policies with deeply nested operators of memory, on random conversations: the interpreter
// and native code against the naive evaluator.

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "decorum/compile.h"
#include "tests/support/memory/memory_case.h"
#include "tests/support/memory/naive.h"

namespace decorum::test::memory {
namespace {

TEST_CASE("memory is what the naive evaluator says", "[differential]") {
#ifdef DECORUM_SANITIZED
  constexpr std::uint64_t kPolicies = 50;  // ten times slower
#else
  constexpr std::uint64_t kPolicies = 500;
#endif
  for (std::uint64_t seed = 0; seed < kPolicies; ++seed) {
    const MemoryCase sample = makeMemoryCase(seed);
    const Judgement judgement = compareEvaluators(sample);
    if (judgement.kind == Judgement::Kind::kAgree) continue;
    INFO("seed " << seed << ": " << judgement.text << "\n" << describe(sample));
    if (judgement.kind == Judgement::Kind::kRefused) FAIL("does not compile");
    const MemoryCase small = shrink(sample);
    FAIL("shrunk: " << compareEvaluators(small).text << "\n" << describe(small));
  }
}

void countKinds(const Expr& expr, std::map<Kind, int>& seen, int& deepest, int depth) {
  ++seen[expr.kind];
  const int inside = depth + (isMemory(expr.kind) ? 1 : 0);
  deepest = std::max(deepest, inside);
  for (const Expr& part : expr.parts) countKinds(part, seen, deepest, inside);
}

TEST_CASE("random memory has everything, and rules that fire, do not and cannot be decided",
          "[differential]") {
  std::map<Kind, int> seen;
  int deepest = 0;
  std::size_t fired = 0;
  std::size_t undecided = 0;
  std::size_t all = 0;
  std::set<EventKind> kinds;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const MemoryCase sample = makeMemoryCase(seed);
    for (const Rule& rule : sample.rules) countKinds(rule.when, seen, deepest, 0);
    Naive naive;
    for (const Event& event : sample.events) {
      naive.add(event);
      kinds.insert(event.kind);
      for (const Rule& rule : sample.rules) {
        const Value value = naive.now(rule.when);
        ++all;
        fired += value.isTrue();
        undecided += value.state != State::kOk;
      }
    }
  }
  for (int kind = 0; kind <= static_cast<int>(Kind::kPer); ++kind) {
    INFO(nameOf(static_cast<Kind>(kind)));
    CHECK(seen[static_cast<Kind>(kind)] >= 10);
  }
  CHECK(deepest >= 5);
  CHECK(fired > all / 6);
  CHECK(undecided > all / 50);
  CHECK(fired + undecided < all * 3 / 4);
  CHECK(kinds.size() == 7);
}

TEST_CASE("whatever can happen to memory happens in random conversations", "[differential]") {
  std::map<std::string, int> seen;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const MemoryCase sample = makeMemoryCase(seed);
    const Compilation compilation = compilePolicyText(sample.policy(), "sample.decorum");
    INFO(describe(sample));
    REQUIRE(compilation.policy.has_value());
    Conversation conversation(*compilation.policy, "c-1");
    for (const Event& event : sample.events) {
      const Verdict verdict = conversation.give(event);
      for (const Fault& fault : verdict.faults) ++seen[fault.fault];
      for (const FiredRule& fired : verdict.fired) ++seen[fired.by_fault ? "by fault" : "fired"];
      if (verdict.wake_at_ms) ++seen["wakes"];
    }
  }
  for (const char* what : {"fired", "by fault", "wakes", "missing_fact", "wrong_type", "truncated",
                           "out_of_range", "time_went_back", "unknown_tool", "keys_forgotten"}) {
    INFO(what);
    CHECK(seen[what] >= 5);
  }
}

TEST_CASE("a case of memory is shrunk to what matters", "[differential]") {
  // As if an evaluator were wrong about `since` where a reply came.
  const auto isWrong = [](const MemoryCase& sample) {
    bool reply = false;
    for (const Event& event : sample.events) reply = reply || event.kind == EventKind::kReply;
    for (const Rule& rule : sample.rules) {
      if (reply && rule.when.text().find(" since ") != std::string::npos) return true;
    }
    return false;
  };
  std::uint64_t seed = 0;
  while (!isWrong(makeMemoryCase(seed))) ++seed;
  const MemoryCase small = shrink(makeMemoryCase(seed), isWrong);
  CHECK(small.rules.size() == 1);
  CHECK(small.events.size() == 1);
  CHECK(small.events[0].facts.empty());
  CHECK(small.rules[0].on.size() == 1);
  std::map<Kind, int> seen;
  int deepest = 0;
  countKinds(small.rules[0].when, seen, deepest, 0);
  CHECK(deepest == 1);
}

}  // namespace
}  // namespace decorum::test::memory
