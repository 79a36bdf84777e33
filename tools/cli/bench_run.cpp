#include "tools/cli/bench_run.h"

#include <algorithm>
#include <chrono>

namespace decorum::cli {
namespace {

using Clock = std::chrono::steady_clock;

std::uint64_t nsSince(Clock::time_point before) {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - before).count());
}

class Round {
 public:
  Round(const TierPolicy& tier, const Traffic& traffic, ConversationOptions options)
      : tier_(tier), traffic_(traffic), options_(std::move(options)) {}

  /// Seconds for all events; ns of each is added to `latencies`, where given.
  double run(std::vector<std::uint32_t>* latencies) {
    const auto begun = Clock::now();
    for (std::size_t i = 0; i < traffic_.conversations.size(); ++i) {
      Conversation conversation(tier_.policy, "c" + std::to_string(i), options_);
      for (const Event& event : traffic_.conversations[i]) {
        const auto before = Clock::now();
        conversation.give(event, verdict_);
        if (latencies != nullptr) {
          const std::uint64_t ns = std::min<std::uint64_t>(nsSince(before), UINT32_MAX);
          latencies->push_back(static_cast<std::uint32_t>(ns));
        }
        fired_ += verdict_.fired.size();
      }
    }
    return static_cast<double>(nsSince(begun)) / 1e9;
  }
  std::uint64_t fired() const { return fired_; }

 private:
  const TierPolicy& tier_;
  const Traffic& traffic_;
  ConversationOptions options_;
  Verdict verdict_;
  std::uint64_t fired_ = 0;
};

void setLatencies(std::vector<std::uint32_t>& all, TierFigures& figures) {
  if (all.empty()) return;
  std::sort(all.begin(), all.end());
  for (std::size_t i = 0; i < TierFigures::kShares.size(); ++i) {
    const double rank = TierFigures::kShares[i] * static_cast<double>(all.size());
    const auto at = static_cast<std::size_t>(std::max(rank - 1e-9, 0.0));
    figures.latency_ns[i] = all[std::min(at, all.size() - 1)];
  }
}

}  // namespace

std::vector<TierFigures> measure(const std::vector<TierPolicy>& tiers, const Traffic& traffic,
                                 std::size_t rounds,
                                 const std::shared_ptr<const VaultOptions>& keys) {
  ConversationOptions options;
  options.vault = keys;
  std::vector<TierFigures> all(tiers.size());
  std::vector<std::vector<std::uint32_t>> latencies(tiers.size());
  for (std::size_t i = 0; i < tiers.size(); ++i) {
    all[i].name = tiers[i].name;
    all[i].ready_ms = tiers[i].ready_ms;
    latencies[i].reserve(rounds * traffic.events);
    ConversationOptions timed = options;
    timed.times = &all[i].phases;
    Round first(tiers[i], traffic, timed);
    first.run(nullptr);
    all[i].fired = first.fired();
  }
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < tiers.size(); ++i) {
      const double seconds = Round(tiers[i], traffic, options).run(&latencies[i]);
      all[i].events_per_second.push_back(static_cast<double>(traffic.events) /
                                         std::max(seconds, 1e-9));
    }
  }
  for (std::size_t i = 0; i < tiers.size(); ++i) setLatencies(latencies[i], all[i]);
  return all;
}

}  // namespace decorum::cli
