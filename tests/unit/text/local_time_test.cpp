#include "runtime/text/local_time.h"

#include <unicode/timezone.h>

#include <catch2/catch.hpp>
#include <iterator>
#include <memory>
#include <random>
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

/// Read by ICU from the zone's name each time.
std::int64_t minutesAhead(std::int64_t time_ms, const char* zone) {
  const std::unique_ptr<icu::TimeZone> rules(icu::TimeZone::createTimeZone(zone));
  UErrorCode error = U_ZERO_ERROR;
  std::int32_t standard_ms = 0;
  std::int32_t daylight_ms = 0;
  rules->getOffset(static_cast<UDate>(time_ms), false, standard_ms, daylight_ms, error);
  return (standard_ms + daylight_ms) / 60'000;
}

TEST_CASE("an instant is read alike whatever was asked for before it") {
  constexpr const char* kZones[] = {"Europe/Berlin",       "America/New_York",  "Asia/Tokyo",
                                    "Asia/Kathmandu",      "Africa/Casablanca", "Pacific/Apia",
                                    "Australia/Lord_Howe", "America/Sao_Paulo"};
  constexpr std::int64_t kYearMs = 365 * 24 * kHourMs;
  std::mt19937_64 random(5);
  std::int64_t time_ms = kNovember22;
  for (int round = 0; round < 20'000; ++round) {
    const char* const zone = kZones[random() % std::size(kZones)];
    // A step of minutes, of a year, or to anywhere from 1970 to 2070.
    switch (random() % 3) {
      case 0:
        time_ms += static_cast<std::int64_t>(random() % 240) * 60'000 - 120 * 60'000;
        break;
      case 1:
        time_ms += static_cast<std::int64_t>(random() % 3) * kYearMs - kYearMs;
        break;
      default:
        time_ms = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(100 * kYearMs));
    }
    const std::int64_t wall_ms = time_ms + minutesAhead(time_ms, zone) * 60'000;
    constexpr std::int64_t kDayMs = 24 * kHourMs;
    const std::int64_t wanted = (wall_ms % kDayMs + kDayMs) % kDayMs;
    if (localTime(time_ms, zone).day_ms == wanted) continue;
    FAIL_CHECK(time_ms << " in " << zone);
  }
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
