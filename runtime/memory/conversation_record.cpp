/// Records of conversations as bytes.
#include "runtime/memory/conversation_record.h"

#include <algorithm>
#include <limits>

#include "runtime/base/assert.h"
#include "runtime/base/digest.h"
#include "runtime/memory/difference.h"

namespace decorum {
namespace {

constexpr std::uint8_t kLayout = 1;
constexpr std::size_t kChecksumBytes = 4;
constexpr std::size_t kMostPolicies = 256;
enum AnswerBits : std::uint8_t { kHasTime = 1, kUnknownMemory = 2 };

void putFixed64(std::vector<std::byte>& out, std::uint64_t number) {
  for (int i = 0; i < 8; ++i) out.push_back(static_cast<std::byte>(number >> (8 * i)));
}

void putBytes(std::vector<std::byte>& out, std::span<const std::byte> bytes) {
  putVarint(out, bytes.size());
  out.insert(out.end(), bytes.begin(), bytes.end());
}

std::vector<std::byte> owned(std::span<const std::byte> bytes) {
  return {bytes.begin(), bytes.end()};
}

std::uint32_t checksum(std::span<const std::byte> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return static_cast<std::uint32_t>(PartsDigest("conversation record").add(text).finish64());
}

void putAnswer(std::vector<std::byte>& out, const Answer& answer, std::int64_t time_ms) {
  const unsigned bits = (answer.time_ms ? unsigned{kHasTime} : 0u) |
                        (answer.unknown_memory ? unsigned{kUnknownMemory} : 0u);
  out.push_back(static_cast<std::byte>(bits));
  out.push_back(static_cast<std::byte>(answer.policy));
  putFixed64(out, answer.id_hash);
  putFixed64(out, answer.event_hash);
  // Times of neighbours are near; unsigned, for what overflows comes back the same way.
  if (answer.time_ms)
    putSigned(out, static_cast<std::int64_t>(static_cast<std::uint64_t>(*answer.time_ms) -
                                             static_cast<std::uint64_t>(time_ms)));
  putBytes(out, answer.before);
}

Answer readAnswer(ByteReader& from, std::int64_t time_ms) {
  Answer answer;
  const std::uint8_t bits = from.byte();
  answer.policy = from.byte();
  answer.id_hash = from.fixed64();
  answer.event_hash = from.fixed64();
  answer.unknown_memory = (bits & kUnknownMemory) != 0;
  if ((bits & kHasTime) != 0)
    answer.time_ms = static_cast<std::int64_t>(static_cast<std::uint64_t>(from.signedVarint()) +
                                               static_cast<std::uint64_t>(time_ms));
  answer.before = owned(from.take(from.varint()));
  return answer;
}

/// Leaves out policies that no answer names any more.
void forgetPolicies(ConversationRecord& record) {
  std::vector<PolicyDigest> kept;
  std::vector<int> moved(record.policies.size(), -1);
  for (Answer& answer : record.answers) {
    int& place = moved[answer.policy];
    if (place < 0) {
      place = static_cast<int>(kept.size());
      kept.push_back(record.policies[answer.policy]);
    }
    answer.policy = static_cast<std::uint8_t>(place);
  }
  record.policies = std::move(kept);
}

}  // namespace

std::vector<std::byte> encode(const ConversationRecord& record) {
  std::vector<std::byte> out;
  out.reserve(128 + record.memory.size() + 64 * record.answers.size());
  out.push_back(std::byte{kLayout});
  putVarint(out, record.events);
  putSigned(out, record.time_ms);
  putVarint(out, record.policies.size());
  for (const PolicyDigest& policy : record.policies) {
    const auto bytes = std::as_bytes(std::span(policy));
    out.insert(out.end(), bytes.begin(), bytes.end());
  }
  putBytes(out, record.memory);
  putVarint(out, record.answers.size());
  for (const Answer& answer : record.answers) putAnswer(out, answer, record.time_ms);
  const std::uint32_t sum = checksum(out);
  for (std::size_t i = 0; i < kChecksumBytes; ++i)
    out.push_back(static_cast<std::byte>(sum >> (8 * i)));
  return out;
}

std::optional<ConversationRecord> decodeRecord(std::span<const std::byte> bytes) {
  if (bytes.size() < 1 + kChecksumBytes) return std::nullopt;
  const auto content = bytes.first(bytes.size() - kChecksumBytes);
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < kChecksumBytes; ++i)
    sum |= static_cast<std::uint32_t>(bytes[content.size() + i]) << (8 * i);
  if (sum != checksum(content)) return std::nullopt;

  ByteReader from(content);
  if (from.byte() != kLayout) return std::nullopt;
  ConversationRecord record;
  record.events = from.varint();
  record.time_ms = from.signedVarint();
  const std::uint64_t policies = from.varint();
  if (policies > kMostPolicies) return std::nullopt;
  for (std::uint64_t i = 0; i < policies && from.ok(); ++i) {
    const auto digest = from.take(sizeof(PolicyDigest));
    PolicyDigest& policy = record.policies.emplace_back();
    for (std::size_t b = 0; b < digest.size(); ++b)
      policy[b] = static_cast<std::uint8_t>(digest[b]);
  }
  record.memory = owned(from.take(from.varint()));
  const std::uint64_t answers = from.varint();
  for (std::uint64_t i = 0; i < answers && from.ok(); ++i) {
    record.answers.push_back(readAnswer(from, record.time_ms));
    if (record.answers.back().policy >= record.policies.size()) return std::nullopt;
  }
  if (!from.ok() || !from.atEnd()) return std::nullopt;
  return record;
}

std::optional<std::vector<std::byte>> memoryBefore(const ConversationRecord& record,
                                                   std::size_t index) {
  std::optional<std::vector<std::byte>> memory = record.memory;
  for (std::size_t i = record.answers.size(); i-- > index;) {
    memory = applyDifference(*memory, record.answers[i].before);
    if (!memory) return std::nullopt;
  }
  return memory;
}

void advance(ConversationRecord& record, Answer answer, const PolicyDigest& policy,
             std::vector<std::byte> memory, std::size_t most) {
  most = std::max<std::size_t>(most, 1);
  if (record.answers.size() >= most) {
    const auto surplus = static_cast<std::ptrdiff_t>(record.answers.size() - most + 1);
    record.answers.erase(record.answers.begin(), record.answers.begin() + surplus);
  }
  forgetPolicies(record);
  const auto known = std::find(record.policies.begin(), record.policies.end(), policy);
  if (known == record.policies.end() && record.policies.size() == kMostPolicies) {
    record.answers.clear();  // more policies than events are kept for: no one runs so
    record.policies.clear();
  }
  const auto place = std::find(record.policies.begin(), record.policies.end(), policy);
  answer.policy = static_cast<std::uint8_t>(place - record.policies.begin());
  if (place == record.policies.end()) record.policies.push_back(policy);
  answer.before = difference(memory, record.memory);
  record.answers.push_back(std::move(answer));
  record.memory = std::move(memory);
  ++record.events;
}

}  // namespace decorum
