/// How often strings can stand in a text: a bound for what a scan finds.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace decorum::text {

struct Weighed {
  std::string_view literal;  ///< not empty
  std::uint64_t weight = 1;
};

/// The most that the weights of all places of `literals` in any text of so many bytes come to, in
/// any case of ASCII letters: exact but for what stands over the borders of stretches of the text,
/// never too little.
std::uint64_t densestPacking(std::span<const Weighed> literals, std::uint64_t bytes);

}  // namespace decorum::text
