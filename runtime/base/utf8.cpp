/// UTF-8 one character at a time, for texts that may be ill-formed.
#include "runtime/base/utf8.h"

#include <cstring>

namespace decorum::utf8 {
namespace {

bool isContinuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

/// What may follow a lead byte: how many bytes in all, and the range of the second (which excludes
/// overlong forms, surrogates and what lies beyond U+10FFFF). Length 0: no lead byte.
struct Lead {
  std::uint32_t bytes;
  unsigned char second_low, second_high;
};

Lead leadOf(unsigned char byte) {
  if (byte < 0x80) return {1, 0, 0};
  if (byte < 0xC2) return {0, 0, 0};
  if (byte < 0xE0) return {2, 0x80, 0xBF};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte < 0xF0) return {3, 0x80, 0xBF};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte < 0xF4) return {4, 0x80, 0xBF};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

/// How many bytes from the start are ASCII, eight at a time.
std::size_t asciiPrefix(std::string_view text) {
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    if ((word & 0x8080808080808080ull) != 0) break;
  }
  return at;
}

}  // namespace

Sequence decode(std::string_view text, std::size_t at) {
  const Lead lead = leadOf(static_cast<unsigned char>(text[at]));
  if (lead.bytes == 0) return {1, false};
  for (std::uint32_t i = 1; i < lead.bytes; ++i) {
    if (at + i >= text.size()) return {i, false};
    const auto byte = static_cast<unsigned char>(text[at + i]);
    const bool fits =
        i == 1 ? byte >= lead.second_low && byte <= lead.second_high : isContinuation(byte);
    if (!fits) return {i, false};
  }
  return {lead.bytes, true};
}

bool isWellFormed(std::string_view text) {
  std::size_t at = asciiPrefix(text);
  while (at < text.size()) {
    const Sequence sequence = decode(text, at);
    if (!sequence.well_formed) return false;
    at += sequence.bytes;
  }
  return true;
}

std::string_view cut(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  std::size_t end = bytes;
  while (end > 0 && bytes - end < 3 && isContinuation(static_cast<unsigned char>(text[end]))) --end;
  // Continuation bytes that no lead byte owns are cut anywhere.
  if (isContinuation(static_cast<unsigned char>(text[end]))) end = bytes;
  return text.substr(0, end);
}

std::size_t wholeCharacters(std::string_view text) {
  constexpr std::size_t kMostMissing = 3;
  for (std::size_t back = 1; back <= std::min(kMostMissing, text.size()); ++back) {
    const std::size_t at = text.size() - back;
    const auto byte = static_cast<unsigned char>(text[at]);
    if (isContinuation(byte)) continue;  // its lead byte stands before
    const bool may_lead = byte >= 0xC2 && byte <= 0xF4;
    const Sequence sequence = decode(text, at);
    return may_lead && !sequence.well_formed && sequence.bytes == back ? at : text.size();
  }
  return text.size();
}

std::uint32_t codePoints(std::string_view text) {
  std::uint32_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += decode(text, at).bytes) ++count;
  return count;
}

void append(std::string& out, char32_t code_point) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (code_point < 0x80) {
    put(code_point);
    return;
  }
  if (code_point < 0x800) {
    put(0xC0 | code_point >> 6);
  } else if (code_point < 0x10000) {
    put(0xE0 | code_point >> 12);
    put(0x80 | (code_point >> 6 & 0x3F));
  } else {
    put(0xF0 | code_point >> 18);
    put(0x80 | (code_point >> 12 & 0x3F));
    put(0x80 | (code_point >> 6 & 0x3F));
  }
  put(0x80 | (code_point & 0x3F));
}

void repair(std::string_view text, std::string& out, std::vector<std::uint32_t>& origin) {
  out.clear();
  origin.clear();
  for (std::size_t at = 0; at < text.size();) {
    const Sequence sequence = decode(text, at);
    out += sequence.well_formed ? text.substr(at, sequence.bytes) : kReplacement;
    origin.resize(out.size(), static_cast<std::uint32_t>(at));
    at += sequence.bytes;
  }
  origin.push_back(static_cast<std::uint32_t>(text.size()));
}

std::string repaired(std::string_view text) {
  if (isWellFormed(text)) return std::string(text);
  std::string out;
  std::vector<std::uint32_t> origin;
  repair(text, out, origin);
  return out;
}

}  // namespace decorum::utf8
