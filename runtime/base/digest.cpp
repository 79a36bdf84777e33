/// Digests, by libsodium.
#include "runtime/base/digest.h"

#include <sodium.h>

#include <cstring>

#include "runtime/base/assert.h"

namespace decorum {
namespace {

static_assert(sizeof(crypto_generichash_state) <= 384);

}  // namespace

std::string hexOf(std::span<const std::uint8_t> bytes) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    text += kHex[byte >> 4];
    text += kHex[byte & 15];
  }
  return text;
}

std::array<std::uint8_t, 32> sha256(std::string_view bytes) {
  static_assert(crypto_hash_sha256_BYTES == 32);
  std::array<std::uint8_t, 32> digest;
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  return digest;
}

std::string sha256Hex(std::string_view bytes) { return hexOf(sha256(bytes)); }

PartsDigest::PartsDigest(std::string_view purpose) {
  auto* const state = reinterpret_cast<crypto_generichash_state*>(state_.data());
  const int status = crypto_generichash_init(state, nullptr, 0, 16);
  DECORUM_ASSERT(status == 0, "a digest of 16 bytes can be made");
  add(purpose);
}

void PartsDigest::update(const void* bytes, std::size_t size) {
  crypto_generichash_update(reinterpret_cast<crypto_generichash_state*>(state_.data()),
                            static_cast<const unsigned char*>(bytes), size);
}

PartsDigest& PartsDigest::add(std::uint64_t number) {
  std::array<std::uint8_t, 8> bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  update(bytes.data(), bytes.size());
  return *this;
}

PartsDigest& PartsDigest::add(std::string_view part) {
  add(static_cast<std::uint64_t>(part.size()));
  update(part.data(), part.size());
  return *this;
}

std::array<std::uint8_t, 16> PartsDigest::finish() {
  std::array<std::uint8_t, 16> digest;
  crypto_generichash_final(reinterpret_cast<crypto_generichash_state*>(state_.data()),
                           digest.data(), digest.size());
  return digest;
}

std::string PartsDigest::finishHex() { return hexOf(finish()); }

std::uint64_t PartsDigest::finish64() {
  const std::array<std::uint8_t, 16> digest = finish();
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number |= std::uint64_t{digest[i]} << (8 * i);
  return number;
}

}  // namespace decorum
