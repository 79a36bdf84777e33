/// Digests of bytes, for names that cannot be guessed apart and chains that cannot be mended.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace decorum {

std::array<std::uint8_t, 32> sha256(std::string_view bytes);
/// SHA-256, hexadecimal.
std::string sha256Hex(std::string_view bytes);

/// BLAKE2b over parts, each with its length, so that no two lists of parts read the same. The same
/// parts under another `purpose` have nothing in common with these.
class PartsDigest {
 public:
  explicit PartsDigest(std::string_view purpose);
  PartsDigest& add(std::string_view part);
  PartsDigest& add(std::uint64_t number);
  std::array<std::uint8_t, 16> finish();
  std::string finishHex();
  std::uint64_t finish64();

 private:
  void update(const void* bytes, std::size_t size);
  alignas(64) std::array<std::uint8_t, 384> state_{};
};

/// Two hexadecimal digits a byte, in small letters.
std::string hexOf(std::span<const std::uint8_t> bytes);

}  // namespace decorum
