/// Which labelled types of the public sets a detector finds.
#pragma once

#include <span>
#include <string_view>

namespace decorum::bench {

/// The types, the likeliest first; none for a detector that no set labels. A finding takes the
/// first that its record labels completely.
std::span<const std::string_view> goldTypes(std::string_view detector);

}  // namespace decorum::bench
