/// Keccak-256 as Ethereum has it: Keccak's own padding, not that of SHA-3.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace decorum {

std::array<std::uint8_t, 32> keccak256(std::string_view bytes);

}  // namespace decorum
