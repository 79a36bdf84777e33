/// Texts in which a matcher finds something.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/text/matcher.h"

namespace decorum::cli {

/// At most `most` texts, each with a hit that the scanner confirms; none where none was found. The
/// same `seed` gives the same texts.
std::vector<std::string> examplesOf(const text::Matcher& matcher, std::size_t most,
                                    std::uint64_t seed);

}  // namespace decorum::cli
