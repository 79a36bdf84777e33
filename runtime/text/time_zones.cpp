#include <unicode/strenum.h>
#include <unicode/timezone.h>

#include <algorithm>
#include <memory>

#include "runtime/text/local_time.h"

namespace decorum::text {

std::vector<std::string> timeZones() {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> zones(icu::TimeZone::createTimeZoneIDEnumeration(
      UCAL_ZONE_TYPE_CANONICAL_LOCATION, nullptr, nullptr, status));
  std::vector<std::string> names;
  if (U_FAILURE(status) || !zones) return names;
  int32_t length = 0;
  while (const char* name = zones->next(&length, status)) {
    if (U_FAILURE(status)) break;
    names.emplace_back(name, static_cast<std::size_t>(length));
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace decorum::text
