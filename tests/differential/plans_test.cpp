// Native code and a naive evaluator against the interpreter, on random plans.

#include <catch2/catch.hpp>

#include "runtime/eval/interpreter.h"
#include "runtime/plan/operations.h"
#include "runtime/plan/verify.h"
#include "tests/support/plan_case.h"
#include "tests/support/rule_case.h"

namespace decorum::test {
namespace {

TEST_CASE("all evaluators decide alike", "[differential]") {
  constexpr std::uint64_t kPlans = 500;
  for (std::uint64_t seed = 0; seed < kPlans; ++seed) {
    const PlanCase sample = makePlanCase(seed);
    const auto difference = differenceIn(sample);
    if (!difference) continue;
    const PlanCase small = shrink(sample);
    FAIL("seed " << seed << ": " << differenceIn(small).value_or(*difference) << "\n"
                 << describe(small));
  }
}

TEST_CASE("all evaluators decide alike rules as people write them", "[differential]") {
  constexpr std::uint64_t kPlans = 400;
  std::size_t fired = 0, undecided = 0, rules = 0;
  for (std::uint64_t seed = 0; seed < kPlans; ++seed) {
    const PlanCase sample = makeRuleCase(seed);
    if (const auto difference = differenceIn(sample)) {
      const PlanCase small = shrink(sample);
      FAIL("seed " << seed << ": " << differenceIn(small).value_or(*difference) << "\n"
                   << describe(small));
    }
    const eval::Interpreter interpreter(sample.plan);
    eval::Scratch scratch;
    for (const plan::Rule& rule : sample.plan.rules) {
      const auto guard = interpreter.value(rule.guard, sample.records[0]->view(), {}, scratch);
      ++rules;
      fired += guard.isTrue();
      undecided += guard.state != eval::State::kOk;
    }
  }
  CHECK(fired > rules / 50);
  CHECK(undecided > rules / 50);
  CHECK(fired + undecided < rules / 2);
}

TEST_CASE("random plans have every operation, and rules that fire, do not and cannot be decided",
          "[differential]") {
  std::vector<std::size_t> seen(plan::kOpCount);
  std::size_t fired = 0;
  std::size_t undecided = 0;
  std::size_t rules = 0;
  eval::Scratch scratch;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const PlanCase sample = makePlanCase(seed);
    for (const plan::Node& node : sample.plan.nodes) ++seen[static_cast<std::size_t>(node.op)];
    const eval::Interpreter interpreter(sample.plan);
    for (const plan::Rule& rule : sample.plan.rules) {
      if (rule.guard == plan::kNone) continue;
      const auto guard = interpreter.value(rule.guard, sample.records[0]->view(), {}, scratch);
      ++rules;
      fired += guard.isTrue();
      undecided += guard.state != eval::State::kOk;
    }
  }
  CHECK(fired > rules / 8);
  CHECK(undecided > rules / 8);
  CHECK(fired + undecided < rules * 5 / 6);
  for (std::size_t op = 0; op < seen.size(); ++op) {
    INFO(plan::info(static_cast<plan::Op>(op)).name);
    CHECK(seen[op] >= 10);
  }
}

TEST_CASE("a case is shrunk to what matters", "[differential]") {
  // As if an evaluator were wrong about sums that rules stand on.
  const auto isWrong = [](const PlanCase& sample) {
    for (const plan::Node& node : sample.plan.nodes) {
      if (node.op == plan::Op::kAddInt) return true;
    }
    return false;
  };
  std::uint64_t seed = 0;
  while (!isWrong(makePlanCase(seed))) ++seed;
  const PlanCase small = shrink(makePlanCase(seed), isWrong);
  CHECK_FALSE(plan::verify(small.plan).has_value());
  CHECK(small.plan.rules.size() == 1);
  CHECK(small.records.size() == 1);
  std::size_t operations = 0;
  for (const plan::Node& node : small.plan.nodes) {
    operations += !plan::isConst(node.op) && node.op != plan::Op::kLoadList;
  }
  CHECK(operations == 1);
}

}  // namespace
}  // namespace decorum::test
