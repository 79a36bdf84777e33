/// UTF-8 one character at a time, for texts that may be ill-formed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace decorum::utf8 {

inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

/// One code point, or the longest ill-formed beginning of one (Unicode's "maximal subpart").
struct Sequence {
  std::uint32_t bytes = 1;
  bool well_formed = true;
};

/// The sequence at `at`, which is inside `text`.
Sequence decode(std::string_view text, std::size_t at);

bool isWellFormed(std::string_view text);

/// `text` cut to at most `bytes` bytes, between two code points.
std::string_view cut(std::string_view text, std::size_t bytes);

/// Bytes of `text` up to its last character, where that is not all there yet, else all.
std::size_t wholeCharacters(std::string_view text);

/// Code points of a text; an ill-formed sequence counts as one.
std::uint32_t codePoints(std::string_view text);

/// Appends a code point, which is no surrogate.
void append(std::string& out, char32_t code_point);

/// A well-formed copy, each ill-formed sequence as U+FFFD. `origin[i]` is where byte `i` of `out`
/// came from, with one entry for the end; bytes of one character share the place of its first.
void repair(std::string_view text, std::string& out, std::vector<std::uint32_t>& origin);
std::string repaired(std::string_view text);

}  // namespace decorum::utf8
