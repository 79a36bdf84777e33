#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "decorum/fairness.h"
#include "decorum/policy.h"
#include "decorum/store.h"

namespace decorum {

struct ServiceOptions {
  ConversationOptions conversation;
  /// Of how many of its latest events a conversation keeps what is needed to answer again.
  std::size_t answers = 8;
  /// How many policies are kept to answer again with, the one in force included.
  std::size_t policies = 16;
  /// How many events may wait in the process for a store that fails.
  std::size_t backlog_events = 10'000;
  /// What the policies' `compare` clauses count, where it is to go on from before; else they begin
  /// with nothing.
  std::shared_ptr<Monitors> monitors;
  /// Whether each event leaves an entry for the decision log in the store. Someone has to write
  /// them out then (`DecisionLog`): the store keeps them until they are. With it evidence reveals
  /// nothing, whatever `conversation.reveal` says.
  bool log = false;
  /// Whether these entries carry the redacted text of the message.
  bool log_redacted_text = false;
};

enum class Outcome : std::uint8_t {
  kJudged,    ///< and committed
  kRepeated,  ///< known by its id: the verdict is the first one again, and nothing was done
  /// As `kRepeated`, but the policy of the first verdict is not known to this service any more: the
  /// verdict is that of the policy in force, from the memory of then.
  kRepeatedByOther,
  /// The store failed. The verdict counts; the event waits in this process to be committed.
  kWaiting
};

struct Given {
  Verdict verdict;
  Outcome outcome = Outcome::kJudged;
  std::string problem;  ///< of the store, where it failed
};

/// Why an event got no verdict. Nothing was done; the host decides what becomes of its message.
struct Refusal {
  enum class Reason : std::uint8_t {
    kEventIdReused,   ///< an event of this id was judged before, and had other content
    kEventForgotten,  ///< by its position it was judged before, too long ago to answer again
    kBacklogFull,     ///< the store fails, and no more events can wait for it
    kBadId            ///< an id that is empty, longer than 512 bytes, or no UTF-8
  };
  Reason reason = Reason::kBadId;
  std::string detail;  ///< a sentence
};

/// A text with the values of its tokens.
struct Restored {
  std::string text;  ///< where there is a problem, with those that could be restored all the same
  /// Why the store fails, that what it has is damaged, or that a key is not there.
  std::string problem;
};

/// Judges the events of any number of conversations and keeps what they cause in a store: each
/// event takes effect once, however often, from how many threads and by how many processes it is
/// given. Any thread at once; events of one conversation that come at the same time are put in an
/// order.
///
/// A conversation is kept as numbers, bits and hashes, and its tokens' values as ciphertext. Texts
/// and lists of facts are not: give facts with every event.
class Service {
 public:
  Service(Policy policy, std::shared_ptr<Store> store, ServiceOptions options = {});
  ~Service();
  Service(Service&&) noexcept;
  Service& operator=(Service&&) noexcept;

  /// Judges `event`, the next one of `conversation`, and commits what it caused.
  ///
  /// @param event_id  the host's name for this event, unique within the conversation. Given again
  ///   with the same content it has the same verdict and no further effect; its time may differ
  ///   then, and the first one counts.
  /// @param position  where the host counts the events of a conversation, the number of this one,
  ///   from 0: then an event is known again however long ago it was judged.
  Result<Given, Refusal> give(std::string_view conversation, std::string_view event_id,
                              const Event& event,
                              std::optional<std::uint64_t> position = std::nullopt);

  /// From now on events are judged by `policy`; those being judged keep theirs. Conversations go on
  /// with what the new policy has in common with the old one.
  void use(Policy policy);
  Policy policy() const;

  /// From now on tokens and hashes are made with these keys: so keys are changed while a service
  /// runs (docs/redaction.md, "Keys"). Those that the service began with are
  /// `ServiceOptions::conversation.vault`; a service whose policy `needsKeys` and that has none
  /// puts labels in their place and says so in each verdict (`no_keys`).
  void use(std::shared_ptr<const VaultOptions> vault);

  /// `Conversation::redact` for a text that is no new event. New values are kept before this
  /// returns. Error: why the store fails; then there is no text that may go on.
  Result<Redacted, std::string> redact(std::string_view conversation, const Event& event);

  /// `Conversation::restore`: for the person of this conversation alone.
  Restored restore(std::string_view conversation, std::string_view text) const;
  /// `Conversation::restoreArguments`. Error: why the store fails, or that what
  /// it has is damaged.
  Result<Value, std::string> restoreArguments(std::string_view conversation,
                                              const Value& arguments) const;

  /// What the policies' `compare` clauses have counted in this process, of events that took effect.
  /// To be saved, and merged with that of other processes, by the host. When a window is over, the
  /// next event's verdict bears its alert, which is a work item of its queue.
  std::shared_ptr<Monitors> monitors() const;

  /// Events that wait for the store. `settle` tries to commit them and says how many still wait.
  std::size_t waiting() const;
  std::size_t settle();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

const char* name(Outcome outcome);
const char* name(Refusal::Reason reason);

}  // namespace decorum
