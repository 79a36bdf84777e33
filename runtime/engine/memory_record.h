/// What a conversation is saved as: numbers, bits and hashes, each under a hash of what it means,
/// so that another policy finds what it has in common with this one.
///
///   "DMEM" · version 1 · checksum 8 · body
///
/// The body holds counters and clocks, then entries: slots that are away from their start, hits in
/// the latest texts, states of operators that have kept something, and rules that have fired.
/// Numbers are LEB128 varints, signed ones zigzag; hashes and doubles have 8 bytes.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "runtime/engine/judging.h"

namespace decorum::engine {

std::vector<std::byte> saveState(const Policy::Impl& policy, const ConversationState& state);

/// Of the body, which is what follows it.
std::uint64_t checksumOf(std::span<const std::byte> body);

/// Into a new conversation's state. False where the bytes are damaged; then `state` is as it was.
bool restoreState(const Policy::Impl& policy, std::span<const std::byte> bytes,
                  ConversationState& state);

}  // namespace decorum::engine
