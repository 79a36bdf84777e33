/// What has to be there for a condition to hold: so that those of which nothing is there need not
/// be looked at.
#pragma once

#include <optional>
#include <vector>

#include "runtime/plan/plan.h"

namespace decorum::eval {

/// Whether a slot has a value at rest, from which a find in a text or something remembered takes it
/// away, and to which it comes back: what is found in texts (false, 0), and what the memory says
/// (what it says while empty).
bool rests(plan::SlotKind kind);

/// By node: slots (ascending) of which at least one is away from its rest, or is at fault, whenever
/// the node is not known to be false. Nothing where there is no such set, for nodes in bodies, and
/// for sets of more than `most`.
///
/// @param memory_at_rest  by operator: whether at rest it says false, 0, or missing
std::vector<std::optional<std::vector<plan::SlotId>>> triggers(
    const plan::Plan& plan, const std::vector<bool>& memory_at_rest, std::size_t most = 64);

}  // namespace decorum::eval
