// The registry of validators, and how dates and numbers are read.
#include "runtime/text/validators.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string>

#include "runtime/text/scanner.h"
#include "runtime/text/validate/validate.h"

namespace decorum::text {
namespace {

constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }

struct Entry {
  std::string_view name;
  Validator validator;
};
constexpr Entry kValidators[] = {
#define VALIDATOR(name, function, what) {name, validate::function},
#include "runtime/text/validators.def"
#undef VALIDATOR
};

}  // namespace

bool validate::date(std::string_view value) { return readDate(value, true).has_value(); }

Validator findValidator(std::string_view name) {
  for (const Entry& entry : kValidators) {
    if (entry.name == name) return entry.validator;
  }
  return nullptr;
}

std::vector<std::string_view> validatorNames() {
  std::vector<std::string_view> names;
  for (const Entry& entry : kValidators) names.push_back(entry.name);
  return names;
}

bool isCalendarDay(const CalendarDay& day) {
  if (day.month < 1 || day.month > 12 || day.day < 1 || day.day > 31) return false;
  const std::chrono::year_month_day calendar{std::chrono::year(day.year),
                                             std::chrono::month(static_cast<unsigned>(day.month)),
                                             std::chrono::day(static_cast<unsigned>(day.day))};
  return calendar.ok();
}

std::int64_t startOfDayMs(const CalendarDay& day) {
  const std::chrono::sys_days days = std::chrono::year_month_day{
      std::chrono::year(day.year), std::chrono::month(static_cast<unsigned>(day.month)),
      std::chrono::day(static_cast<unsigned>(day.day))};
  return std::chrono::duration_cast<std::chrono::milliseconds>(days.time_since_epoch()).count();
}

std::optional<CalendarDay> readDate(std::string_view text, bool day_first) {
  std::array<int, 3> parts{};
  std::array<std::size_t, 3> sizes{};
  std::size_t part = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (part == 3 || !isDigit(text[i])) return std::nullopt;
    std::size_t end = i;
    for (; end < text.size() && isDigit(text[end]) && end - i < 4; ++end) {
      parts[part] = parts[part] * 10 + (text[end] - '0');
    }
    sizes[part++] = end - i;
    if (end < text.size() && std::string_view("-/. ").find(text[end]) == std::string_view::npos) {
      return std::nullopt;
    }
    i = end + 1;
  }
  if (part != 3) return std::nullopt;
  CalendarDay day;
  if (sizes[0] == 4 && sizes[1] <= 2 && sizes[2] <= 2) {
    day = {parts[0], parts[1], parts[2]};
  } else if (sizes[0] <= 2 && sizes[1] <= 2 && (sizes[2] == 4 || sizes[2] == 2)) {
    const int year = sizes[2] == 4 ? parts[2] : parts[2] < 70 ? 2000 + parts[2] : 1900 + parts[2];
    const bool first_is_day = parts[0] > 12 || (parts[1] <= 12 && day_first);
    day = first_is_day ? CalendarDay{year, parts[1], parts[0]}
                       : CalendarDay{year, parts[0], parts[1]};
  }
  if (!isCalendarDay(day)) return std::nullopt;
  return day;
}

std::optional<double> readNumber(std::string_view text, NumberStyle style) {
  std::string plain;
  std::size_t last_separator = std::string_view::npos;
  char decimal = 0;
  int separators = 0;
  bool mixed = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != ',' && text[i] != '.') continue;
    mixed |= separators > 0 && text[last_separator] != text[i];
    last_separator = i;
    ++separators;
  }
  if (separators > 0) {
    const std::size_t after = text.size() - last_separator - 1;
    const bool groups = after == 3 && text[0] != '0' &&
                        (text[last_separator] == ',' || style == NumberStyle::kMoney);
    if (mixed || (separators == 1 && !groups)) decimal = text[last_separator];
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (isDigit(c) || (c == '-' && i == 0)) {
      plain.push_back(c);
    } else if (c == decimal && i == last_separator) {
      plain.push_back('.');
    } else if (c != ',' && c != '.' && c != ' ' && c != '\'' && c != '_' && !(c == '+' && i == 0)) {
      return std::nullopt;
    }
  }
  double number = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
  if (error != std::errc() || end != plain.data() + plain.size()) return std::nullopt;
  return number;
}

}  // namespace decorum::text
