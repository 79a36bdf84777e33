/// What single words mean: escapes, numbers, days and times. Knows no grammar.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace decorum::syntax {

/// A run of bytes of a text literal, relative to the literal's first quote.
struct Slice {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// What a text literal holds, still with escapes: the bytes between the quotes; of a `"""` literal
/// a slice a line, without the first and last line end and the indentation that all lines share.
/// `literal` is closed, quotes included.
std::vector<Slice> textSlices(std::string_view literal);

/// The escape at the start of `text` (`\n`, `\u{1F600}`): its length, and what it stands for.
/// `value` is nothing where it is no escape; `length` is then what to quote to the author.
struct Escape {
  std::uint32_t length = 2;
  std::optional<std::string> value;
};
Escape readEscape(std::string_view text);

/// Digits with `_` between them. Nothing where it does not fit into 64 bits.
std::optional<std::int64_t> readInteger(std::string_view digits);
/// `0.25`, `1_000.5`; a `%` at the end divides by 100.
double readNumber(std::string_view digits);

enum class TimeProblem : std::uint8_t { kNone, kDate, kClock };
struct Instant {
  std::int64_t ms = 0;  ///< since 1970-01-01T00:00:00Z
  TimeProblem problem = TimeProblem::kNone;
};
/// `2026-08-02`, `2026-08-02 09:00`, `2026-08-02T09:00:00.5+01:00`: the shape is given, the values
/// are checked.
Instant readInstant(std::string_view text);
/// `9:00` to `24:00` as ms since midnight; nothing where it is no time of day.
std::optional<std::int64_t> readClock(std::string_view text);

}  // namespace decorum::syntax
