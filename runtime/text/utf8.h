/// UTF-8 read and written a code point at a time.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace decorum::text {

constexpr bool isAscii(char byte) { return static_cast<unsigned char>(byte) < 0x80; }
constexpr bool isContinuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

struct Decoded {
  char32_t code_point = 0;
  std::uint32_t bytes = 0;  ///< 1 to 4
};

/// The code point that starts at `position` of well-formed `text`; `position` is before the end.
inline Decoded decodeAt(std::string_view text, std::size_t position) {
  const auto byte = [&](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(text[position + i]));
  };
  const char32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  if (first < 0xE0) return {(first & 0x1F) << 6 | (byte(1) & 0x3F), 2};
  if (first < 0xF0) return {(first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F), 3};
  return {(first & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F),
          4};
}

/// The code point that ends at `position` (end excluded) of well-formed `text`; `position` > 0.
inline Decoded decodeBefore(std::string_view text, std::size_t position) {
  std::size_t start = position - 1;
  while (start > 0 && isContinuation(text[start])) --start;
  return decodeAt(text, start);
}

/// Appends `code_point` as 1 to 4 bytes.
inline void appendUtf8(std::string& out, char32_t code_point) {
  const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | code_point >> 6);
    put(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    put(0xE0 | code_point >> 12);
    put(0x80 | (code_point >> 6 & 0x3F));
    put(0x80 | (code_point & 0x3F));
  } else {
    put(0xF0 | code_point >> 18);
    put(0x80 | (code_point >> 12 & 0x3F));
    put(0x80 | (code_point >> 6 & 0x3F));
    put(0x80 | (code_point & 0x3F));
  }
}

/// Whether `text` has no byte beyond ASCII.
inline bool isAsciiText(std::string_view text) {
  std::uint64_t all = 0;
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data() + i, 8);
    all |= eight;
  }
  for (; i < text.size(); ++i) all |= static_cast<unsigned char>(text[i]);
  return (all & 0x8080808080808080) == 0;
}

/// Code points of well-formed `text`.
inline std::uint32_t countCodePoints(std::string_view text) {
  std::uint32_t count = 0;
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data() + i, 8);
    // A continuation byte has its highest bit set and the next one not.
    count +=
        static_cast<std::uint32_t>(std::popcount((~eight >> 7 | eight >> 6) & 0x0101010101010101));
  }
  for (; i < text.size(); ++i) count += !isContinuation(text[i]);
  return count;
}

}  // namespace decorum::text
