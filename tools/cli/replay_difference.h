/// Where two policies judge one event otherwise, and which rules account for it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/policy.h"
#include "runtime/plan/plan.h"
#include "tools/cli/replay_report.h"

namespace decorum::cli {

/// A rule of either policy or both, by its qualified name.
struct RulePair {
  std::string name;
  const plan::Rule* before = nullptr;
  const plan::Rule* after = nullptr;
};

/// What a rule does at an event under both policies.
struct RuleChange {
  std::uint32_t rule = 0;              ///< index in `RulePairs::all`
  bool before = false, after = false;  ///< whether it fires
  bool otherwise = false;              ///< it fires under both, and does something else

  bool isDifferent() const { return before != after || otherwise; }
};

struct EventDifference {
  std::vector<Aspect> aspects;      ///< empty: the verdicts are the same
  std::vector<RuleChange> changes;  ///< rules that fire under either, by name
  bool is_attributed = true;        ///< some rule accounts for it
};

/// The rules of two policies, which must outlive it.
class RulePairs {
 public:
  RulePairs(const Policy& before, const Policy& after);

  const std::vector<RulePair>& all() const { return all_; }

  /// Compares what was decided: not why, and not what could not be known. `difference` is
  /// overwritten, so that its memory is used again.
  void compare(const Verdict& before, const Verdict& after, EventDifference& difference) const;

 private:
  class Comparison;
  std::uint32_t find(std::string_view name) const;

  std::vector<RulePair> all_;
};

/// What a policy did with a rule, in words.
Deed deedOf(const RulePair& rule, const plan::Rule* of, const Verdict& verdict);

}  // namespace decorum::cli
