#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "decorum/event.h"

namespace decorum {

/// What becomes of the message, from mildest to strictest; of several the strictest wins.
enum class Disposition : std::uint8_t { kPass, kClarify, kRetry, kHold, kBlock };
enum class RuleKind : std::uint8_t {
  kEscalate,
  kRedact,
  kDisclose,
  kBlock,
  kHold,
  kRetry,
  kClarify,
  kFlag
};
enum class Priority : std::uint8_t { kLow, kNormal, kHigh, kUrgent };
enum class Placement : std::uint8_t { kBeforeReply, kAfterReply, kInstead };
enum class Otherwise : std::uint8_t { kBlock, kRelease };
/// Where the value of a signal came from: given with an event, a built-in provider that the policy
/// names, the policy's `when missing`, or nowhere (a signal whose type lets it be missing).
enum class SignalSource : std::uint8_t { kEvent, kBuiltIn, kWhenMissing, kNone };

/// A byte range of the event's text, end excluded, at code point boundaries.
struct TextSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool operator==(const TextSpan&) const = default;
};

/// A place in a policy: `file:line:column`, from 1, columns in code points.
struct SourcePlace {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// A signal that a condition read.
struct SignalRead {
  std::string name;
  SignalSource from = SignalSource::kNone;
};

/// One condition that decided.
struct Evidence {
  std::string condition;  ///< as the author wrote it
  SourcePlace at;
  bool value = false;
  std::vector<TextSpan> spans;        ///< where it matched, in the text of event `events.back()`
  std::vector<std::uint32_t> events;  ///< indices of the events it speaks of
  std::vector<SignalRead> signals;    ///< in the order the condition reads them
};

/// `uses protected FACT because "…"`.
struct UsedFact {
  std::string fact;
  std::string because;
};

struct FiredRule {
  std::string rule;
  RuleKind kind = RuleKind::kFlag;
  std::string because;  ///< matched text and private values are never in it
  std::vector<std::string> cites;
  std::vector<Evidence> evidence;
  bool by_fault = false;       ///< could not be decided, and counts as fired (`on fault closed`)
  std::vector<UsedFact> uses;  ///< labels that it may depend on
};

struct Edit {
  std::string rule;
  std::string detector;  ///< the name after `find`
  TextSpan span;         ///< in the event's text
  std::string replacement;
};
struct Disclosure {
  std::string rule;
  std::string text;
  Placement where = Placement::kBeforeReply;
};
struct Escalation {
  std::string rule;
  std::string queue;
  Priority priority = Priority::kNormal;
  std::optional<std::int64_t> within_ms;  ///< of several to one queue the earliest
  bool hand_over = true;
  std::optional<std::int64_t> warn_ms;  ///< after the event, before `within_ms`
  std::string otherwise_queue;          ///< where it goes when `within_ms` is over; "" for nowhere
};
struct Hold {
  std::string rule;
  std::string queue;
  std::int64_t within_ms = 0;
  Otherwise otherwise = Otherwise::kBlock;
};
struct Retry {
  std::string rule;
  std::string telling;
  std::int64_t at_most = 1;
  Otherwise otherwise = Otherwise::kBlock;
};

/// Where a phrase stands, and where its partner stands in the swapped text.
struct SwappedSpan {
  TextSpan original;
  TextSpan swapped;
};

/// A rule that treats the two wordings differently.
struct UnequalRule {
  std::string rule;
  RuleKind kind = RuleKind::kFlag;
  bool fires = false;              ///< with the words as they were said
  bool fires_swapped = false;      ///< with the phrases swapped; both: it redacts otherwise
  std::vector<Evidence> evidence;  ///< of where it fired; spans are in that wording
};

/// A `same decision when swapping …` that does not hold at this event.
struct Inequality {
  std::string fairness;  ///< the name of the block
  Disposition swapped = Disposition::kPass;
  std::vector<UnequalRule> rules;  ///< by name
  std::vector<SwappedSpan> spans;  ///< in this event's text; empty where it is words of before
};

/// What an event adds to a monitor (`compare … across …`).
struct MonitorCount {
  std::string fairness;
  std::int64_t from_ms = 0;          ///< of the window
  std::uint64_t rules_in_force = 0;  ///< a hash of which rules of the effect were, by their dates
  std::uint32_t group = 0;           ///< as the policy names them, then "other", then "not given"
  std::int32_t conversations = 0;    ///< -1 where the conversation turned out to be of another
  std::int32_t affected = 0;
};

/// What could not be known while judging, and what it led to.
struct Fault {
  std::string
      fault;  ///< "missing_fact", "wrong_type", "out_of_range", "unknown_tool", "overflow", …
  std::string subject;  ///< what it is about: "customer.age", "refund.amount", "message"
  std::string detail;
  std::vector<std::string> rules;  ///< those it decided
};

/// The answer to one event. Keys and order of its JSON are in `docs/formats.md`.
struct Verdict {
  std::string conversation;
  std::uint32_t index = 0;  ///< of the event in its conversation, from 0
  EventKind event = EventKind::kUser;
  std::uint32_t turn = 0;  ///< user events so far, this one included
  Disposition disposition = Disposition::kPass;
  /// What goes on in the place of the event's text: after redaction, with disclosures, or the `say`
  /// that took its place. Absent where the text passes unchanged.
  std::optional<std::string> text;
  std::vector<Edit> edits;
  std::vector<Disclosure> disclosures;
  std::vector<Escalation> escalations;
  std::optional<Hold> hold;
  std::optional<Retry> retry;
  std::vector<std::string> flags;
  std::vector<std::string> alerts;
  /// At a `close` that leaves the person without a reply: the `disclose` rules, by name, that were
  /// due with it.
  std::vector<std::string> open_duties;
  std::vector<FiredRule> fired;     ///< in force, by name
  std::vector<FiredRule> shadow;    ///< in shadow mode, by name
  std::vector<Inequality> unequal;  ///< of the conversations that are checked
  /// For `Monitors`: in no JSON and no log, for it would tell of one conversation.
  std::vector<MonitorCount> counts;
  std::vector<Fault> faults;
  /// UTC, ms since 1970: a `timer` event then is in time for every `on timer` rule, if no other
  /// event comes before. Absent where time alone lets none of them fire.
  std::optional<std::int64_t> wake_at_ms;
  /// With `ConversationOptions::seen`: what rules could see of this event apart from words, by
  /// name, where it is not what it is before the first event. Nothing private or protected.
  std::vector<std::pair<std::string, Value>> seen;
  std::string policy_name;
  std::string policy_version;
  std::string policy_digest;  ///< SHA-256, hexadecimal
};

/// One line of JSON, without the line end; keys in the documented order, absent where empty.
std::string toJson(const Verdict& verdict);

const char* name(EventKind kind);
const char* name(Disposition disposition);
const char* name(RuleKind kind);
const char* name(Priority priority);
const char* name(Placement placement);
const char* name(Otherwise otherwise);
const char* name(SignalSource source);

}  // namespace decorum
