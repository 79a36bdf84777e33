// Which byte sequences are UTF-8 (Unicode, table 3-7), and a way out for those that are not.
#include "runtime/text/utf8.h"

#include "runtime/text/fold.h"

namespace decorum::text {
namespace {

struct Sequence {
  bool well_formed = false;
  std::uint32_t bytes = 1;  ///< of the sequence, or of its longest part that could have begun one
};

Sequence sequenceAt(std::string_view text, std::size_t position) {
  const auto byte = [&](std::size_t i) {
    return position + i < text.size() ? static_cast<unsigned char>(text[position + i]) : 0u;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return {true, 1};
  if (first < 0xC2 || first > 0xF4) return {false, 1};
  const std::uint32_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  // The second byte alone keeps out overlong forms, surrogates and what lies beyond U+10FFFF.
  const unsigned lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  const unsigned highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  if (byte(1) < lowest || byte(1) > highest) return {false, 1};
  for (std::uint32_t i = 2; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {false, i};
  }
  return {true, length};
}

}  // namespace

bool isUtf8(std::string_view message) {
  for (std::size_t i = 0; i < message.size();) {
    if (isAscii(message[i])) {
      ++i;
      continue;
    }
    const Sequence sequence = sequenceAt(message, i);
    if (!sequence.well_formed) return false;
    i += sequence.bytes;
  }
  return true;
}

std::string repairUtf8(std::string_view message, std::uint32_t& replaced) {
  replaced = 0;
  std::string out;
  out.reserve(message.size());
  for (std::size_t i = 0; i < message.size();) {
    const Sequence sequence = sequenceAt(message, i);
    if (sequence.well_formed) {
      out.append(message.substr(i, sequence.bytes));
    } else {
      appendUtf8(out, 0xFFFD);
      ++replaced;
    }
    i += sequence.bytes;
  }
  return out;
}

}  // namespace decorum::text
