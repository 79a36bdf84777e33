/// Which conversations a rule with a share is in force for.
#pragma once

#include <cstdint>
#include <string_view>

namespace decorum::engine {

/// FNV-1a (64 bits) over the conversation's id, a zero byte and the rule's qualified name, then the
/// finalizer of SplitMix64. A rule is in force where the remainder by 1,000,000 is below its share
/// in parts per million: always the same conversations, and of a greater share all of a smaller
/// one.
std::uint64_t shareHash(std::string_view conversation, std::string_view rule);

}  // namespace decorum::engine
