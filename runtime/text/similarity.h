/// Hashes of what a message says, for telling that it is said again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/text/fold.h"

namespace decorum::text {

/// Memory of these functions, reused from message to message.
struct HashScratch {
  Folded folded;
  std::string text;
  std::vector<std::string_view> words;
};

/// Equal for messages that fold to the same text, blanks at the ends and double ones aside. `salt`
/// makes it worthless to those who do not have it.
std::uint64_t textHash(std::string_view message, std::uint64_t salt, HashScratch& scratch);

/// Charikar's similarity hash (STOC 2002) over the words of the folded message and their pairs:
/// the more two messages have in common, the fewer bits differ. Of fewer than four words it is a
/// hash of the whole, far from that of any other message.
std::uint64_t similarityHash(std::string_view message, std::uint64_t salt, HashScratch& scratch);

/// Whether two messages with these similarity hashes are nearly the same: they differ in at most 14
/// bits.
bool isNearlySame(std::uint64_t a, std::uint64_t b);

}  // namespace decorum::text
