#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace decorum::logs {

/// `500 ms`, `30 seconds`, `15 minutes`, `2 hours`, `1 day`, as in policies: ms. Absent where the
/// text is no such duration, or too long for 64 bits.
std::optional<std::int64_t> parseDuration(std::string_view text);

}  // namespace decorum::logs
