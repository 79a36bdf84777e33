#pragma once

#include <string>
#include <string_view>

namespace decorum::cli {

/// Writes a report where an option asked for it: to a file, or to standard output for `-`.
/// Complains, and gives false, where it could not.
bool writeReport(const std::string& path, std::string_view text);

}  // namespace decorum::cli
