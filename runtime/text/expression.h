/// Reading a regular expression as text, where RE2 does not say what we must know.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace decorum::text {

/// The end of what begins at `i`: an escape, a class, or one character.
std::size_t tokenEnd(std::string_view expression, std::size_t i);

/// Every match has at least so many bytes. In doubt, fewer.
std::uint32_t leastBytes(std::string_view expression);

/// Whether a search may have to read far beyond the match that it finds, and so find many matches
/// in a text only by reading most of it for each: `a(.*b)?` looks for a `b` to the end of the text
/// behind every `a`. False where what it reads beyond a match is bounded by the size of its program
/// (`Pattern::steps`). In doubt, true.
bool looksFarAhead(std::string_view expression);

}  // namespace decorum::text
