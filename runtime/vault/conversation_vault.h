/// The values that tokens of one conversation stand for:
///
///   layout │ checksum │ labels, each with its next number │ entries
///   entry: label │ number │ tag │ fingerprint │ key │ expires │ sealed value
///
/// A value is found again by its fingerprint, a keyed digest, and stands there sealed, together
/// with everything else that its entry says, the tenant and the conversation: an entry that was
/// changed or moved opens no more. Numbers are never given twice, and a tag is made from the value
/// too, so a token never comes to stand for another value, whatever was lost in between.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/result.h"
#include "decorum/vault.h"
#include "runtime/vault/secrets.h"
#include "runtime/vault/token.h"

namespace decorum::vault {

/// All sealed values of a conversation together.
inline constexpr std::size_t kMostSealedBytes = 4u << 20;

enum class NoToken : std::uint8_t { kNoKeys, kFull };

/// A value as it is kept: what makes two spellings one, and the first spelling.
struct Kept {
  std::string_view canonical;
  std::string_view text;
};

class ConversationVault {
 public:
  explicit ConversationVault(std::string_view conversation) : conversation_(conversation) {}

  /// Reads what `save` wrote. Nothing where the bytes are damaged; no bytes are an empty vault.
  static std::optional<ConversationVault> load(std::string_view conversation,
                                               std::span<const std::byte> bytes);
  /// What has expired by `now_ms` is left out, and what an older key of the ring sealed is sealed
  /// by the current one. No bytes where no token was ever made.
  std::vector<std::byte> save(const VaultOptions& options, std::int64_t now_ms);

  /// The token of a value, the same one as before where it has one.
  Result<std::string, NoToken> tokenFor(const VaultOptions& options, std::string_view label,
                                        Kept value, std::int64_t now_ms);

  /// Whether this is a token of this conversation, exactly as it was made.
  bool holds(const TokenPlace& token, std::int64_t now_ms) const;
  /// The value behind it, as it was first written. Nothing for what is no token of this
  /// conversation, is over, or was sealed by a key that the ring does not have.
  std::optional<std::string> valueOf(const VaultOptions& options, const TokenPlace& token,
                                     std::int64_t now_ms) const;

  /// Whether some value is sealed by a key that the ring does not have.
  bool lacksKey(const VaultOptions& options, std::int64_t now_ms) const;

  std::size_t size() const { return entries_.size(); }

 private:
  struct Label {
    std::string name;
    std::uint32_t next_number = 1;
  };
  using Fingerprint = std::array<std::uint8_t, 16>;
  struct Entry {
    std::uint32_t label = 0;  ///< index into `labels_`
    std::uint32_t number = 0;
    std::string tag;
    Fingerprint fingerprint{};
    std::uint64_t key = 0;
    std::int64_t expires_ms = 0;
    std::vector<std::byte> sealed;
  };

  Fingerprint fingerprintOf(const VaultOptions& options, const Key& key, std::string_view label,
                            std::string_view canonical) const;
  std::string aboutOf(const VaultOptions& options, const Entry& entry) const;
  std::optional<std::string> open(const VaultOptions& options, const Entry& entry) const;
  void close(const VaultOptions& options, Entry& entry, Kept value) const;
  Entry* find(const VaultOptions& options, std::string_view label, std::string_view canonical,
              std::int64_t now_ms);
  const Entry* find(const TokenPlace& token, std::int64_t now_ms) const;
  void reseal(const VaultOptions& options, Entry& entry, std::int64_t expires_ms) const;
  void touch(const VaultOptions& options, Entry& entry, std::int64_t now_ms) const;
  std::uint32_t labelNumber(std::string_view name);
  std::size_t sealedBytes() const;
  void forgetExpired(std::int64_t now_ms);

  std::string conversation_;
  std::vector<Label> labels_;
  std::vector<Entry> entries_;  ///< in the order in which they were made
};

/// `3f9a…`, 16 hexadecimal digits: the same for equal values of a tenant under the same current
/// key. The ring is not empty.
std::string hashOf(const VaultOptions& options, std::string_view canonical);

}  // namespace decorum::vault
