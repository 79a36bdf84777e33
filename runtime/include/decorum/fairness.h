/// What is measured of fairness: decisions with phrases swapped, and rates by group.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/result.h"
#include "decorum/verdict.h"

namespace decorum {

class Policy;
struct ConversationOptions;

// ------------------------------------------------------------------------------ counterfactuals

/// One `same decision when swapping …` for one conversation: judges each event once more with the
/// phrases of both lists swapped, in a conversation of its own beside the real one, which it does
/// not touch. One thread at a time; movable.
class SwapCheck {
 public:
  /// How many of these a policy asks for.
  static std::size_t count(const Policy& policy);

  /// The `index`-th of them, from the conversation's first event on.
  SwapCheck(Policy policy, std::size_t index, std::string conversation,
            const ConversationOptions& options);
  ~SwapCheck();
  SwapCheck(SwapCheck&&) noexcept;
  SwapCheck& operator=(SwapCheck&&) noexcept;

  /// Judges `event`, to which the policy gave `verdict`. A difference is what rules were in force
  /// and fired, the disposition, what was redacted by which rule, and who is handed the
  /// conversation; words may differ. Told once a conversation: what follows from it is no news.
  std::optional<Inequality> give(const Event& event, const Verdict& verdict);

  /// The name of the fairness block.
  const std::string& name() const;

 private:
  friend class Conversation;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// ------------------------------------------------------------------------------ monitors

/// One group in a window of a monitor: how many conversations it has, and in how many of these the
/// effect took place.
struct GroupCount {
  std::string group;  ///< as the policy names it, "other", or "not given"
  std::uint64_t conversations = 0;
  std::uint64_t affected = 0;
};

/// What a window says.
enum class MonitorOutcome : std::uint8_t {
  kHolds,         ///< nothing speaks against it
  kInsufficient,  ///< fewer than two groups have as many conversations as the policy asks for
  kAlert          ///< a ratio is under the bar, and chance does not explain it
};

/// A group beside the one with the greatest rate.
struct GroupResult {
  GroupCount count;
  bool is_sufficient = false;          ///< it has as many conversations as the policy asks for
  double rate = 0;                     ///< of affected conversations; 0 where there are none
  double rate_low = 0, rate_high = 1;  ///< Wilson
  /// Of those below the reference stands nothing where the group or the reference is insufficient.
  std::optional<double> ratio;           ///< of its rate to the reference's; none where both are 0
  double ratio_low = 0, ratio_high = 0;  ///< Koopman; the upper end may be infinite
  double difference = 0;                 ///< of its rate from the reference's, at most 0
  double difference_low = 0, difference_high = 0;  ///< Newcombe
  double p = 1;  ///< Fisher's exact test against the reference, Holm-adjusted over all pairs
};

/// One window of one monitor.
struct MonitorReport {
  std::string fairness, effect, fact, queue;
  double at_least = 0;
  std::int64_t each = 0;
  double confidence = 0;
  std::string policy_digest;
  std::int64_t from_ms = 0, until_ms = 0;  ///< the window, end excluded
  std::string
      began_with;  ///< why counting began anew: "", "policy changed", "rules in force changed"
  std::vector<GroupResult> groups;       ///< as the policy names them, then "other", "not given"
  std::optional<std::size_t> reference;  ///< of the greatest rate among those that suffice
  MonitorOutcome outcome = MonitorOutcome::kInsufficient;
};

/// Compares groups: the decision of one monitor over one window.
///
/// Alerts where some pair of sufficient groups has a ratio of rates below `at_least` and Fisher's
/// exact test, Holm-adjusted over all pairs of sufficient groups, says at this confidence that the
/// two rates differ. So of windows in which all groups are treated alike at most one in
/// 1 / (1 - confidence) alerts, however many groups there are.
/// `each`, `at_least` and `confidence` are read from `report`, whose groups have counts alone.
void compareGroups(MonitorReport& report);

/// An alert that a window gives when it is over.
struct MonitorAlert {
  std::string fairness;
  std::string queue;  ///< "" for none
  std::int64_t from_ms = 0;
};

/// The counters of a policy's `compare` clauses, over any number of conversations. Any thread at
/// once. Counters alone: nothing of a person, a conversation or a text.
class Monitors {
 public:
  /// What one event adds; of verdicts that count (not of those that were given again).
  void add(const Policy& policy, const std::vector<MonitorCount>& counts);
  /// Adds the counters of another process or of before.
  void merge(const Monitors& other);

  /// Windows that are over at `now_ms` (UTC, ms since 1970) and have not been decided: decides
  /// each, once, so that chance has one try a window and not one an event.
  std::vector<MonitorAlert> close(std::int64_t now_ms);
  /// All windows so far, those under earlier policies too, by monitor and time.
  std::vector<MonitorReport> report() const;

  Monitors();
  ~Monitors();

  /// As JSON, for a file or another process; and back. Error: what is wrong with it.
  std::string save() const;
  static Result<std::shared_ptr<Monitors>, std::string> load(std::string_view json);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

const char* name(MonitorOutcome outcome);

}  // namespace decorum
