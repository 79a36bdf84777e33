/// What things of a plan mean, as 64-bit hashes: equal in all plans that have them, whatever their
/// place there. By them a conversation's memory is saved, and found again under another policy.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/plan/plan.h"

namespace decorum::plan {

/// Sets `Operator::identity` of all operators, from their kinds, windows and operands.
void identify(Plan& plan);

/// By slot: of its kind, subject, name, and what is looked for.
std::vector<std::uint64_t> slotIdentities(const Plan& plan);

/// Of what is looked for.
std::uint64_t matcherIdentity(const text::Matcher& matcher);

/// Of what is kept about a rule.
std::uint64_t ruleIdentity(std::string_view name);

}  // namespace decorum::plan
