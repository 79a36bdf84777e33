/// Hashes of what a message says, for telling that it is said again.
#pragma once

#include <cstdint>
#include <string_view>

namespace decorum::text {

/// Equal for messages that fold to the same text, blanks at the ends and double ones aside. `salt`
/// makes it worthless to those who do not have it.
std::uint64_t textHash(std::string_view message, std::uint64_t salt);

/// Charikar's similarity hash (STOC 2002) over the words of the folded message and their pairs:
/// the more two messages have in common, the fewer bits differ. Of fewer than four words it is
/// `textHash`.
std::uint64_t similarityHash(std::string_view message, std::uint64_t salt);

}  // namespace decorum::text
