#include "tools/goals/timing.h"

#include <algorithm>
#include <chrono>
#include <ctime>

namespace decorum::goals {
namespace {

double secondsOf(const Work& work, std::size_t repeats) {
  const double before = threadSeconds();
  work.run(repeats);
  return threadSeconds() - before;
}

std::vector<Sample> inTurn(const std::vector<Work>& works, const std::vector<std::size_t>& repeats,
                           std::size_t rounds) {
  std::vector<Sample> samples;
  for (const Work& work : works) samples.push_back({work.of, "ns", {}});
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < works.size(); ++i) {
      const double seconds = secondsOf(works[i], repeats[i]);
      samples[i].rounds.push_back(seconds * 1e9 / static_cast<double>(repeats[i]));
    }
  }
  return samples;
}

}  // namespace

double threadSeconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double clockSeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::vector<Sample> takeTurns(const std::vector<Work>& works, const Timing& timing) {
  const double wanted = timing.turn_ms / 1e3;
  std::vector<std::size_t> repeats;
  for (const Work& work : works) {
    std::size_t enough = 1;
    while (secondsOf(work, enough) < wanted) enough *= 2;
    repeats.push_back(enough);
  }
  return inTurn(works, repeats, timing.rounds);
}

std::vector<Sample> takeTurnsOnce(const std::vector<Work>& works, std::size_t rounds) {
  return inTurn(works, std::vector<std::size_t>(works.size(), 1), rounds);
}

double median(std::vector<double> of) {
  if (of.empty()) return 0;
  std::sort(of.begin(), of.end());
  const std::size_t middle = of.size() / 2;
  return of.size() % 2 == 1 ? of[middle] : (of[middle - 1] + of[middle]) / 2;
}

std::vector<double> ratios(const Sample& over, const Sample& under) {
  std::vector<double> all;
  for (std::size_t i = 0; i < std::min(over.rounds.size(), under.rounds.size()); ++i) {
    all.push_back(over.rounds[i] / std::max(under.rounds[i], 1e-9));
  }
  return all;
}

}  // namespace decorum::goals
