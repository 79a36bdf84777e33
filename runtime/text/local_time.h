/// Instants as people in a time zone read them. ICU's zone data stops here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace decorum::text {

/// Whether the IANA zone `name` ("Europe/Berlin") is known.
bool isTimeZone(std::string_view name);

/// The zones of places ("Europe/Berlin"), in order of their names: for suggestions.
std::vector<std::string> timeZones();

struct LocalTime {
  std::int32_t year = 1970;
  std::int32_t month = 1;    ///< 1 to 12
  std::int32_t day = 1;      ///< 1 to 31
  std::int32_t weekday = 4;  ///< 1 Monday to 7 Sunday
  std::int64_t day_ms = 0;   ///< ms since local midnight by the clock on the wall
};

/// `time_ms` (since 1970-01-01T00:00:00Z) in `zone`; UTC where the zone is unknown or "".
LocalTime localTime(std::int64_t time_ms, std::string_view zone);

}  // namespace decorum::text
