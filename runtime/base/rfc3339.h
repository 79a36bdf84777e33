/// Instants as text (RFC 3339), and back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace decorum {

/// ms since 1970-01-01T00:00:00Z. Also takes a day alone, which is its midnight in UTC, and a space
/// in the place of the `T`. A leap second is read as the second after it.
std::optional<std::int64_t> parseTime(std::string_view text);

/// `2026-11-22T09:30:00Z`, with `.250` where there are milliseconds.
std::string formatTime(std::int64_t time_ms);

}  // namespace decorum
