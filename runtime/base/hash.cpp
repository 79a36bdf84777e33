#include "runtime/base/hash.h"

#include <sodium.h>

#include <array>

namespace decorum {

static_assert(crypto_shorthash_BYTES == 8 && crypto_shorthash_KEYBYTES == 16);

std::uint64_t hash64(std::span<const std::byte> bytes, std::uint64_t key) {
  std::array<unsigned char, 16> sip_key = {};
  for (unsigned i = 0; i < 8; ++i) sip_key[i] = static_cast<unsigned char>(key >> 8 * i);
  std::array<unsigned char, 8> out;
  crypto_shorthash(out.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                   sip_key.data());
  std::uint64_t hash = 0;
  for (unsigned i = 0; i < 8; ++i) hash |= std::uint64_t{out[i]} << 8 * i;
  return hash;
}

std::uint64_t hash64(std::string_view text, std::uint64_t key) {
  return hash64(std::as_bytes(std::span(text.data(), text.size())), key);
}

}  // namespace decorum
