// The bounds of `check --cost` on random plans: no walk through a guard makes more tests than they
// say, and what they say is reached at an event that fires nothing or all.

#include "runtime/engine/cost.h"

#include <catch2/catch.hpp>

#include "runtime/eval/branch_evaluator.h"
#include "tests/support/plan_case.h"

namespace decorum::test {
namespace {

/// Tests that are made on the way of one guard, with answers drawn as a record gives them.
std::uint64_t testsMade(const eval::Branches& branches, const plan::Plan& plan,
                        const eval::Interpreter& interpreter, std::uint32_t rule,
                        eval::RecordView record) {
  eval::Scratch scratch;
  std::uint64_t made = 0;
  for (eval::TestId at = branches.guards[rule]; !eval::isEnd(at);) {
    const eval::Test& test = branches.tests[at];
    ++made;
    if (test.kind == eval::Test::Kind::kNode) {
      const eval::Value value = interpreter.value(test.other, record, {}, scratch);
      at = value.isTrue() ? test.if_true : value.isFalse() ? test.if_false : eval::kUnsure;
    } else if (record.states[test.slot] != eval::State::kOk) {
      at = record.states[test.slot] == eval::State::kMissing ? test.if_missing : eval::kUnsure;
    } else if (test.kind >= eval::Test::Kind::kEqSlot) {
      at = test.if_false;  // either way is one that may be taken
    } else {
      const bool holds = eval::holds(test, record.cells[test.slot], plan);
      at = holds ? test.if_true : test.if_false;
    }
  }
  return made;
}

TEST_CASE("no way through a guard is longer than its bound", "[differential]") {
  std::size_t reached = 0;
  std::size_t guards = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const PlanCase sample = makePlanCase(seed);
    const eval::Interpreter interpreter(sample.plan);
    const eval::Branches branches(sample.plan);
    const engine::PolicyCost cost = engine::costOf(sample.plan);
    for (std::uint32_t rule = 0; rule < sample.plan.rules.size(); ++rule) {
      std::uint64_t most = 0;
      for (const auto& record : sample.records)
        most = std::max(most, testsMade(branches, sample.plan, interpreter, rule, record->view()));
      INFO("seed " << seed << ", rule " << rule);
      REQUIRE(most <= cost.rules[rule].operations);
      ++guards;
      reached += most == cost.rules[rule].operations;
    }
  }
  CHECK(reached > guards / 4);  // or the bound would say nothing
}

}  // namespace
}  // namespace decorum::test
