#include "runtime/eval/steps.h"

#include <bit>
#include <cmath>
#include <limits>

namespace decorum::eval {
namespace {

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// A mask without members.
void never(Step& step) {
  step.kind = Step::Kind::kMask;
  step.low = 0;
}

void between(Step& step, std::int64_t low, std::int64_t high) {
  if (low > high) return never(step);
  step.kind = Step::Kind::kRange;
  step.low = static_cast<std::uint64_t>(low);
  step.span = static_cast<std::uint64_t>(high) - step.low;
}

/// Both zeros are one number, and NaN is in no range.
void betweenNumbers(Step& step, double low, double high) {
  if (!(low <= high)) return never(step);
  if (low == 0) low = -0.0;
  if (high == 0) high = 0.0;
  const auto key = [](double number) {
    return static_cast<std::int64_t>(keyOf(std::bit_cast<std::uint64_t>(number), true));
  };
  step.is_number = true;
  between(step, key(low), key(high));
}

void belowNumber(Step& step, double bound) {
  if (bound == -kInfinity) return never(step);
  betweenNumbers(step, -kInfinity, std::nextafter(bound, -kInfinity));
}

void aboveNumber(Step& step, double bound) {
  if (bound == kInfinity) return never(step);
  betweenNumbers(step, std::nextafter(bound, kInfinity), kInfinity);
}

}  // namespace

Step stepOf(const Test& test) {
  Step step{.slot = test.slot, .if_true = test.if_true, .if_false = test.if_false};
  const auto constant = static_cast<std::int64_t>(test.constant);
  const auto number = std::bit_cast<double>(test.constant);
  switch (test.kind) {
    case Test::Kind::kBool:  // whatever is not 0
      step.kind = Step::Kind::kRange;
      step.low = 1;
      step.span = ~std::uint64_t{0} - 1;
      break;
    case Test::Kind::kThere:
      between(step, kLeast, kMost);
      break;
    case Test::Kind::kEqInt:
      between(step, constant, constant);
      break;
    case Test::Kind::kLtInt:
      constant == kLeast ? never(step) : between(step, kLeast, constant - 1);
      break;
    case Test::Kind::kLeInt:
      between(step, kLeast, constant);
      break;
    case Test::Kind::kGtInt:
      constant == kMost ? never(step) : between(step, constant + 1, kMost);
      break;
    case Test::Kind::kGeInt:
      between(step, constant, kMost);
      break;
    case Test::Kind::kEqNumber:
      betweenNumbers(step, number, number);
      break;
    case Test::Kind::kLtNumber:
      belowNumber(step, number);
      break;
    case Test::Kind::kLeNumber:
      betweenNumbers(step, -kInfinity, number);
      break;
    case Test::Kind::kGtNumber:
      aboveNumber(step, number);
      break;
    case Test::Kind::kGeNumber:
      betweenNumbers(step, number, kInfinity);
      break;
    case Test::Kind::kInMask:
      step.kind = Step::Kind::kMask;
      step.low = test.constant;
      break;
    case Test::Kind::kInSet:
    case Test::Kind::kEqSlot:
    case Test::Kind::kLtSlot:
    case Test::Kind::kLeSlot:
    case Test::Kind::kNode:
      break;
  }
  return step;
}

std::vector<Step> stepsOf(const std::vector<Test>& tests) {
  std::vector<Step> steps;
  steps.reserve(tests.size());
  for (const Test& test : tests) steps.push_back(stepOf(test));
  return steps;
}

}  // namespace decorum::eval
