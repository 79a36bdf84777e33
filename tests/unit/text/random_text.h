/// Random messages for property tests: each of a seed, so that a failure can be seen again.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/text/utf8.h"

namespace decorum::text::test {

/// Text made of pieces, so that what is rare in real text (marks, invisible characters, look-alikes
/// next to words) is common here.
inline std::string randomText(std::mt19937& random, const std::vector<std::string>& pieces,
                              unsigned most_pieces) {
  std::string text;
  for (unsigned i = random() % (most_pieces + 1); i > 0; --i)
    text += pieces[random() % pieces.size()];
  return text;
}

/// Any code points at all, with a liking for the lower planes.
inline std::string randomUnicode(std::mt19937& random, unsigned most_code_points) {
  static constexpr char32_t kTops[] = {0x80, 0x250, 0x600, 0x3100, 0x10000, 0x20000, 0x110000};
  std::string text;
  for (unsigned i = random() % (most_code_points + 1); i > 0; --i) {
    const char32_t c = random() % kTops[random() % std::size(kTops)];
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    appendUtf8(text, c);
  }
  return text;
}

inline bool atBoundary(std::string_view text, std::size_t position) {
  return position == text.size() || (position < text.size() && !isContinuation(text[position]));
}

}  // namespace decorum::text::test
