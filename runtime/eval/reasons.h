/// Which conditions were enough to make a guard what it is, and what would have made it otherwise:
/// over the conditions as their author wrote them, each on its own, whatever they read.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/plan/plan.h"

namespace decorum::eval {

/// Of a condition; `kUnknown` is one that a fault left open. `and`, `or` and `not` are Kleene's.
enum class Truth : std::uint8_t { kFalse, kTrue, kUnknown };

/// A condition and what it would have to be.
struct Flip {
  plan::ConditionId condition = plan::kNone;
  bool to = false;
  bool operator==(const Flip&) const = default;
};

/// The tree of conditions under `root`, with what its leaves are. Borrows the plan.
class Reasons {
 public:
  /// `leaves` by ConditionId; what stands there for conditions that are no leaves is not read.
  Reasons(const plan::Plan& plan, plan::ConditionId root, const std::vector<Truth>& leaves)
      : plan_(plan), root_(root), leaves_(leaves) {}

  Truth outcome() const;
  /// Leaves that, being what they are, make the guard what it is whatever all others are (false,
  /// true or not known), in the order in which they are written. Without any one of them that no
  /// longer holds. Where there is a choice, as few as there can be for a guard that is known.
  std::vector<plan::ConditionId> enough() const;
  /// The fewest leaves that would have to be otherwise for the guard to be `to`, in the order in
  /// which they are written; empty where it is.
  std::vector<Flip> flips(bool to) const;

 private:
  using Ids = std::vector<plan::ConditionId>;
  Truth truth(plan::ConditionId id) const;
  Ids fewest(plan::ConditionId id) const;
  std::uint8_t possible(plan::ConditionId id, const Ids& fixed) const;
  std::vector<Flip> flips(plan::ConditionId id, bool to) const;

  const plan::Plan& plan_;
  plan::ConditionId root_;
  const std::vector<Truth>& leaves_;
};

}  // namespace decorum::eval
