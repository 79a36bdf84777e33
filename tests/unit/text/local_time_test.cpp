#include "runtime/text/local_time.h"

#include <catch2/catch.hpp>
#include <string_view>

namespace decorum::text {
namespace {

constexpr std::int64_t kHourMs = 60 * 60 * 1000;
constexpr std::int64_t kNovember22 = 1'795'305'600'000;  // 2026-11-22T00:00:00Z, a Sunday

TEST_CASE("instants are read as the clocks of a zone show them") {
  struct Case {
    std::int64_t time_ms;
    const char* zone;
    std::int32_t year, month, day, weekday;
    std::int64_t hours;
  };
  const auto c = GENERATE(values<Case>({
      {0, "", 1970, 1, 1, 4, 0},
      {0, "UTC", 1970, 1, 1, 4, 0},
      {-kHourMs, "UTC", 1969, 12, 31, 3, 23},
      {kNovember22, "UTC", 2026, 11, 22, 7, 0},
      {kNovember22, "Europe/Berlin", 2026, 11, 22, 7, 1},
      {kNovember22, "America/New_York", 2026, 11, 21, 6, 19},
      {kNovember22, "Asia/Tokyo", 2026, 11, 22, 7, 9},
      // Summer time ends on 2026-10-25 at 01:00 UTC: 02:00 is shown twice.
      {1'792'886'400'000 + 0 * kHourMs, "Europe/Berlin", 2026, 10, 25, 7, 2},
      {1'792'886'400'000 + 1 * kHourMs, "Europe/Berlin", 2026, 10, 25, 7, 2},
      {1'792'886'400'000 + 2 * kHourMs, "Europe/Berlin", 2026, 10, 25, 7, 3},
      {0, "Mars/Olympus", 1970, 1, 1, 4, 0},
  }));
  CAPTURE(c.time_ms, c.zone);
  const LocalTime local = localTime(c.time_ms, c.zone);
  CHECK(local.year == c.year);
  CHECK(local.month == c.month);
  CHECK(local.day == c.day);
  CHECK(local.weekday == c.weekday);
  CHECK(local.day_ms == c.hours * kHourMs);
}

TEST_CASE("zones are named as IANA does") {
  CHECK(isTimeZone("Europe/Berlin"));
  CHECK(isTimeZone("UTC"));
  CHECK(isTimeZone("America/Argentina/Buenos_Aires"));
  CHECK(isTimeZone("Asia/Calcutta"));  // an older name of Asia/Kolkata
  CHECK_FALSE(isTimeZone("Europe/Berln"));
  CHECK_FALSE(isTimeZone("europe/berlin"));
  CHECK_FALSE(isTimeZone(""));
  CHECK_FALSE(isTimeZone("GMT+3"));
  CHECK_FALSE(isTimeZone("EST"));
}

}  // namespace
}  // namespace decorum::text
