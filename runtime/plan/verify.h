/// Everything that evaluators and the engine take for granted of a plan, checked: a plan read from
/// a file, damaged or hostile, is refused with a reason before anyone acts on it.
#pragma once

#include <optional>
#include <string>

#include "runtime/plan/plan.h"

namespace decorum::plan {

inline constexpr std::size_t kMaxRules = 100'000;

/// What is wrong with a plan, the first thing found: "node 17 (lt.int): operand 1 is text, not
/// int". Nothing: indices are in range, operands stand before their users and are of the right
/// kind, `it` reads fields that its rows have, guards are bool, conditions are trees, and each
/// input slot has exactly one place that fills it.
///
/// What matchers and time zones contain is for the scanner and the clock to judge.
std::optional<std::string> verify(const Plan& plan);

}  // namespace decorum::plan
