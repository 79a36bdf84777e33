/// Plans and records by chance: well-typed graphs over slots of every kind, with the values at
/// which evaluators go wrong (extremes, NaN, empty texts and lists, missing and at fault).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runtime/plan/plan.h"
#include "tests/support/plan_builder.h"
#include "tests/support/random.h"

namespace decorum::test {

struct PlanSize {
  std::size_t nodes = 60;
  std::size_t rules = 8;
};
/// Mostly small; now and then with more rules than fit in one word of bits.
PlanSize randomSize(Random& random);

/// A plan that `verify` accepts.
plan::Plan randomPlan(Random& random, PlanSize size);

RecordBuilder randomRecord(const plan::Plan& plan, Random& random);

}  // namespace decorum::test
