/// Folding: one spelling for what people see as the same text, with the way back to the original.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace decorum::text {

/// A folded text and, for each of its bytes, where it came from. `origin` has one entry more than
/// `text` has bytes; it is empty where folding moved nothing (ASCII): then offsets are the same.
struct Folded {
  std::string text;
  std::vector<std::uint32_t> origin;  ///< byte i of `text` came from original bytes
                                      ///< [origin[i], …next different origin)

  /// The original byte range of folded bytes [begin, end), widened to whole characters.
  std::uint32_t originalBegin(std::uint32_t begin) const;
  std::uint32_t originalEnd(std::uint32_t end) const;
};

/// NFKC, full case folding, invisible characters removed, look-alike letters of other scripts read
/// as Latin inside words that mix scripts, curly quotes and dashes as ASCII. `out` is overwritten.
void fold(std::string_view message, Folded& out);

/// Also removes accents (for `any accent`).
void foldAccents(std::string_view message, Folded& out);

/// `message` with every ill-formed byte sequence replaced by U+FFFD; `replaced` counts them.
std::string repairUtf8(std::string_view message, std::uint32_t& replaced);

/// Whether `message` is well-formed UTF-8.
bool isUtf8(std::string_view message);

}  // namespace decorum::text
