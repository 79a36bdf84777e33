/// Redactions within JSON: JSON stays JSON.
#include <algorithm>

#include "runtime/eval/edits.h"

namespace decorum::eval {
namespace {

enum class TokenKind : std::uint8_t { kName, kString, kScalar };

/// What may be replaced: the inside of a string, or all of a number or word.
struct Token {
  TokenKind kind = TokenKind::kString;
  TextSpan span;
};

bool isScalarByte(char byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || byte == '-' ||
         byte == '+' || byte == '.' || byte == 'E';
}

/// The end of the string whose inside starts at `at`.
std::size_t stringEnd(std::string_view json, std::size_t at) {
  while (at < json.size() && json[at] != '"') at += json[at] == '\\' ? 2 : 1;
  return std::min(at, json.size());
}

TextSpan spanOf(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

/// The tokens of a valid JSON text, in order.
std::vector<Token> tokensOf(std::string_view json) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < json.size();) {
    if (json[at] == '"') {
      const std::size_t end = stringEnd(json, at + 1);
      tokens.push_back({TokenKind::kString, spanOf(at + 1, end)});
      at = end + 1;
    } else if (isScalarByte(json[at])) {
      const std::size_t begin = at;
      while (at < json.size() && isScalarByte(json[at])) ++at;
      tokens.push_back({TokenKind::kScalar, spanOf(begin, at)});
    } else {
      if (json[at] == ':') tokens.back().kind = TokenKind::kName;  // what stood before it
      ++at;
    }
  }
  return tokens;
}

/// Bytes of the character at `at` of a string's inside; the two halves of a pair are one.
std::size_t characterBytes(std::string_view json, std::size_t at) {
  if (json[at] != '\\') return 1;
  if (json.substr(at + 1, 1) != "u") return 2;
  const auto isHalf = [&](std::size_t escape, std::string_view third_digit) {
    const std::string_view text = json.substr(std::min(escape, json.size()), 4);
    return text.size() == 4 && text.starts_with("\\u") && (text[2] | 0x20) == 'd' &&
           third_digit.find(text[3]) != std::string_view::npos;
  };
  return isHalf(at, "89abAB") && isHalf(at + 6, "cdefCDEF") ? 12 : 6;
}

/// `span` within a string, widened so that it begins and ends between escapes.
TextSpan widenToEscapes(std::string_view json, TextSpan inside, TextSpan span) {
  TextSpan wide = span;
  for (std::size_t at = inside.begin; at < inside.end;) {
    const auto next = static_cast<std::uint32_t>(at + characterBytes(json, at));
    if (at < span.begin && span.begin < next) wide.begin = static_cast<std::uint32_t>(at);
    if (at < span.end && span.end < next) wide.end = next;
    at = next;
  }
  return wide;
}

bool overlap(TextSpan a, TextSpan b) { return a.begin < b.end && b.begin < a.end; }

}  // namespace

void fitToJson(std::string_view json, std::vector<Redaction>& redactions) {
  const std::vector<Token> tokens = tokensOf(json);
  std::vector<Redaction> fitted;
  for (const Redaction& redaction : redactions) {
    const TextSpan hit = redaction.span;
    const auto first = std::partition_point(
        tokens.begin(), tokens.end(), [&](const Token& t) { return t.span.end <= hit.begin; });
    auto last = first;
    while (last != tokens.end() && overlap(last->span, hit)) ++last;
    const bool in_one = last - first <= 1;
    for (auto token = first; token != last; ++token) {
      if (token->kind == TokenKind::kName && !in_one) continue;
      Redaction part = redaction;
      part.span = token->span;
      part.is_part = redaction.is_part || !in_one;
      part.is_scalar = token->kind == TokenKind::kScalar;
      if (!part.is_scalar) {
        part.span.begin = std::max(hit.begin, token->span.begin);
        part.span.end = std::min(hit.end, token->span.end);
        part.span = widenToEscapes(json, token->span, part.span);
      }
      if (part.span != hit) part.hit = plan::kNone;
      fitted.push_back(part);
    }
  }
  redactions = std::move(fitted);
}

}  // namespace decorum::eval
