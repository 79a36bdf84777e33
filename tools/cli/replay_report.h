/// What `decorum replay` found, as data: counted by `ReplayBook`, written by `replay_text.cpp`,
/// `replay_json.cpp` and `replay_html.cpp`. Of what was said in a conversation nothing is in it.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "decorum/verdict.h"

namespace decorum::cli {

/// In what two verdicts differ.
enum class Aspect : std::uint8_t {
  kDisposition,
  kFired,
  kEdits,
  kEscalations,
  kClauses,  ///< of a hold or a retry
  kDisclosures,
  kFlags,
  kText
};
inline constexpr std::size_t kAspects = static_cast<std::size_t>(Aspect::kText) + 1;
inline constexpr std::size_t kDispositions = static_cast<std::size_t>(Disposition::kBlock) + 1;
inline constexpr std::size_t kRuleKinds = static_cast<std::size_t>(RuleKind::kFlag) + 1;
const char* name(Aspect aspect);

/// Where something stands in the log.
struct LogOrder {
  std::uint64_t line = 0;   ///< of all logs, from 0
  std::uint32_t index = 0;  ///< of the event in its conversation
  auto operator<=>(const LogOrder&) const = default;
};

/// The first few in the order of the log, in whichever order they are found.
template <class Example>
class FirstFew {
 public:
  /// Whether one at `order` would be kept.
  bool wants(const LogOrder& order) const {
    return all_.size() < kMost || order < all_.back().first;
  }
  void add(const LogOrder& order, Example example) {
    if (!wants(order)) return;
    const auto after =
        std::upper_bound(all_.begin(), all_.end(), order,
                         [](const LogOrder& one, const auto& other) { return one < other.first; });
    all_.emplace(after, order, std::move(example));
    if (all_.size() > kMost) all_.pop_back();
  }
  void add(const FirstFew& other) {
    for (const auto& [order, example] : other.all_) add(order, example);
  }
  auto begin() const { return all_.begin(); }  ///< pairs of a place and an example
  auto end() const { return all_.end(); }
  bool empty() const { return all_.empty(); }

 private:
  static constexpr std::size_t kMost = 10;
  std::vector<std::pair<LogOrder, Example>> all_;
};

/// What one policy did with one rule at an event.
struct Deed {
  Disposition disposition = Disposition::kPass;  ///< of the event, from all its rules
  bool fired = false;
  std::string did;  ///< "escalates to legal (high, within 15 minutes)"
};

/// An event at which a rule differs; the first one of its conversation.
struct DifferentEvent {
  std::string conversation;
  std::uint32_t index = 0;
  EventKind event = EventKind::kUser;
  Deed before, after;
  std::vector<Aspect> aspects;  ///< all that is different at the event
};

/// Something that happens at events, under either policy.
struct BothSides {
  std::uint64_t both = 0, only_old = 0, only_new = 0;          ///< events
  std::uint64_t old_conversations = 0, new_conversations = 0;  ///< with one such event at least
  void add(const BothSides& other);
};

struct RuleDifference {
  std::string rule;
  std::optional<RuleKind> old_kind, new_kind;  ///< none: the policy has no such rule
  bool old_shadow = false, new_shadow = false;
  BothSides fired;
  std::uint64_t otherwise = 0;      ///< events at which it fires under both and does something else
  std::uint64_t conversations = 0;  ///< in which it differs
  FirstFew<DifferentEvent> examples;

  bool isDifferent() const { return fired.only_old + fired.only_new + otherwise > 0; }
};

struct FaultDifference {
  std::uint64_t both = 0, only_old = 0, only_new = 0;        ///< events
  FirstFew<std::pair<std::string, std::uint32_t>> examples;  ///< only new: conversation and index
};

/// A conversation in which swapped phrases lead to another decision.
struct UnequalEvent {
  std::string conversation;
  std::uint32_t index = 0;
  std::vector<std::string> rules;
};
/// A `same decision when swapping …`, which either policy may have.
struct SwapDifference {
  std::string fairness;
  bool in_old = false, in_new = false;
  std::uint64_t old_unequal = 0, new_unequal = 0, both_unequal = 0;  ///< conversations
  FirstFew<UnequalEvent> examples;                                   ///< under the new policy
};

struct ReplayedPolicy {
  std::string name, version, digest;
};

struct ReplayReport {
  ReplayedPolicy before, after;
  std::vector<std::string> logs;
  std::uint64_t conversations = 0, events = 0, malformed = 0, given_up = 0;
  std::uint64_t different_conversations = 0, different_events = 0;
  std::uint64_t unattributed = 0;                    ///< different events that no rule accounts for
  std::array<std::uint64_t, kAspects> aspects = {};  ///< events that differ in it
  std::array<std::array<std::uint64_t, kDispositions>, kDispositions> dispositions = {};
  ///< events, from the old one to the new one
  std::array<BothSides, kRuleKinds> kinds = {};
  std::vector<RuleDifference> rules;  ///< of both policies, by name
  std::map<std::pair<std::string, std::string>, FaultDifference> faults;  ///< by name and subject
  std::vector<SwapDifference> swaps;                                      ///< by name

  /// Counts of another part of the log, under the same policies.
  void add(const ReplayReport& other);

  double rate(std::uint64_t affected) const {
    return conversations == 0 ? 0
                              : static_cast<double>(affected) / static_cast<double>(conversations);
  }
};

/// Rules that differ, those that do most often in front; and kinds that either policy has.
std::vector<const RuleDifference*> differentRules(const ReplayReport& report);
std::vector<RuleKind> kindsOf(const ReplayReport& report);
/// "new", "gone", "was in shadow", "" …
std::string standingOf(const RuleDifference& rule);
/// Its kind, or "block → hold".
std::string kindText(const RuleDifference& rule);
/// Whether a fault stands there under the new policy alone.
bool isNewFault(const FaultDifference& fault);

/// Where the numbers end: sentences that belong under every report.
const std::vector<std::string>& whatReplaysDoNotShow();

std::string replayText(const ReplayReport& report);
std::string replayJson(const ReplayReport& report);
/// A page that needs nothing else.
std::string replayHtml(const ReplayReport& report);

}  // namespace decorum::cli
