/// A random plan with records, judged by all evaluators there are; and how to make a case in which
/// they differ small enough to read.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/random_plan.h"

namespace decorum::test {

struct PlanCase {
  plan::Plan plan;
  std::vector<std::shared_ptr<const RecordBuilder>> records;
};

PlanCase makePlanCase(std::uint64_t seed);

/// The first difference between the interpreter, native code (where it is built) and the naive
/// evaluator, in words.
std::optional<std::string> differenceIn(const PlanCase& sample);

/// The same case with as few rules, records and operations as still differ.
PlanCase shrink(
    PlanCase sample, const std::function<bool(const PlanCase&)>& differs =
                         [](const PlanCase& smaller) { return differenceIn(smaller).has_value(); });

std::string describe(const PlanCase& sample);

}  // namespace decorum::test
