#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace decorum::logs {

/// `2026-11-22T09:00:00Z`, `2026-11-22T10:00:00.250+01:00` (RFC 3339): ms since
/// 1970-01-01T00:00:00Z. Parts of a ms are cut off; a leap second is the second before it. Absent
/// where the text is no such time.
std::optional<std::int64_t> parseTime(std::string_view text);

/// `500 ms`, `30 seconds`, `15 minutes`, `2 hours`, `1 day`, as in policies: ms. Absent where the
/// text is no such duration, or too long for 64 bits.
std::optional<std::int64_t> parseDuration(std::string_view text);

}  // namespace decorum::logs
