/// Steps say what their tests say, of every value.
#include "runtime/eval/steps.h"

#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

namespace decorum::eval {
namespace {

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

std::vector<std::int64_t> ints() {
  return {kLeast, kLeast + 1, -64, -2, -1, 0, 1, 2, 3, 5, 62, 63, 64, 65, kMost - 1, kMost};
}

std::vector<double> numbers() {
  using Limits = std::numeric_limits<double>;
  std::vector<double> all = {0,
                             1,
                             0.1,
                             1e-300,
                             1e300,
                             Limits::denorm_min(),
                             2 * Limits::denorm_min(),
                             Limits::min(),
                             Limits::max(),
                             Limits::infinity(),
                             Limits::quiet_NaN(),
                             std::nextafter(1.0, 2.0),
                             std::nextafter(1.0, 0.0)};
  for (std::size_t i = all.size(); i-- > 0;) all.push_back(-all[i]);
  return all;
}

TEST_CASE("a step says of ints what its test says") {
  const plan::Plan plan;
  for (const auto kind :
       {Test::Kind::kBool, Test::Kind::kThere, Test::Kind::kEqInt, Test::Kind::kLtInt,
        Test::Kind::kLeInt, Test::Kind::kGtInt, Test::Kind::kGeInt, Test::Kind::kInMask}) {
    for (const std::int64_t constant : ints()) {
      const Test test{.kind = kind, .slot = 3, .constant = static_cast<std::uint64_t>(constant)};
      const Step step = stepOf(test);
      REQUIRE(step.kind != Step::Kind::kOther);
      for (const std::int64_t value : ints()) {
        const Cell cell{.integer = value};
        INFO(static_cast<int>(kind) << " with " << constant << " of " << value);
        CHECK(holds(step, cell) == holds(test, cell, plan));
      }
    }
  }
}

TEST_CASE("a step says of numbers what its test says") {
  const plan::Plan plan;
  for (const auto kind : {Test::Kind::kEqNumber, Test::Kind::kLtNumber, Test::Kind::kLeNumber,
                          Test::Kind::kGtNumber, Test::Kind::kGeNumber}) {
    for (const double constant : numbers()) {
      const Test test{.kind = kind, .slot = 3, .constant = std::bit_cast<std::uint64_t>(constant)};
      const Step step = stepOf(test);
      REQUIRE(step.kind != Step::Kind::kOther);
      for (const double value : numbers()) {
        const Cell cell{.number = value};
        INFO(static_cast<int>(kind) << " with " << constant << " of " << value);
        CHECK(holds(step, cell) == holds(test, cell, plan));
      }
    }
  }
}

TEST_CASE("a step leads where its test leads") {
  const Step step = stepOf({.kind = Test::Kind::kEqInt, .slot = 7, .if_true = 5, .if_false = 9});
  CHECK(step.slot == 7);
  CHECK(step.if_true == 5);
  CHECK(step.if_false == 9);
  for (const auto kind : {Test::Kind::kInSet, Test::Kind::kEqSlot, Test::Kind::kNode})
    CHECK(stepOf({.kind = kind}).kind == Step::Kind::kOther);
}

}  // namespace
}  // namespace decorum::eval
