/// The text of an event as rules see it, with the way back to the bytes that the host gave.
#include "runtime/engine/subject_text.h"

#include <algorithm>

#include "runtime/base/utf8.h"

namespace decorum::engine {
namespace {

/// The code unit of `\uXXXX` at `at`, if that is what stands there.
std::optional<char32_t> unicodeEscape(std::string_view json, std::size_t at) {
  if (at + 6 > json.size() || json[at] != '\\' || json[at + 1] != 'u') return std::nullopt;
  char32_t unit = 0;
  for (std::size_t i = at + 2; i < at + 6; ++i) {
    const char digit = json[i];
    unit <<= 4;
    if (digit >= '0' && digit <= '9') {
      unit |= static_cast<char32_t>(digit - '0');
    } else if ((digit | 0x20) >= 'a' && (digit | 0x20) <= 'f') {
      unit |= static_cast<char32_t>((digit | 0x20) - 'a' + 10);
    } else {
      return std::nullopt;
    }
  }
  return unit;
}

struct Escape {
  char32_t code_point = 0xFFFD;
  std::size_t bytes = 2;
};

Escape escapeAt(std::string_view json, std::size_t at) {
  if (const auto unit = unicodeEscape(json, at)) {
    const bool high = *unit >= 0xD800 && *unit < 0xDC00;
    const auto low = high ? unicodeEscape(json, at + 6) : std::nullopt;
    if (low && *low >= 0xDC00 && *low < 0xE000) {
      return {0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00), 12};
    }
    const bool surrogate = *unit >= 0xD800 && *unit < 0xE000;
    return {surrogate ? char32_t{0xFFFD} : *unit, 6};
  }
  if (at + 1 >= json.size()) return {U'\\', 1};
  switch (json[at + 1]) {
    case 'n':
    case 'r':
      return {U'\n', 2};
    case 't':
    case 'b':
    case 'f':
      return {U' ', 2};
    default:
      return {static_cast<unsigned char>(json[at + 1]), 2};
  }
}

bool looksLikeJson(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

/// Whether the text of a tool call is its arguments as the host has them, so that they can be
/// redacted without being written anew.
bool isWrittenArguments(const Event& event, std::size_t most_bytes) {
  if (!event.arguments || event.text.size() > most_bytes || !looksLikeJson(event.text))
    return false;
  const auto written = Value::parse(event.text);
  return written.ok() && *written == *event.arguments;
}

/// What the event says, and whether it is JSON.
void chooseGiven(const Event& event, std::size_t most_bytes, SubjectText& text) {
  const bool may_be_json =
      event.kind == EventKind::kToolCall || event.kind == EventKind::kToolResult;
  if (event.kind == EventKind::kToolCall && isWrittenArguments(event, most_bytes)) {
    text.given = event.text;
    text.is_json = true;
  } else if (may_be_json && event.arguments &&
             (event.kind == EventKind::kToolCall || event.text.empty())) {
    text.json = event.arguments->toJson();
    text.given = text.json;
    text.is_json = true;
  } else {
    text.given = event.text;
    text.is_json = may_be_json && event.text.size() <= most_bytes && looksLikeJson(event.text) &&
                   Value::parse(event.text).ok();
  }
}

}  // namespace

TextSpan SubjectText::inGiven(std::uint32_t begin, std::uint32_t end) const {
  if (origin.empty()) return {begin, end};
  return {origin[begin], origin[end]};
}

std::string_view SubjectText::judgedPart(TextSpan span) const {
  if (origin.empty()) return judged.substr(span.begin, span.end - span.begin);
  const auto place = [&](std::uint32_t at) {
    const auto found = std::lower_bound(origin.begin(), origin.end(), at);
    return std::min(static_cast<std::size_t>(found - origin.begin()), judged.size());
  };
  const std::size_t begin = place(span.begin);
  return judged.substr(begin, place(span.end) - begin);
}

void readText(const Event& event, std::size_t most_bytes, SubjectText& text) {
  chooseGiven(event, most_bytes, text);
  text.bad_utf8 = false;
  text.cut.reset();
  text.origin.clear();
  if (event.truncated) text.cut = FaultKind::kTruncated;
  text.judged = text.given;
  if (text.given.size() > most_bytes) {
    text.judged = utf8::cut(text.given, most_bytes);
    text.cut = FaultKind::kMessageTooLong;
    text.is_json = false;
  }
  if (!utf8::isWellFormed(text.judged)) {
    text.bad_utf8 = true;
    text.is_json = false;
    utf8::repair(text.judged, text.rewritten, text.origin);
    text.judged = text.rewritten;
  } else if (text.is_json && text.judged.find('\\') != std::string_view::npos) {
    decodeEscapes(text.given, text.rewritten, text.origin);
    text.judged = text.rewritten;
  }
}

void decodeEscapes(std::string_view json, std::string& out, std::vector<std::uint32_t>& origin) {
  out.clear();
  origin.clear();
  bool in_string = false;
  for (std::size_t at = 0; at < json.size();) {
    std::size_t bytes = 1;
    if (in_string && json[at] == '\\') {
      const Escape escape = escapeAt(json, at);
      utf8::append(out, escape.code_point);
      bytes = escape.bytes;
    } else {
      if (json[at] == '"') in_string = !in_string;
      bytes = utf8::decode(json, at).bytes;
      out += json.substr(at, bytes);
    }
    origin.resize(out.size(), static_cast<std::uint32_t>(at));
    at += bytes;
  }
  origin.push_back(static_cast<std::uint32_t>(json.size()));
}

}  // namespace decorum::engine
