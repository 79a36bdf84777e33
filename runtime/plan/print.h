/// The plan for people: one line a slot, a node, a rule's clause.
#pragma once

#include <string>

#include "runtime/plan/plan.h"

namespace decorum::plan {

/// All of a plan but its digest and source texts' places, in a fixed form:
///
///     slots
///       s0 bool fact customer.verified
///       s1 bool found user mentions legal_words  user m0
///     nodes
///       %0 = load.bool s0
///       %1 = load.bool s1
///       %2 = and %0 %1
///     rules
///       escalate legal_threat on user
///         when %2
///         to "legal"
///
/// Nodes that depend on `it` are marked with `*`.
std::string print(const Plan& plan);

}  // namespace decorum::plan
