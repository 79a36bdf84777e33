/// What rules could see of an event apart from words, by name: enough to say afterwards why a rule
/// fired or did not, from the decision log and the policy alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "decorum/policy.h"
#include "decorum/value.h"
#include "runtime/engine/judging.h"
#include "runtime/eval/reasons.h"

namespace decorum::engine {

using Seen = std::vector<std::pair<std::string, Value>>;

/// Slots that are away from their start, in the order of the plan: bools, numbers, members of
/// enumerations by name, null for what is missing, `{"fault": …}` for what could not be known.
/// Texts, lists, hashes, and facts that are private or protected are left out.
Seen seenBy(const Judging& judging);

struct ConditionAnswer {
  using Truth = eval::Truth;
  Truth truth = Truth::kFalse;
  std::string condition;  ///< as the author wrote it
  SourcePlace at;
  std::uint32_t depth = 0;  ///< in the tree of the guard
  plan::Condition::Kind kind = plan::Condition::Kind::kLeaf;
  bool decided = false;  ///< one of those that were enough, see `eval::Reasons`
  Seen values;           ///< what it read, where that was seen
};
struct RuleAnswer {
  std::string rule;
  RuleKind kind = RuleKind::kFlag;
  bool on_this_event = false;
  ConditionAnswer::Truth guard = ConditionAnswer::Truth::kTrue;
  std::vector<ConditionAnswer> conditions;  ///< parents before children
  /// (Neither this nor `decided` says anything where a setting settled the guard.)
  /// The fewest conditions with which the guard would have come out the other way: indices into
  /// `conditions`, and what each would have to be.
  std::vector<std::pair<std::size_t, bool>> flips;
};

/// All rules, or the one of that name, at an event of this kind at which `seen` was to be seen.
/// What was left out of it is unknown.
std::vector<RuleAnswer> answer(const Policy& policy, EventKind event, const Seen& seen,
                               const std::string& rule = "");

}  // namespace decorum::engine
