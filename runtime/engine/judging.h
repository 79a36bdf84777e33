/// One event on its way through the engine, each phase a function in a file of its own:
///
///   admit ─► lookAtText ─► decide ─► combine ─► compose ─► remember
///   facts,   cut, fold,    guards,   lattices   text,      frequencies,
///   signals, scan          in force             evidence   counters
///   tools, clock
///
/// What stays from event to event is in `ConversationState`; what does not is in the workspace.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "decorum/json_event.h"
#include "decorum/policy.h"
#include "runtime/engine/policy_impl.h"
#include "runtime/engine/record.h"
#include "runtime/engine/workspace.h"
#include "runtime/eval/trace.h"
#include "runtime/memory/operators.h"
#include "runtime/vault/conversation_vault.h"

namespace decorum::engine {

/// A hit in the latest text of a subject, for evidence.
struct HitPlace {
  plan::MatcherId matcher = 0;
  TextSpan span;
};

/// What is known of the latest text of a subject: numbers and places, never the text.
struct SubjectState {
  std::uint32_t event_index = plan::kNone;  ///< kNone before the first
  std::optional<FaultKind> cut;
  bool given_up = false;            ///< some pattern was not looked for to the end
  std::vector<plan::SlotId> found;  ///< slots that are not at their zero
  std::vector<HitPlace> hits;       ///< ascending by matcher, then in the order of the text

  std::span<const HitPlace> hitsOf(plan::MatcherId matcher) const;
};

/// What a rule that speaks of its own past remembers.
struct RuleMemory {
  bool has_fired = false;
  std::uint32_t turn = 0;
  std::int64_t time_ms = 0;
  std::uint32_t retries = 0;  ///< in the turn `turn`
};

/// As what a monitor has counted the conversation.
struct MonitorState {
  bool is_counted = false;
  bool is_affected = false;
  std::uint32_t group = 0;
  std::int64_t from_ms = 0;  ///< of the window it was counted in
  std::uint64_t rules_in_force = 0;
};

struct ConversationState {
  ConversationState(const Policy::Impl& policy, std::string_view conversation);

  std::string id;  ///< the conversation's
  Record record;
  std::array<SubjectState, kTextSubjects> subjects;
  std::vector<RuleMemory> rules;      ///< by `Policy::Impl::rule_memory`
  std::vector<SignalSource> signals;  ///< where their values came from, by index in the plan
  std::string locale;
  std::int64_t time_ms = 0;
  std::uint32_t index = 0;  ///< of the event at hand
  std::uint32_t turn = 0;
  std::vector<MonitorState> monitors;  ///< by monitor of the plan
  bool had_reply = false;              ///< a reply that was not sent back
  bool awaits_reply = false;           ///< the latest message has none, or that was sent back
  std::uint64_t salt = 0;              ///< of hashes: made from the conversation's id
  /// Of texts that were not saved and serve as keys: their hashes, until there is a new text.
  std::map<plan::SlotId, std::uint64_t> saved_keys;
  memory::Clocks clocks;
  std::vector<std::byte> memory;   ///< states of operators, at `MemoryIndex::offsets`
  OperatorBits active;             ///< those that have kept something
  bool memory_unknown = false;     ///< it could not be had: every operator is at fault
  bool memory_damaged = false;     ///< it was, and is begun anew: to be told with the next event
  vault::ConversationVault vault;  ///< the values of its tokens, sealed
  bool vault_damaged = false;      ///< as `memory_damaged`
  bool key_gone = false;           ///< so is a key of what it holds
};

struct Judging {
  const Policy::Impl& policy;
  const ConversationOptions& options;
  const std::string& conversation;
  ConversationState& state;
  Workspace& work;
  const Event& event;
  const JsonEvent::Impl* json = nullptr;  ///< where facts of the event are that it has not
  bool redacts_only = false;  ///< no event: of the rules only redactions, whatever their frequency
  const eval::Evaluator& evaluator = policy.evaluator();  ///< for the whole of the event

