/// The values that tokens of one conversation stand for.
#include "runtime/vault/conversation_vault.h"

#include <algorithm>
#include <limits>

#include "runtime/base/digest.h"
#include "runtime/memory/difference.h"

namespace decorum::vault {
namespace {

std::int64_t later(std::int64_t time_ms, std::int64_t span_ms) {
  std::int64_t sum = 0;
  const bool over = __builtin_add_overflow(time_ms, std::max<std::int64_t>(span_ms, 0), &sum);
  return over ? std::numeric_limits<std::int64_t>::max() : sum;
}

/// What is sealed: the canonical form, and the text where it is another.
std::string packed(Kept value) {
  std::vector<std::byte> head;
  putVarint(head, value.canonical.size());
  std::string plain(reinterpret_cast<const char*>(head.data()), head.size());
  plain += value.canonical;
  if (value.text != value.canonical) plain += value.text;
  return plain;
}

/// Borrows from `plain`.
Kept unpacked(std::string_view plain) {
  ByteReader from(std::as_bytes(std::span(plain)));
  const std::uint64_t size = from.varint();
  std::size_t head = 1;
  for (std::uint64_t rest = size; rest >= 0x80; rest >>= 7) ++head;
  const std::string_view canonical = plain.substr(head, size);
  const std::string_view text = plain.substr(std::min(plain.size(), head + canonical.size()));
  return {canonical, text.empty() ? canonical : text};
}

}  // namespace

std::string hashOf(const VaultOptions& options, std::string_view canonical) {
  const auto digest =
      Hmac(options.keys.impl()->current().hash).add(options.tenant).add(canonical).finish();
  return hexOf(std::span(digest).first(8));
}

ConversationVault::Fingerprint ConversationVault::fingerprintOf(const VaultOptions& options,
                                                                const Key& key,
                                                                std::string_view label,
                                                                std::string_view canonical) const {
  const auto digest = Hmac(key.fingerprint)
                          .add(options.tenant)
                          .add(conversation_)
                          .add(label)
                          .add(canonical)
                          .finish();
  Fingerprint fingerprint;
  std::copy_n(digest.begin(), fingerprint.size(), fingerprint.begin());
  return fingerprint;
}

std::string ConversationVault::aboutOf(const VaultOptions& options, const Entry& entry) const {
  std::vector<std::byte> about;
  const auto put = [&](std::string_view text) {
    putVarint(about, text.size());
    const auto bytes = std::as_bytes(std::span(text));
    about.insert(about.end(), bytes.begin(), bytes.end());
  };
  put(options.tenant);
  put(conversation_);
  put(labels_[entry.label].name);
  put(entry.tag);
  put({reinterpret_cast<const char*>(entry.fingerprint.data()), entry.fingerprint.size()});
  putVarint(about, entry.number);
  putVarint(about, entry.key);
  putSigned(about, entry.expires_ms);
  return {reinterpret_cast<const char*>(about.data()), about.size()};
}

std::optional<std::string> ConversationVault::open(const VaultOptions& options,
                                                   const Entry& entry) const {
  const Key* const key = options.keys.empty() ? nullptr : options.keys.impl()->find(entry.key);
  if (key == nullptr) return std::nullopt;
  return unseal(key->seal, entry.sealed, aboutOf(options, entry));
}

/// Seals `value` by the current key. Everything else in `entry` but key and fingerprint is there.
void ConversationVault::close(const VaultOptions& options, Entry& entry, Kept value) const {
  const Key& key = options.keys.impl()->current();
  entry.key = key.id;
  entry.fingerprint = fingerprintOf(options, key, labels_[entry.label].name, value.canonical);
  std::string plain = packed(value);
  entry.sealed = seal(key.seal, plain, aboutOf(options, entry));
  wipe(plain);
}

ConversationVault::Entry* ConversationVault::find(const VaultOptions& options,
                                                  std::string_view label,
                                                  std::string_view canonical, std::int64_t now_ms) {
  for (const Key& key : options.keys.impl()->keys) {
    std::optional<Fingerprint> fingerprint;  // most keys sealed nothing here
    for (Entry& entry : entries_) {
      if (entry.key != key.id || entry.expires_ms <= now_ms) continue;
      if (!fingerprint) fingerprint = fingerprintOf(options, key, label, canonical);
      if (entry.fingerprint != *fingerprint) continue;
      std::optional<std::string> plain = open(options, entry);
      const bool is_it = plain && unpacked(*plain).canonical == canonical;
      if (plain) wipe(*plain);
      if (is_it) return &entry;
    }
  }
  return nullptr;
}

const ConversationVault::Entry* ConversationVault::find(const TokenPlace& token,
                                                        std::int64_t now_ms) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.number == token.number && entry.tag == token.tag &&
           labels_[entry.label].name == token.label && entry.expires_ms > now_ms;
  });
  return found == entries_.end() ? nullptr : &*found;
}

