/// What the command writes in the language itself: tests to paste into a policy.
#pragma once

#include <string>
#include <string_view>

namespace decorum::cli {

/// A text literal.
std::string inQuotes(std::string_view text);

}  // namespace decorum::cli
