#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "decorum/result.h"
#include "decorum/verdict.h"

namespace decorum {

/// What a work item asks for.
enum class WorkKind : std::uint8_t {
  kEscalation,  ///< a conversation that people have to take up
  kAlert,       ///< something to look at
  kHold         ///< a message that waits for a person's word
};

/// `kOpen` ─ accept ─► `kAccepted` ─ resolve ─► `kResolved`; `kOpen` ─ deadline ─► `kExpired`.
/// Nothing leads back.
enum class WorkState : std::uint8_t { kOpen, kAccepted, kResolved, kExpired };

/// Where the item's latest notice is on its way to those who take up the work.
enum class DeliveryState : std::uint8_t {
  kPending,    ///< to be sent at `Delivery::due_ms`, again after a failure
  kDelivered,  ///< was taken by the receiver
  kDead        ///< given up after the last attempt
};

/// What a notice says.
enum class NoticeKind : std::uint8_t { kOpened, kWarning, kExpired };

struct Delivery {
  DeliveryState state = DeliveryState::kPending;
  NoticeKind notice = NoticeKind::kOpened;
  std::uint32_t failures = 0;  ///< attempts at this notice that failed
  std::int64_t due_ms = 0;     ///< when it is sent next, UTC; only while pending
  bool operator==(const Delivery&) const = default;
};

/// Something that a verdict asked people or programs to take up. Plain data; instants are ms since
/// 1970-01-01T00:00:00Z. It holds no word of the conversation.
struct WorkItem {
  /// 32 hexadecimal digits, made from the conversation, the event's id, the rule and the kind: the
  /// same event judged again makes the same item.
  std::string id;
  /// Raised by each change; a change names the one it saw.
  std::uint64_t version = 1;
  std::string conversation;
  std::uint32_t index = 0;  ///< of the event in its conversation
  std::string event_id;
  std::string rule;
  WorkKind kind = WorkKind::kEscalation;
  std::string queue;
  Priority priority = Priority::kNormal;
  WorkState state = WorkState::kOpen;
  std::int64_t created_ms = 0;              ///< the event's time
  std::optional<std::int64_t> deadline_ms;  ///< an item still open then expires
  std::optional<std::int64_t> warn_ms;      ///< an item still open then is delivered as a warning
  std::string otherwise_queue;              ///< where an expired item goes on, "" for nowhere
  Otherwise otherwise = Otherwise::kBlock;  ///< of holds: what counts when no one decided
  bool hand_over = false;                   ///< of escalations: the AI stays silent
  std::string opened_by;                    ///< the id of the expired item it goes on from
  std::string taken_by;                     ///< who accepted it
  std::string outcome;                      ///< what `resolve` said; "block" or "release" of holds
  std::optional<std::int64_t> changed_ms;   ///< of its latest change of state
  Delivery delivery;
  bool operator==(const WorkItem&) const = default;

  bool isFinished() const { return state == WorkState::kResolved || state == WorkState::kExpired; }
  /// The next instant at which time alone changes its state: a warning, or the deadline.
  std::optional<std::int64_t> nextChange() const;
};

/// One object of JSON, keys in the documented order, absent where empty (docs/formats.md).
std::string toJson(const WorkItem& item);
/// Reads what `toJson` wrote. Error: what is wrong with it.
Result<WorkItem, std::string> parseWorkItem(std::string_view json);

const char* name(WorkKind kind);
const char* name(WorkState state);
const char* name(DeliveryState state);
const char* name(NoticeKind kind);

}  // namespace decorum
