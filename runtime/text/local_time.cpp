// Wall clocks by ICU's zone data.
#include "runtime/text/local_time.h"

#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <chrono>
#include <memory>

namespace decorum::text {
namespace {

constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;

icu::UnicodeString zoneName(std::string_view name) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size())));
}

std::int64_t floorDiv(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

/// Milliseconds by which the clock in `zone` is ahead of UTC at `time_ms`.
std::int64_t offsetMs(std::int64_t time_ms, std::string_view zone) {
  if (zone.empty() || zone == "UTC") return 0;
  const std::unique_ptr<icu::TimeZone> rules(icu::TimeZone::createTimeZone(zoneName(zone)));
  UErrorCode error = U_ZERO_ERROR;
  std::int32_t standard_ms = 0;
  std::int32_t daylight_ms = 0;
  rules->getOffset(static_cast<UDate>(time_ms), false, standard_ms, daylight_ms, error);
  return U_SUCCESS(error) ? standard_ms + daylight_ms : 0;
}

}  // namespace

bool isTimeZone(std::string_view name) {
  // Only names of regions and UTC: "EST" and "GMT+3" mean an offset, and mostly not the one meant.
  if (name != "UTC" && (name.find('/') == std::string_view::npos || name.starts_with("SystemV/"))) {
    return false;
  }
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString canonical;
  UBool is_system = false;
  const icu::UnicodeString written = zoneName(name);
  icu::TimeZone::getCanonicalID(written, canonical, is_system, error);
  if (U_FAILURE(error) || !is_system) return false;
  const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(written));
  icu::UnicodeString id;
  return zone->getID(id) == written;
}

LocalTime localTime(std::int64_t time_ms, std::string_view zone) {
  const std::int64_t local_ms = time_ms + offsetMs(time_ms, zone);
  const std::int64_t days = floorDiv(local_ms, kDayMs);
  const std::chrono::sys_days day{std::chrono::days(days)};
  const std::chrono::year_month_day date(day);
  LocalTime result;
  result.year = static_cast<int>(date.year());
  result.month = static_cast<std::int32_t>(static_cast<unsigned>(date.month()));
  result.day = static_cast<std::int32_t>(static_cast<unsigned>(date.day()));
  result.weekday = static_cast<std::int32_t>(std::chrono::weekday(day).iso_encoding());
  result.day_ms = local_ms - days * kDayMs;
  return result;
}

}  // namespace decorum::text
