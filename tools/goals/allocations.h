#pragma once

#include <cstdint>

namespace decorum::goals {

/// Calls of `operator new` on this thread so far. The command replaces that operator to count them,
/// which costs an addition each; 0 under a sanitizer, which brings its own.
std::uint64_t allocationsOfThread();
bool areAllocationsCounted();

}  // namespace decorum::goals
