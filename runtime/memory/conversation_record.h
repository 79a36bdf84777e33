/// What a store has of a conversation, as bytes:
///
///   layout │ events │ time │ policies │ memory now │ answers, oldest first │ checksum
///
/// An answer holds no verdict, but what is needed to judge its event again. The memory before it is
/// written as its difference from the memory after it, which is that before the next answer, or
/// that of now: a few bytes where the whole would be hundreds.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace decorum {

using PolicyDigest = std::array<std::uint8_t, 32>;

struct Answer {
  std::uint64_t id_hash = 0;            ///< of the event's id
  std::uint64_t event_hash = 0;         ///< of its content
  std::optional<std::int64_t> time_ms;  ///< the event's, where it had one
  std::uint8_t policy = 0;              ///< index into `ConversationRecord::policies`
  bool unknown_memory = false;          ///< the verdict was given without the store
  std::vector<std::byte> before;        ///< difference from the memory after the event
  bool operator==(const Answer&) const = default;
};

struct ConversationRecord {
  std::uint64_t events = 0;  ///< committed so far
  std::int64_t time_ms = 0;  ///< of the latest
  std::vector<PolicyDigest> policies;
  std::vector<std::byte> memory;
  std::vector<Answer> answers;
  bool operator==(const ConversationRecord&) const = default;
};

std::vector<std::byte> encode(const ConversationRecord& record);
/// Nothing where the bytes are not those that `encode` made.
std::optional<ConversationRecord> decodeRecord(std::span<const std::byte> bytes);

/// The memory before the event of `record.answers[index]`; nothing where that is damaged.
std::optional<std::vector<std::byte>> memoryBefore(const ConversationRecord& record,
                                                   std::size_t index);

/// Moves `record` on by an event: `answer` (its `before` and `policy` are filled in here) joins the
/// answers, of which the latest `most` stay, and `memory` takes the place of the memory there was.
void advance(ConversationRecord& record, Answer answer, const PolicyDigest& policy,
             std::vector<std::byte> memory, std::size_t most);

}  // namespace decorum
