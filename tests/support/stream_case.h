/// Replies in chunks, held to `Conversation::give` of the whole reply.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/policy.h"

namespace decorum::test {

/// Where a text is cut into chunks: ascending, each inside it.
using Cuts = std::vector<std::size_t>;

struct Streamed {
  std::string sent;  ///< all that the person got
  bool cut = false;
  Verdict verdict;
  std::size_t most_held = 0;      ///< bytes held back at most, after a chunk
  std::vector<std::size_t> held;  ///< after each chunk
};

/// Gives `reply` to `conversation` in chunks. After each, what was sent so far must be a prefix of
/// `whole`, where that is given: the first place at which it is not goes to `early`.
Streamed streamReply(Conversation& conversation, const Event& reply, const Cuts& cuts,
                     const std::string* whole = nullptr, std::string* early = nullptr);

/// What goes to the person of a reply that is given at once.
std::string sentOf(const Verdict& verdict, const Event& reply);

/// What is wrong with a stream of `text`, cut so, under `policy`; nothing if it is as the whole.
std::optional<std::string> streamDifference(const Policy& policy, const std::string& text,
                                            const Cuts& cuts);

Cuts randomCuts(std::uint64_t seed, std::size_t bytes);

/// A policy that redacts everything that detectors find, in several ways, and phrases and patterns.
std::string redactingPolicy();

/// A text full of values that `redactingPolicy` looks for, near misses, other scripts and noise.
std::string sensitiveText(std::uint64_t seed);

}  // namespace decorum::test
