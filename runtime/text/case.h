/// Capital letters.
#pragma once

#include <string>
#include <string_view>

namespace decorum::text {

/// `word` in the case of `like`: all capitals where `like` has two letters or more and all of them
/// are; a capital first where it has one first; small letters where it has no capital; else as
/// written. Both are UTF-8.
std::string inCaseOf(std::string_view like, std::string_view word);

}  // namespace decorum::text
