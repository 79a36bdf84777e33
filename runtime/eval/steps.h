/// Tests of branches in the form in which they are walked through: nearly all of them ask whether a
/// value lies in a range, so that one kind is left where branches have a dozen.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/eval/branches.h"

namespace decorum::eval {

/// A test that a value of its slot settles. 32 bytes, two a line of the cache.
struct Step {
  enum class Kind : std::uint8_t {
    kRange,  ///< `low <= key <= low + span`
    kMask,   ///< an int of 0 to 63 whose bit is set in `low`
    kOther,  ///< look at the test
  };
  std::uint64_t low = 0;
  std::uint64_t span = 0;
  plan::SlotId slot = plan::kNone;
  TestId if_true = kHolds;
  TestId if_false = kFails;
  Kind kind = Kind::kOther;
  bool is_number = false;  ///< the value is a double: its key is an int in the same order
};
static_assert(sizeof(Step) == 32);

/// Doubles in their order as ints: of negative ones all bits but the sign are turned round. -0
/// comes right before 0; NaN before or behind everything.
inline std::uint64_t keyOf(std::uint64_t bits, bool is_number) {
  const auto sign = static_cast<std::uint64_t>(static_cast<std::int64_t>(bits) >> 63);
  return bits ^ (sign & (-static_cast<std::uint64_t>(is_number) >> 1));
}

/// What a step that is not `kOther` says of its slot's value.
inline bool holds(const Step& step, Cell cell) {
  const auto bits = static_cast<std::uint64_t>(cell.integer);
  if (step.kind == Step::Kind::kMask) return bits < 64 && (step.low >> bits & 1) != 0;
  return keyOf(bits, step.is_number) - step.low <= step.span;
}

Step stepOf(const Test& test);
/// By TestId.
std::vector<Step> stepsOf(const std::vector<Test>& tests);

}  // namespace decorum::eval
