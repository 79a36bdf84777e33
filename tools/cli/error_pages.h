#pragma once

#include <string_view>

namespace decorum::cli {

/// The page `docs/errors/CODE.md`, compiled into the command; "" where there is none.
std::string_view errorPage(std::string_view code);

}  // namespace decorum::cli
