/// Tokens as they stand in a text.
#include "runtime/vault/token.h"

#include <algorithm>
#include <charconv>

namespace decorum::vault {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLabelByte(char c) { return (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_'; }

/// Takes `inside`, what stands between the brackets, apart.
bool readInside(std::string_view inside, TokenPlace& token) {
  const std::size_t tag_at = inside.rfind('_');
  if (tag_at == std::string_view::npos || tag_at == 0) return false;
  token.tag = inside.substr(tag_at + 1);
  const auto of_alphabet = [](char c) { return kTagAlphabet.find(c) != std::string_view::npos; };
  if (token.tag.size() != kTagCharacters ||
      !std::all_of(token.tag.begin(), token.tag.end(), of_alphabet))
    return false;
  const std::size_t number_at = inside.rfind('_', tag_at - 1);
  if (number_at == std::string_view::npos || number_at == 0) return false;
  token.label = inside.substr(0, number_at);
  const std::string_view number = inside.substr(number_at + 1, tag_at - number_at - 1);
  if (number.empty() || number[0] == '0') return false;  // a number is written in one way
  const char* const end = number.data() + number.size();
  const auto read = std::from_chars(number.data(), end, token.number);
  return read.ec == std::errc() && read.ptr == end;
}

}  // namespace

bool nextToken(std::string_view text, std::size_t from, TokenPlace& token) {
  for (std::size_t at = text.find('[', from); at != std::string_view::npos;
       at = text.find('[', at + 1)) {
    const std::string_view rest = text.substr(at + 1, kMostTokenBytes - 1);
    const auto end = std::find_if_not(rest.begin(), rest.end(), isLabelByte);
    const auto size = static_cast<std::size_t>(end - rest.begin());
    if (end == rest.end() || *end != ']' || !readInside(rest.substr(0, size), token)) continue;
    token.begin = static_cast<std::uint32_t>(at);
    token.end = static_cast<std::uint32_t>(at + size + 2);
    return true;
  }
  return false;
}

std::size_t openToken(std::string_view text) {
  const std::size_t at = text.rfind('[');
  if (at == std::string_view::npos || text.size() - at >= kMostTokenBytes) return text.size();
  const std::string_view inside = text.substr(at + 1);
  return std::all_of(inside.begin(), inside.end(), isLabelByte) ? at : text.size();
}

std::string tagOf(const std::array<std::uint8_t, 32>& digest) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number = number << 8 | digest[i];
  std::string tag;
  for (std::size_t i = 0; i < kTagCharacters; ++i) {
    tag += kTagAlphabet[number % kTagAlphabet.size()];
    number /= kTagAlphabet.size();
  }
  return tag;
}

std::string writtenToken(std::string_view label, std::uint32_t number, std::string_view tag) {
  std::string text = "[";
  text.append(label).append("_").append(std::to_string(number)).append("_").append(tag);
  return text += ']';
}

}  // namespace decorum::vault
