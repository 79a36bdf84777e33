/// Context around a hit: words that must stand near it, or make it likelier.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/text/matcher.h"

namespace decorum::text {

/// `near` with its words folded.
struct Context {
  std::vector<std::string> words;
  std::uint32_t characters = 0;
  bool required = true;
};
Context foldContext(const Near& near);

/// Whether one of the context's words stands, as a whole word of the folded `text`, at most
/// `context.characters` code points before byte `begin` or after byte `end`.
bool standsNear(std::string_view text, std::uint32_t begin, std::uint32_t end,
                const Context& context);

}  // namespace decorum::text
