/// What tests have shown of the rules of a policy: docs/coverage.md says what counts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "decorum/event.h"
#include "decorum/verdict.h"
#include "runtime/eval/interpreter.h"
#include "runtime/plan/plan.h"

namespace decorum::cli {

/// Two outcomes that something can have, and which of them tests have seen.
struct Outcomes {
  bool yes = false;
  bool no = false;
  bool has_no = true;  ///< false: there is but the first (a rule without a condition)
  std::uint32_t all() const { return has_no ? 2 : 1; }
  std::uint32_t covered() const { return (yes ? 1u : 0u) + (no && has_no ? 1u : 0u); }
};

/// A condition of a guard, or an operator of the memory, at its place.
struct CoveredPart {
  std::uint32_t id = 0;  ///< of the condition, or the operator, in the plan
  std::string text;      ///< as the author wrote it
  SourcePlace at;
  Outcomes outcomes;
};

struct RuleCoverage {
  std::uint32_t rule = 0;  ///< in the plan
  std::string name;
  RuleKind kind = RuleKind::kFlag;
  SourcePlace at;
  Outcomes fired;                       ///< fired, asked and did not fire
  std::vector<CoveredPart> conditions;  ///< in the order written
  std::vector<CoveredPart> memory;      ///< in the order of the plan
};

/// Outcomes that there are, and those that tests have seen.
struct CoverageCount {
  std::uint32_t covered = 0;
  std::uint32_t all = 0;
  double share() const { return all == 0 ? 1 : static_cast<double>(covered) / all; }
  void add(const Outcomes& outcomes) {
    covered += outcomes.covered();
    all += outcomes.all();
  }
  void add(const CoverageCount& other) {
    covered += other.covered;
    all += other.all;
  }
};

struct CoverageTotals {
  CoverageCount rules, conditions, memory;
  CoverageCount whole() const;
};
CoverageTotals totalsOf(const std::vector<RuleCoverage>& rules);

/// What a condition is at an event. What is missing has no answer for want of a value that the
/// condition reads, what is unknown by a fault.
enum class Truth : std::uint8_t { kFalse, kTrue, kMissing, kUnknown };

/// By `ConditionId`; of conditions that are no leaf it is made from those under them.
using Truths = std::vector<Truth>;

/// The leaves under `root` that decide it: flipping one of them alone, where it stands, would flip
/// `root` or leave it without an answer because something is missing. Of a `root` that is neither
/// true nor false there are none. `truths` holds those of leaves, and is completed for all
/// conditions under `root`.
std::vector<plan::ConditionId> decidingLeaves(const plan::Plan& plan, plan::ConditionId root,
                                              Truths& truths);

/// Collects over the events of any number of conversations, one thread at a time.
class CoverageBook {
 public:
  /// Borrows the plan. Rules whose place is not in `file` are left out; "" takes them all.
  CoverageBook(const plan::Plan& plan, const std::string& file);

  /// The rules were asked at an event, with this record.
  void asked(const eval::Interpreter& interpreter, EventKind event, eval::RecordView record);
  /// What came of that.
  void judged(const Verdict& verdict);

  const std::vector<RuleCoverage>& rules() const { return rules_; }

 private:
  void look(const eval::Interpreter& interpreter, RuleCoverage& rule, eval::RecordView record);

  const plan::Plan& plan_;
  std::vector<RuleCoverage> rules_;
  eval::Scratch scratch_;
  Truths truths_;
};

}  // namespace decorum::cli
