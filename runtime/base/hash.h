/// Keyed 64-bit hashes (SipHash-2-4), equal on every machine. Not for signatures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace decorum {

/// Of `bytes` under `key`: without the key nothing can be said of them.
std::uint64_t hash64(std::span<const std::byte> bytes, std::uint64_t key);
std::uint64_t hash64(std::string_view text, std::uint64_t key);

}  // namespace decorum
