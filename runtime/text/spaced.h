/// "l a w y e r" and "l-a-w-y-e-r": words spelled a letter at a time.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/text/characters.h"

namespace decorum::text {

/// The spelled-out words of a text put together, a line end between one run of letters and the
/// next, and where each byte's letter begins and ends in the text.
struct Squeezed {
  std::string text;
  std::vector<std::uint32_t> begin;
  std::vector<std::uint32_t> end;
};

/// Puts together every run of at least three words of one letter each, with at most three other
/// characters between two. `out` is overwritten.
void squeeze(std::string_view text, std::span<const WordSpan> words, Squeezed& out);

/// The letters of a folded phrase, as they stand in a squeezed text; "" if they are fewer than
/// three, which is what any two initials could be.
std::string squeezedPhrase(std::string_view phrase);

}  // namespace decorum::text
