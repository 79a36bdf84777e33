#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/event.h"
#include "decorum/result.h"
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

  struct Impl;
  explicit Policy(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  const Impl& impl() const { return *impl_; }

 private:
  std::shared_ptr<const Impl> impl_;
};

struct ConversationOptions {
  Limits limits;
  /// Puts values of private facts and matched text into evidence: for debugging, never in service.
  bool reveal = false;
  /// Without it `FiredRule::evidence` stays empty, which is faster.
  bool evidence = true;
  /// Puts into `Verdict::seen` what rules could see: for the decision log.
  bool seen = false;
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

  /// What is remembered: numbers, bits and hashes, no text; with a checksum. Of at most the size
  /// that `check --memory` states, and usually some hundred bytes, since what is empty is left out.
  std::vector<std::byte> memory() const;

  /// Goes on from what `memory` gave, under this policy or another one: operators that both have
  /// go on, the others start empty. Texts and lists among the facts are not kept: give them again.
  /// Bytes that are damaged are not trusted: the conversation starts anew, and its next verdict has
  /// the fault `memory_damaged`. No bytes: a new conversation.
  static Conversation resume(Policy policy, std::string id, std::span<const std::byte> memory,
                             ConversationOptions options = {});

  /// A conversation whose memory cannot be had now: every operator is at fault
  /// (`store_unavailable`), and `on fault` decides. For one event; nothing of it should be kept.
  static Conversation withUnknownMemory(Policy policy, std::string id,
                                        ConversationOptions options = {});

 private:
  friend class ReplyStream;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace decorum
