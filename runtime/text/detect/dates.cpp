#include "runtime/text/detect/dates.h"

#include <string>

#include "runtime/text/characters.h"
#include "runtime/text/detect/common.h"
#include "runtime/text/utf8.h"

namespace decorum::text::detect {
namespace {

struct MonthNames {
  std::string_view of[12];
};
constexpr MonthNames kMonths{{
#define MONTHS(...) __VA_ARGS__
#include "runtime/text/detect/lists/months.def"
#undef MONTHS
}};

bool lists(std::string_view names, std::string_view name) {
  for (std::size_t at = names.find(name); at != std::string_view::npos;
       at = names.find(name, at + 1)) {
    const bool begins = at == 0 || names[at - 1] == ' ';
    const bool ends = at + name.size() == names.size() || names[at + name.size()] == ' ';
    if (begins && ends) return true;
  }
  return false;
}

int integer(std::string_view digits) {
  int result = 0;
  for (const char c : digits) result = result * 10 + (c - '0');
  return result;
}

int fullYear(std::string_view digits) {
  const int year = integer(digits);
  if (digits.size() > 2) return year;
  return year < 70 ? 2000 + year : 1900 + year;
}

std::optional<CalendarDay> numericDay(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (c != ' ') plain.push_back(c);
  }
  // 3/4/2026 is read as in the US, 3.4.2026 and 3-4-2026 as elsewhere.
  return readDate(plain, plain.find('/') == std::string::npos);
}

std::optional<CalendarDay> eastAsianDay(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (isDigit(c)) plain.push_back(c);
    if (!isAscii(c) && !plain.empty() && plain.back() != '-') plain.push_back('-');
  }
  plain.pop_back();  // after the day
  return readDate(plain, true);
}

/// Whether more digits make the numeric date at `part` a version, an address or a number.
bool isPiece(const Candidate& candidate, std::string_view part) {
  if (!isTorn(candidate.text, part)) return false;
  const std::size_t end = candidate.place(part) + part.size();
  const std::string_view after = candidate.text.substr(end, 2);
  // "2026-11-22T10:30": a date and time.
  return !(after.size() == 2 && after[0] == 't' && isDigit(after[1]));
}

}  // namespace

int monthCalled(std::string_view name) {
  for (int i = 0; i < 12; ++i) {
    if (lists(kMonths.of[i], name)) return i + 1;
  }
  return 0;
}

std::optional<WrittenDay> readDay(const Candidate& candidate) {
  const auto group = [&](std::size_t i) { return candidate.groups[i]; };
  WrittenDay written{{}, candidate.match, false};
  std::optional<CalendarDay> day;
  if (!group(0).empty()) {
    written.part = group(0);
    if (isPiece(candidate, written.part)) return std::nullopt;
    day = numericDay(written.part);
    const std::size_t year = written.part.find_last_of("-/. ");
    written.short_year = written.part.size() - year == 3 && !isDigit(written.part[3]);
  } else if (!group(1).empty()) {
    const std::string_view year = group(3).empty() ? group(4) : group(3);
    day = CalendarDay{fullYear(year), monthCalled(group(2)), integer(group(1))};
    written.short_year = year.size() == 2;
  } else if (!group(5).empty()) {
    if (wordBefore(candidate.before())) return std::nullopt;
    day = CalendarDay{integer(group(7)), monthCalled(group(5)), integer(group(6))};
  } else {
    day = eastAsianDay(group(8));
  }
  if (!day || !isCalendarDay(*day)) return std::nullopt;
  written.day = *day;
  return written;
}

}  // namespace decorum::text::detect
