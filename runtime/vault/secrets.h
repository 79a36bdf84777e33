/// What is made of a key: keys for one purpose each, keyed digests, sealed bytes (by libsodium).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/keys.h"

namespace decorum::vault {

/// 32 bytes that are wiped when they go.
class Secret {
 public:
  static constexpr std::size_t kBytes = 32;
  Secret() = default;
  ~Secret();
  Secret(const Secret&) = default;
  Secret& operator=(const Secret&) = default;
  std::uint8_t* data() { return bytes_.data(); }
  const std::uint8_t* data() const { return bytes_.data(); }

 private:
  std::array<std::uint8_t, kBytes> bytes_{};
};

/// A key of the ring. What one of its parts is used for says nothing of the others.
struct Key {
  std::string name;
  std::uint64_t id = 0;  ///< of the key itself, whatever its name
  Secret seal;           ///< values in the vault
  Secret fingerprint;    ///< by which the vault finds a value again
  Secret tag;            ///< the last part of a token
  Secret hash;           ///< `replace with hash`
};

/// `master` is 32 bytes.
Key deriveKey(std::string name, const Secret& master);

/// HMAC-SHA-256 over parts, each with its length, so that no two lists of parts read the same.
class Hmac {
 public:
  explicit Hmac(const Secret& key);
  Hmac& add(std::string_view part);
  Hmac& add(std::uint64_t number);
  std::array<std::uint8_t, 32> finish();

 private:
  alignas(64) std::array<std::uint8_t, 512> state_{};
};

/// XChaCha20-Poly1305 under a random nonce, which stands before the rest. `plain` is padded to
/// whole blocks of 32 bytes, so that its length says little.
std::vector<std::byte> seal(const Secret& key, std::string_view plain, std::string_view about);
/// Nothing where this is not what `seal` made under `key` for the same `about`.
std::optional<std::string> unseal(const Secret& key, std::span<const std::byte> sealed,
                                  std::string_view about);

void wipe(std::string& text);

}  // namespace decorum::vault

namespace decorum {

struct KeyRing::Impl {
  std::vector<vault::Key> keys;  ///< at least one; the first is the current one
  std::vector<std::string> warnings;

  const vault::Key& current() const { return keys.front(); }
  const vault::Key* find(std::uint64_t id) const;
};

}  // namespace decorum
