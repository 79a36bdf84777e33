#pragma once

#include <string>
#include <string_view>

namespace decorum::cli {

/// `text` on one line: blanks and line ends made one blank, none at the ends.
std::string oneLine(std::string_view text);

}  // namespace decorum::cli