  const plan::Plan& plan() const { return policy.plan; }
  eval::RecordView record() const { return state.record.view(); }
  /// Of the subject of this event, which has a text.
  SubjectState& subject() const { return state.subjects[static_cast<std::size_t>(event.kind)]; }
};

/// Takes over what the event brings beside its text. What does not fit becomes a note.
void admit(Judging& judging);

/// Whether an instant is within some hours of the week.
bool isWithin(const plan::Hours& hours, std::int64_t time_ms);

/// Scans the event's text once and fills the slots that speak of it.
void lookAtText(Judging& judging);

/// Asks built-in providers for the scores of the text at hand that its event did not bring and that
/// are read by more than guards.
void scoreText(Judging& judging);

/// Asks for the others, as far as a guard is not known to be false without. Rules that are not in
/// `due` (null: all are) are known to be. Moves `fired` and `undecided` of the workspace.
void scoreForRules(Judging& judging, const eval::RuleBits* due);

/// Adds what completes a value that earlier messages began to the hits of a text of the person.
void joinMessages(Judging& judging);

/// By slot: its value before the first event. Of texts and lists the state alone counts.
std::vector<eval::Value> startOf(const Policy::Impl& policy);
/// By operator: what it says over nothing, where it is an aggregate.
std::vector<eval::Value> sayNothing(const Policy::Impl& policy);

/// Moves the memory on, and fills the slots that it speaks through.
void recall(Judging& judging);
/// The state of one operator; borrows the conversation's memory.
memory::OperatorState stateOf(const Judging& judging, std::uint32_t op);
/// Whose state an operator with a key is asked for now.
memory::Key readKeyOf(const Judging& judging, const plan::Operator& op);
/// Whether a slot of the memory is away from what it says at rest.
bool isAwake(const Judging& judging, plan::SlotId slot);
/// Flags that were set at this event are remembered.
void rememberFlags(Judging& judging);
/// What the event adds to the policy's monitors.
void countForMonitors(Judging& judging, std::vector<MonitorCount>& counts);

/// Leaves in the workspace the rules that fire and are in force, what they ask for, which
/// redactions to make, and which faults decided rules.
void decide(Judging& judging);

/// Whether a rule is in force at this event: its dates, its share of conversations.
bool isInForce(const Judging& judging, std::uint32_t rule);
/// Whether its frequency lets it take effect again.
bool mayRepeat(const Judging& judging, std::uint32_t rule);

/// Adds the hits of a redaction to those of the event; says whether there are any.
bool collectHits(Judging& judging, std::uint32_t rule);
/// Adds a redaction of all that a hit covers apart from tokens of the conversation, which stay as
/// they are. False where nothing is left.
bool addRedaction(Judging& judging, std::uint32_t rule, std::uint32_t find, std::uint32_t hit);

/// Makes hashes, tokens and general forms for the event at hand, and notes where it could not.
class Substitutes : public eval::Replacer {
 public:
  explicit Substitutes(Judging& judging) : judging_(judging) {}
  std::optional<std::string> replace(const eval::Redaction& redaction) override;
  std::optional<std::string> hash(std::uint32_t rule, std::string_view text) override;

 private:
  std::optional<std::string> token(const eval::Redaction& redaction, std::string_view canonical);
  std::optional<std::string> general(const eval::Redaction& redaction) const;
  std::string canonicalOf(const eval::Redaction& redaction) const;
  const text::Hit* hitOf(const eval::Redaction& redaction) const;
  void note(FaultKind kind, std::uint32_t rule);

  Judging& judging_;
};

/// Settles the redactions of the event and makes them. Nothing where there are none.
std::optional<std::string> editedText(Judging& judging, std::vector<Edit>& edits);

/// What is said beside a message is a paragraph of its own.
inline constexpr std::string_view kParagraphEnd = "\n\n";

/// Lists what was wrong with the event, and which rules that decided.
void composeFaults(const Judging& judging, std::vector<Fault>& faults);

/// Writes the verdict: effects made one, the text, reasons and evidence, faults.
void compose(Judging& judging, Verdict& verdict);
/// What is said at one place beside a reply: a paragraph for each statement, equal ones once.
std::string statementsAt(const Verdict& verdict, Placement where);
/// One entry of `fired` or `shadow`.
FiredRule explain(Judging& judging, const Firing& firing);
/// The text of one of `messages` in the conversation's locale.
std::string say(Judging& judging, std::uint32_t rule, const std::vector<plan::MessageId>& messages);

/// The earliest instant after now at which time alone may let an `on timer` rule fire.
std::optional<std::int64_t> nextWake(Judging& judging);

/// Moves the conversation on: frequencies, counters.
void remember(Judging& judging, const Verdict& verdict);

/// At a close that leaves the person without a reply: the disclosures that were due with it.
void noteOpenDuties(const Judging& judging, Verdict& verdict);

/// What is to be said of a source of faults; `about` names a calculation that failed.
FaultNote noteOfSource(const Judging& judging, eval::FaultSource source, const std::string& about);

/// Hits as rows of a list for `it`: `[values…, text, score]`, where all rows have room for `values`
/// values. Values that are texts are borrowed from the hits.
void clearRows(std::uint32_t values, eval::ListValue& rows);
void appendRows(const Judging& judging, plan::MatcherId matcher, std::span<const text::Hit> hits,
                eval::ListValue& rows);
/// What is to be said of a matcher that was not looked for to the end of the text at hand; nothing
/// where it was.
std::optional<FaultNote> costlyNote(const Judging& judging, plan::MatcherId matcher);
/// The hits of one of the plan's matchers in the text at hand.
std::span<const text::Hit> hitsOf(const Judging& judging, plan::MatcherId matcher);

}  // namespace decorum::engine
