/// Measures what judging recorded conversations costs, tier by tier, in turn.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "decorum/policy.h"

namespace decorum::cli {

/// Events of one conversation, in order, with times.
struct Traffic {
  std::vector<std::vector<Event>> conversations;
  std::uint64_t events = 0;
  std::uint64_t text_bytes = 0;
};

/// One tier: what decides guards.
struct TierPolicy {
  std::string name;  ///< "interpreter", "native"
  Policy policy;
  double ready_ms = 0;  ///< from the policy's text
};

/// Of one tier. Times are by the steady clock; each round begins all conversations anew.
struct TierFigures {
  std::string name;
  double ready_ms = 0;
  std::vector<double> events_per_second;  ///< by round
  /// ns an event, over all rounds: of these shares of events none takes longer.
  static constexpr std::array<double, 5> kShares = {0.5, 0.9, 0.99, 0.999, 1};
  std::array<double, 5> latency_ns{};
  PhaseTimes phases;  ///< of a round of its own, for the watch takes time too
  std::uint64_t fired = 0;
};

/// Gives all events to each tier, `rounds` times, the tiers in turn. A round before the first one
/// is not counted.
std::vector<TierFigures> measure(const std::vector<TierPolicy>& tiers, const Traffic& traffic,
                                 std::size_t rounds,
                                 const std::shared_ptr<const VaultOptions>& keys);

}  // namespace decorum::cli
