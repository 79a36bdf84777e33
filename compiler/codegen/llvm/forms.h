/// Which form native code gives a rule.
///
/// As a rule a guard is computed whole, without a branch: tests are cheaper than a branch that was
/// not foreseen. There is one before it where it holds only if something was found, which is rare,
/// for several rules at once; in a policy of few rules after the first condition of each. Only what
/// costs more than a branch has branches between its tests.
#pragma once

#include <vector>

#include "runtime/eval/questions.h"
#include "runtime/plan/plan.h"

namespace decorum::codegen {

/// Members of a set beyond 0 to 63 that are compared one by one. (Those within are bits.)
inline constexpr std::size_t kFewMembers = 8;

struct Form {
  /// Its guard asks the interpreter, or for a member of a large set.
  bool has_branches = false;
  /// Slots, ascending, all false at rest, of which one is true wherever the guard holds. Empty
  /// where no few such are known, and of rules with branches.
  std::vector<plan::SlotId> waits_for;
};

/// The form of a rule with this guard (`kNone`: none).
Form formOf(plan::NodeId guard, const plan::Plan& plan, const eval::Questions& questions);

/// The members of an ascending set beyond 0 to 63; the others are bits of `mask`.
std::vector<std::int64_t> beyondMask(const std::vector<std::int64_t>& set, std::uint64_t& mask);

}  // namespace decorum::codegen