/// Seals what is in `entry` again: by the current key, with what the entry says now.
void ConversationVault::reseal(const VaultOptions& options, Entry& entry,
                               std::int64_t expires_ms) const {
  std::optional<std::string> plain = open(options, entry);
  if (!plain) return;  // its key is gone; should it come back, so does the value
  entry.expires_ms = expires_ms;
  close(options, entry, unpacked(*plain));
  wipe(*plain);
}

/// A value that is mentioned again lives on. Not sealed anew for less than an eighth of its time.
void ConversationVault::touch(const VaultOptions& options, Entry& entry,
                              std::int64_t now_ms) const {
  const std::int64_t expires_ms = later(now_ms, options.ttl_ms);
  if (expires_ms - options.ttl_ms / 8 > entry.expires_ms) reseal(options, entry, expires_ms);
}

std::uint32_t ConversationVault::labelNumber(std::string_view name) {
  const auto found = std::find_if(labels_.begin(), labels_.end(),
                                  [&](const Label& label) { return label.name == name; });
  const auto number = static_cast<std::uint32_t>(found - labels_.begin());
  if (found == labels_.end()) labels_.push_back({std::string(name), 1});
  return number;
}

std::size_t ConversationVault::sealedBytes() const {
  std::size_t bytes = 0;
  for (const Entry& entry : entries_) bytes += entry.sealed.size();
  return bytes;
}

void ConversationVault::forgetExpired(std::int64_t now_ms) {
  std::erase_if(entries_, [&](const Entry& entry) { return entry.expires_ms <= now_ms; });
}

Result<std::string, NoToken> ConversationVault::tokenFor(const VaultOptions& options,
                                                         std::string_view label, Kept value,
                                                         std::int64_t now_ms) {
  if (options.keys.empty()) return NoToken::kNoKeys;
  if (Entry* const known = find(options, label, value.canonical, now_ms)) {
    touch(options, *known, now_ms);
    return writtenToken(label, known->number, known->tag);
  }
  forgetExpired(now_ms);
  const bool full = entries_.size() >= options.most_values ||
                    sealedBytes() + value.canonical.size() + value.text.size() > kMostSealedBytes;
  if (full) return NoToken::kFull;
  Entry entry;
  entry.label = labelNumber(label);
  entry.number = labels_[entry.label].next_number++;
  entry.tag = tagOf(Hmac(options.keys.impl()->current().tag)
                        .add(options.tenant)
                        .add(conversation_)
                        .add(label)
                        .add(entry.number)
                        .add(value.canonical)
                        .finish());
  entry.expires_ms = later(now_ms, options.ttl_ms);
  close(options, entry, value);
  entries_.push_back(std::move(entry));
  return writtenToken(label, entries_.back().number, entries_.back().tag);
}

bool ConversationVault::lacksKey(const VaultOptions& options, std::int64_t now_ms) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    if (entry.expires_ms <= now_ms) return false;
    return options.keys.empty() || options.keys.impl()->find(entry.key) == nullptr;
  });
}

bool ConversationVault::holds(const TokenPlace& token, std::int64_t now_ms) const {
  return find(token, now_ms) != nullptr;
}

std::optional<std::string> ConversationVault::valueOf(const VaultOptions& options,
                                                      const TokenPlace& token,
                                                      std::int64_t now_ms) const {
  const Entry* const entry = find(token, now_ms);
  if (entry == nullptr) return std::nullopt;
  std::optional<std::string> plain = open(options, *entry);
  if (!plain) return std::nullopt;
  std::string text(unpacked(*plain).text);
  wipe(*plain);
  return text;
}

}  // namespace decorum::vault
