/// Check digits and other rules that tell a number of a kind from one that only looks like it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace decorum::text {

/// Whether `value` (folded text of a candidate, separators included) passes.
using Validator = bool (*)(std::string_view value);

/// The validator called `name` in validators.def, null if there is none.
Validator findValidator(std::string_view name);

/// Bit n: a card whose number begins with `digits`, which has any number of digits, may have n
/// (ISO/IEC 7812 and the networks' own rules). 0: no card begins so.
std::uint32_t cardLengths(std::string_view digits);

/// A day as people write one, if `text` is one: year first, or day and month in either order where
/// only one of them is possible (`day_first` decides where both are).
struct CalendarDay {
  std::int32_t year = 0;
  std::int32_t month = 0;
  std::int32_t day = 0;
};
bool isCalendarDay(const CalendarDay& day);
std::optional<CalendarDay> readDate(std::string_view text, bool day_first);

/// Milliseconds from 1970-01-01T00:00:00Z to the begin of `day` in UTC.
std::int64_t startOfDayMs(const CalendarDay& day);

/// The number that `text` writes with digits, grouped by commas, dots, spaces or apostrophes, with
/// a decimal comma or point: "1,234.50", "1.234,50", "1 234", "12,5". A single comma with three
/// digits after it groups ("1,234"), and of money a dot does too; else a single separator is
/// decimal.
enum class NumberStyle : std::uint8_t { kPlain, kMoney };
std::optional<double> readNumber(std::string_view text, NumberStyle style = NumberStyle::kPlain);

}  // namespace decorum::text
