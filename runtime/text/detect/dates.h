/// Days as people write them, in many languages: for `date` and for `pii.date_of_birth`.
#pragma once

#include <optional>
#include <string_view>

#include "runtime/text/detect/detectors.h"
#include "runtime/text/validators.h"

namespace decorum::text::detect {

/// 2026-11-22, 22.11.26, 22 de noviembre de 2026, Nov 22nd, 2026, 2026年11月22日. Its named groups
/// are what `readDay` reads.
inline constexpr std::string_view kDayExpression =
    R"((?P<numeric>\b(?:[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.] ?[0-9]{1,2}[-/.] ?(?:[0-9]{4}|[0-9]{2})))(?:\b|t[0-9])|)"
    R"(\b(?P<day>[0-9]{1,2})(?:st|nd|rd|th|\.|er|º|°)?(?: (?:of |de |del |d')?|-)(?P<month>[^\x00-@\[-`{-\x7f]{3,14})(?:\.?,? (?:de |del |of )?(?P<year>[0-9]{4})|-(?P<year_short>[0-9]{4}|[0-9]{2}))\b|)"
    R"((?P<month_first>[^\x00-@\[-`{-\x7f]{3,14})\.? (?P<day_second>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year_last>[0-9]{4})\b|)"
    R"((?P<east>[0-9]{4} ?[年년] ?[0-9]{1,2} ?[月월] ?[0-9]{1,2} ?[日号일]))";

/// A day that a match of kDayExpression writes.
struct WrittenDay {
  CalendarDay day;
  std::string_view part;    ///< of the match: without what follows a date and time of ISO 8601
  bool short_year = false;  ///< the year has two digits
};
/// Absent where the match is a piece of something longer, or no day of the calendar.
std::optional<WrittenDay> readDay(const Candidate& candidate);

/// Number of the month that `name` (folded) calls, in one of the languages of lists/months.def; 0
/// if it is none.
int monthCalled(std::string_view name);

}  // namespace decorum::text::detect
