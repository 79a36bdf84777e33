#include "compiler/syntax/literals.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>

namespace decorum::syntax {
namespace {

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f'; }

std::string encodeUtf8(std::uint32_t point) {
  std::string out;
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | (point >> 6));
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0 | (point >> 12));
    out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (point >> 18));
    out += static_cast<char>(0x80 | ((point >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  }
  return out;
}

std::optional<std::uint32_t> hexValue(std::string_view digits) {
  if (digits.empty() || digits.size() > 6) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : digits) {
    const char lower = static_cast<char>(c | 0x20);
    if (c >= '0' && c <= '9') {
      value = value * 16 + static_cast<std::uint32_t>(c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      value = value * 16 + static_cast<std::uint32_t>(lower - 'a' + 10);
    } else {
      return std::nullopt;
    }
  }
  return value;
}

/// The lines of [begin, end), line ends (and the CR before them) left out.
std::vector<Slice> splitLines(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  std::vector<Slice> lines;
  std::uint32_t start = begin;
  for (std::uint32_t i = begin; i <= end; ++i) {
    if (i < end && text[i] != '\n') continue;
    const bool carriage_return = i < end && i > start && text[i - 1] == '\r';
    lines.push_back({start, carriage_return ? i - 1 : i});
    start = i + 1;
  }
  return lines;
}

std::uint32_t indentation(std::string_view text, Slice line) {
  std::uint32_t i = line.begin;
  while (i < line.end && isBlank(text[i])) ++i;
  return i - line.begin;
}

int twoDigits(std::string_view text, std::size_t at) {
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

/// Digits after a `.`, as ms.
std::int64_t fraction(std::string_view digits) {
  std::int64_t ms = 0;
  for (std::size_t i = 0; i < 3; ++i) ms = ms * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return ms;
}

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kDayMs = 24 * 60 * kMinuteMs;

}  // namespace

std::vector<Slice> textSlices(std::string_view literal) {
  const auto size = static_cast<std::uint32_t>(literal.size());
  if (!literal.starts_with("\"\"\"") || size < 6) return {{1, size - 1}};
  std::vector<Slice> lines = splitLines(literal, 3, size - 3);
  if (lines.size() < 2 || indentation(literal, lines[0]) != lines[0].end - lines[0].begin) {
    return lines;  // text stands right behind the quotes: nothing is stripped
  }
  lines.erase(lines.begin());
  std::uint32_t shared = UINT32_MAX;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::uint32_t blanks = indentation(literal, lines[i]);
    const bool blank = blanks == lines[i].end - lines[i].begin;
    // The line of the closing quotes counts: it lets an author keep some indentation.
    if (!blank || i + 1 == lines.size()) shared = std::min(shared, blanks);
  }
  for (Slice& line : lines) line.begin += std::min(shared, line.end - line.begin);
  if (indentation(literal, lines.back()) == lines.back().end - lines.back().begin) lines.pop_back();
  return lines;
}

Escape readEscape(std::string_view text) {
  if (text.size() < 2) return {1, std::nullopt};
  switch (text[1]) {
    case '"':
      return {2, "\""};
    case '\\':
      return {2, "\\"};
    case 'n':
      return {2, "\n"};
    case 't':
      return {2, "\t"};
    case 'u':
      break;
    default: {
      std::uint32_t length = 2;  // quote a whole code point
      while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) {
        ++length;
      }
      return {length, std::nullopt};
    }
  }
  if (text.size() < 3 || text[2] != '{') return {2, std::nullopt};
  const std::size_t close = text.substr(0, 16).find('}');
  if (close == std::string_view::npos) return {3, std::nullopt};
  const auto length = static_cast<std::uint32_t>(close + 1);
  const auto point = hexValue(text.substr(3, close - 3));
  const bool valid = point && *point <= 0x10FFFF && !(*point >= 0xD800 && *point < 0xE000);
  if (!valid) return {length, std::nullopt};
  return {length, encodeUtf8(*point)};
}

std::optional<std::int64_t> readInteger(std::string_view digits) {
  std::int64_t value = 0;
  for (const char c : digits) {
    if (c == '_') continue;
    if (__builtin_mul_overflow(value, 10, &value) ||
        __builtin_add_overflow(value, c - '0', &value)) {
      return std::nullopt;
    }
  }
  return value;
}

double readNumber(std::string_view digits) {
  std::string plain;
  for (const char c : digits) {
    if (c != '_' && c != '%') plain += c;
  }
  double value = 0;  // not strtod: its decimal point depends on the machine's locale
  std::from_chars(plain.data(), plain.data() + plain.size(), value);
  return digits.ends_with('%') ? value / 100 : value;
}

Instant readInstant(std::string_view text) {
  using namespace std::chrono;
  const int year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const year_month_day day{std::chrono::year{year},
                           month{static_cast<unsigned>(twoDigits(text, 5))},
                           std::chrono::day{static_cast<unsigned>(twoDigits(text, 8))}};
  if (!day.ok()) return {0, TimeProblem::kDate};
  Instant instant;
  instant.ms = sys_days(day).time_since_epoch().count() * kDayMs;
  std::string_view rest = text.substr(10);
  while (!rest.empty() && (rest[0] == ' ' || rest[0] == 'T')) rest.remove_prefix(1);
  if (rest.empty()) return instant;
  const std::size_t colon = rest.find(':');
  const auto clock = readClock(rest.substr(0, colon + 3));
  if (!clock || *clock == kDayMs) return {0, TimeProblem::kClock};
  instant.ms += *clock;
  rest.remove_prefix(colon + 3);
  if (rest.starts_with(':')) {
    if (twoDigits(rest, 1) > 59) return {0, TimeProblem::kClock};
    instant.ms += twoDigits(rest, 1) * 1000;
    rest.remove_prefix(3);
  }
  if (rest.starts_with('.')) {
    const std::size_t end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
    instant.ms += fraction(rest.substr(1, end - 1));
    rest.remove_prefix(end);
  }
  if (rest.empty() || rest == "Z") return instant;
  const auto offset = readClock(rest.substr(1));
  if (!offset || *offset == kDayMs) return {0, TimeProblem::kClock};
  instant.ms -= rest[0] == '-' ? -*offset : *offset;
  return instant;
}

std::optional<std::int64_t> readClock(std::string_view text) {
  const std::size_t colon = text.find(':');
  const int hours = std::atoi(std::string(text.substr(0, colon)).c_str());
  const int minutes = twoDigits(text, colon + 1);
  if (minutes > 59 || hours > 24 || (hours == 24 && minutes > 0)) return std::nullopt;
  return hours * 60 * kMinuteMs + minutes * kMinuteMs;
}

}  // namespace decorum::syntax
