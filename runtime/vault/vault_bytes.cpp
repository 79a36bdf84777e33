/// A conversation's vault as bytes, for a store.
#include <algorithm>

#include "runtime/base/digest.h"
#include "runtime/memory/difference.h"
#include "runtime/vault/conversation_vault.h"

namespace decorum::vault {
namespace {

constexpr std::uint8_t kLayout = 1;
constexpr std::size_t kChecksumBytes = 8;
constexpr std::size_t kHeadBytes = 1 + kChecksumBytes;

/// Tells what is damaged by chance; what is changed on purpose its seal tells.
std::uint64_t checksum(std::span<const std::byte> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return PartsDigest("conversation vault").add(text).finish64();
}

void putFixed64(std::vector<std::byte>& out, std::uint64_t number) {
  for (int i = 0; i < 8; ++i) out.push_back(static_cast<std::byte>(number >> (8 * i)));
}

void putBytes(std::vector<std::byte>& out, std::span<const std::byte> bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}

void putText(std::vector<std::byte>& out, std::string_view text) {
  putVarint(out, text.size());
  putBytes(out, std::as_bytes(std::span(text)));
}

std::string readText(ByteReader& from, std::uint64_t size) {
  const auto bytes = from.take(size);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

std::vector<std::byte> ConversationVault::save(const VaultOptions& options, std::int64_t now_ms) {
  if (labels_.empty()) return {};
  forgetExpired(now_ms);
  for (Entry& entry : entries_) {
    const bool by_older = !options.keys.empty() && entry.key != options.keys.impl()->current().id;
    if (by_older) reseal(options, entry, entry.expires_ms);
  }
  std::vector<std::byte> body;
  putVarint(body, labels_.size());
  for (const Label& label : labels_) {
    putText(body, label.name);
    putVarint(body, label.next_number);
  }
  putVarint(body, entries_.size());
  for (const Entry& entry : entries_) {
    putVarint(body, entry.label);
    putVarint(body, entry.number);
    putBytes(body, std::as_bytes(std::span(entry.tag)));
    putBytes(body, std::as_bytes(std::span(entry.fingerprint)));
    putFixed64(body, entry.key);
    putSigned(body, entry.expires_ms);
    putVarint(body, entry.sealed.size());
    putBytes(body, entry.sealed);
  }
  std::vector<std::byte> out;
  out.reserve(kHeadBytes + body.size());
  out.push_back(std::byte{kLayout});
  putFixed64(out, checksum(body));
  putBytes(out, body);
  return out;
}

std::optional<ConversationVault> ConversationVault::load(std::string_view conversation,
                                                         std::span<const std::byte> bytes) {
  ConversationVault vault(conversation);
  if (bytes.empty()) return vault;
  ByteReader from(bytes);
  const bool ours = from.byte() == kLayout && bytes.size() >= kHeadBytes &&
                    from.fixed64() == checksum(bytes.subspan(kHeadBytes));
  if (!ours) return std::nullopt;
  for (std::uint64_t left = from.varint(); left > 0 && from.ok(); --left) {
    std::string name = readText(from, from.varint());
    vault.labels_.push_back({std::move(name), static_cast<std::uint32_t>(from.varint())});
  }
  for (std::uint64_t left = from.varint(); left > 0 && from.ok(); --left) {
    Entry& entry = vault.entries_.emplace_back();
    entry.label = static_cast<std::uint32_t>(from.varint());
    entry.number = static_cast<std::uint32_t>(from.varint());
    entry.tag = readText(from, kTagCharacters);
    const auto fingerprint = from.take(entry.fingerprint.size());
    std::transform(fingerprint.begin(), fingerprint.end(), entry.fingerprint.begin(),
                   [](std::byte byte) { return static_cast<std::uint8_t>(byte); });
    entry.key = from.fixed64();
    entry.expires_ms = from.signedVarint();
    const auto sealed = from.take(from.varint());
    entry.sealed.assign(sealed.begin(), sealed.end());
    if (entry.label >= vault.labels_.size()) return std::nullopt;
  }
  if (!from.ok() || !from.atEnd()) return std::nullopt;
  return vault;
}

}  // namespace decorum::vault
