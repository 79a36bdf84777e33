#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/event.h"
#include "decorum/json_event.h"
#include "decorum/result.h"
#include "decorum/vault.h"
#include "decorum/verdict.h"

namespace decorum {

/// What one event may ask of the runtime. Going over a limit is a fault with its name.
struct Limits {
  std::size_t message_bytes = 1u << 20;
  std::size_t list_elements = 256;  ///< of a list in facts, arguments or results
};

/// A compiled policy. Immutable, cheap to copy (a shared handle), and used by any number of threads
/// and conversations at once.
class Policy {
 public:
  /// Reads what `serialize` wrote, and checks it: a damaged or foreign plan is refused with a
  /// reason.
  static Result<Policy, std::string> load(std::span<const std::byte> plan);
  /// The plan in its binary form.
  std::vector<std::byte> serialize() const;

  const std::string& name() const;
  const std::string& version() const;
  const std::string& digest() const;  ///< SHA-256 over the plan, hexadecimal
  std::size_t ruleCount() const;
  /// Whether a rule replaces with a token or a hash, or says one: without keys
  /// (`ConversationOptions::vault`) its label would stand there at each event, with the fault
  /// `no_keys`. Ask at start, and refuse.
  bool needsKeys() const;

  struct Impl;
  explicit Policy(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  const Impl& impl() const { return *impl_; }

 private:
  std::shared_ptr<const Impl> impl_;
};

/// Where the time of events goes, for measurements: ns by the steady clock, added up.
struct PhaseTimes {
  std::uint64_t admit = 0;    ///< facts, signals and arguments are checked and taken over
  std::uint64_t look = 0;     ///< the text is folded and scanned
  std::uint64_t recall = 0;   ///< memory moves on
  std::uint64_t decide = 0;   ///< guards, frequencies, which effects there are
  std::uint64_t compose = 0;  ///< the verdict is written: texts, edits, evidence, faults
  std::uint64_t rest = 0;     ///< what is kept for later events, timers, checks of fairness
};

struct ConversationOptions {
  Limits limits;
  /// Puts values of private facts and matched text into evidence: for debugging, never in service.
  bool reveal = false;
  /// Without it `FiredRule::evidence` stays empty, which is faster.
  bool evidence = true;
  /// Puts into `Verdict::seen` what rules could see: for the decision log.
  bool seen = false;
  /// Whether the policy's counterfactual checks run beside the conversations that they are drawn
  /// for (`for 1% of conversations`): what they find is in `Verdict::unequal`.
  bool counterfactuals = true;
  /// The keys of tokens and hashes, and whose conversations these are.
  std::shared_ptr<const VaultOptions> vault;
  /// Where given, each event adds its times. Outlives the conversation; one thread at a time.
  PhaseTimes* times = nullptr;
};

/// A text as the redactions of a policy leave it.
struct Redacted {
  /// Well-formed UTF-8. "" where it is withheld.
  std::string text;
  /// A redaction did not see all of the text (it is over a limit, or was cut short): nothing of it
  /// may go on.
  bool withheld = false;
  std::vector<Edit> edits;  ///< spans are byte offsets into the text that was given
  std::vector<Fault> faults;
};

/// One conversation under one policy: give it the events in order, get a verdict for each.
/// Cheap to make and to move. One thread at a time; the `Policy` behind it serves any number.
class Conversation {
 public:
  Conversation(Policy policy, std::string id, ConversationOptions options = {});
  ~Conversation();
  Conversation(Conversation&&) noexcept;
  Conversation& operator=(Conversation&&) noexcept;

  /// Judges one event and moves the conversation on.
  ///
  /// What goes wrong with an event (a missing fact, too long a text, a wrong type) never throws: it
  /// is in `Verdict::faults`, with the policy's `on fault` already applied.
  ///
  /// @return Spans are byte offsets into `event.text`, end excluded; durations are milliseconds.
  Verdict give(const Event& event);

  /// The same into `verdict`, which is overwritten. Kept from event to event, its memory is used
  /// again: an event at which nothing fires then allocates nothing.
  void give(const Event& event, Verdict& verdict);

  /// The same of an event as JSON, which was read: the verdict is that of `event.event()`.
  void give(const JsonEvent& event, Verdict& verdict);

  /// What is remembered: numbers, bits and hashes, no text; with a checksum. Of at most the size
  /// that `check --memory` states, and usually some hundred bytes, since what is empty is left out.
  std::vector<std::byte> memory() const;

  /// The values that its tokens stand for, sealed by the current key; no bytes where there are
  /// none. Without the key nothing can be read in them. Keep them with `memory`, and as private.
  std::vector<std::byte> vault() const;

  /// Makes the redactions that the policy makes at an event of this kind, for texts that are no new
  /// event: the history that a host passes to its model again. Nothing but the vault is moved on:
  /// a value has the token it had, and one that is there for the first time gets one. Guards are
  /// asked as though the event came now, and a rule's frequency does not hold it back. Of tool
  /// calls `event.arguments` are redacted.
  Redacted redact(const Event& event);
  Redacted redact(EventKind as, std::string_view text);

  /// `text` with each token of this conversation replaced by its value, as that was first written.
  /// Whatever else looks like a token stays as it is: one of another conversation or tenant, one
  /// that was changed, made up, is over, or whose key is gone. For text on its way to the person of
  /// this conversation and no one else: never for what a model, a tool or a log is given.
  std::string restore(std::string_view text) const;

  /// The same for the texts in a tool's arguments, names of members apart; a number that became a
  /// token comes back as a text. Only for a tool that acts for the person and may have the values
  /// (one that pays with the card, not one that searches the web): the model chose what is in
  /// there.
  Value restoreArguments(const Value& arguments) const;

  /// Goes on from what `memory` gave, under this policy or another one: operators that both have
  /// go on, the others start empty. Texts and lists among the facts are not kept: give them again.
  /// Bytes that are damaged are not trusted: the conversation starts anew, and its next verdict has
  /// the fault `memory_damaged`. No bytes: a new conversation. `vault` is what `vault` gave:
  /// damaged, it is begun anew too, with the fault `vault_damaged`.
  static Conversation resume(Policy policy, std::string id, std::span<const std::byte> memory,
                             ConversationOptions options = {},
                             std::span<const std::byte> vault = {});

  /// A conversation whose memory cannot be had now: every operator is at fault
  /// (`store_unavailable`), and `on fault` decides; labels stand in the place of tokens. For one
  /// event; nothing of it should be kept.
  static Conversation withUnknownMemory(Policy policy, std::string id,
                                        ConversationOptions options = {});

 private:
  friend class ReplyStream;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace decorum
