/// A slow and obvious fold, to hold the fast one to: the whole message at once, ICU for everything.
#pragma once

#include <string>
#include <string_view>

namespace decorum::text::test {

std::string referenceFold(std::string_view message);

}  // namespace decorum::text::test
