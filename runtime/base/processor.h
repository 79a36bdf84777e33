/// Processors that something can be made for, by names that compilers know.
#pragma once

#include <span>
#include <string_view>

namespace decorum {

/// Those of this machine's architecture, from the one with the least to the one with the most:
/// levels of x86-64 as the psABI has them (v2: SSE4.2; v3: AVX2; v4: AVX-512), or "armv8-a".
std::span<const std::string_view> processorNames();

/// What most machines have that run services.
std::string_view usualProcessor();

/// Whether what was made for `name` can run here. False of names of other architectures.
bool runsHere(std::string_view name);

}  // namespace decorum
