// Wall clocks by ICU's zone data.
#include "runtime/text/local_time.h"

#include <unicode/basictz.h>
#include <unicode/timezone.h>
#include <unicode/tztrans.h>
#include <unicode/unistr.h>

#include <chrono>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace decorum::text {
namespace {

constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;
/// Beyond all that a clock shows.
constexpr std::int64_t kLongAgoMs = std::numeric_limits<std::int64_t>::min() / 2;

icu::UnicodeString zoneName(std::string_view name) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size())));
}

std::int64_t floorDiv(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

/// A zone, and the time around an instant in which its clock is not changed.
struct Zone {
  std::string name;
  std::unique_ptr<icu::TimeZone> rules;
  std::int64_t offset_ms = 0;  ///< ahead of UTC
  std::int64_t from_ms = 0;
  std::int64_t until_ms = 0;  ///< excluded

  explicit Zone(std::string_view of)
      : name(of), rules(icu::TimeZone::createTimeZone(zoneName(of))) {}

  std::int64_t offsetAt(std::int64_t time_ms) {
    if (time_ms < from_ms || time_ms >= until_ms) moveTo(time_ms);
    return offset_ms;
  }

 private:
  void moveTo(std::int64_t time_ms) {
    const auto time = static_cast<UDate>(time_ms);
    UErrorCode error = U_ZERO_ERROR;
    std::int32_t standard_ms = 0;
    std::int32_t daylight_ms = 0;
    rules->getOffset(time, false, standard_ms, daylight_ms, error);
    offset_ms = U_SUCCESS(error) ? standard_ms + daylight_ms : 0;
    from_ms = time_ms;
    until_ms = time_ms + 1;
    const auto* const changes = dynamic_cast<const icu::BasicTimeZone*>(rules.get());
    if (changes == nullptr || U_FAILURE(error)) return;
    icu::TimeZoneTransition change;
    const bool was = changes->getPreviousTransition(time, true, change) != 0;
    from_ms = was ? static_cast<std::int64_t>(change.getTime()) : kLongAgoMs;
    const bool will_be = changes->getNextTransition(time, false, change) != 0;
    until_ms = will_be ? static_cast<std::int64_t>(change.getTime()) : -kLongAgoMs;
  }
};

/// Milliseconds by which the clock in `zone` is ahead of UTC at `time_ms`. Zones that the thread
/// asked for before are at hand: to make one from its name takes thousands of instructions.
std::int64_t offsetMs(std::int64_t time_ms, std::string_view zone) {
  if (zone.empty() || zone == "UTC") return 0;
  constexpr std::size_t kMostZones = 32;
  thread_local std::vector<Zone> known;
  for (Zone& is : known) {
    if (is.name == zone) return is.offsetAt(time_ms);
  }
  if (known.size() == kMostZones) known.erase(known.begin());
  return known.emplace_back(zone).offsetAt(time_ms);
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
