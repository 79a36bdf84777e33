/// Text by code points, for places and for what a reader sees. Takes any bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace decorum {

struct CodePoint {
  char32_t value = 0xFFFD;  ///< U+FFFD for bytes that are not UTF-8
  std::size_t bytes = 1;    ///< how far to go on, at least 1
  bool valid = false;
};

/// The code point at `offset`, which must be inside `text`. Bytes that are not UTF-8 stand for
/// themselves, one U+FFFD each.
CodePoint codePointAt(std::string_view text, std::size_t offset);

/// How many code points `text` holds.
std::size_t countCodePoints(std::string_view text);

/// Terminal cells that a code point takes: 0 for combining and invisible ones, 2 for East Asian
/// wide ones and emoji, 1 for the rest. Says nothing of control characters, which callers replace.
int displayWidth(char32_t code_point);

}  // namespace decorum
