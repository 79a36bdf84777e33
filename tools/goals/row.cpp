#include "tools/goals/row.h"

#include <algorithm>
#include <utility>

namespace decorum::goals {
namespace {

struct Goal {
  int number;
  const char* what;
  const char* goal;
};
/// The goals, as ratios of what is measured in one run.
constexpr Goal kGoals[] = {
    {1, "compiled rules ÷ C++ written by hand (g++ -O3, the better of two forms)",
     "≤ 1.1, of 10 rules ≤ 1.25"},
    {2, "rules without native code ÷ C++ written by hand", "≤ 4 sparse, ≤ 6 dense"},
    {3, "10,000 rules that wait for a phrase",
     "5 found: ≤ 50 ns a woken rule, ≥ 90 times faster than all rules; none found: ≤ 10 ns"},
    {4, "a whole event under 10,000 rules ÷ 100", "≤ 2.0; p99 ≤ 4 × p50"},
    {5, "reading a text ÷ bare Vectorscan over the same literals",
     "≤ 1.2; ≥ 4 times faster than Vectorscan over expressions as people write them"},
    {6, "from text to the first verdict ÷ parsing, 10,000 rules",
     "≤ 1.3; a bundle ≤ 10 ms; one rule edited ≤ 5 ms, native ≤ 15 ms"},
    {7, "native code is ready", "≤ 1,200 µs a rule, kept on disk ≤ 1 µs; start ≤ 5 ms"},
    {8, "other engines ÷ Decorum, the same policy", "see docs/peers.md"},
    {9, "50 rules without text", "≤ 100 ns sparse, ≤ 160 dense; 0 allocations"},
    {10, "a chunk of a streamed reply ÷ bare hs_scan_stream, phrases", "≤ 1.5"},
    {11, "events a second of each of two threads ÷ of one", "≥ 0.95"},
    {12, "operators of memory, nothing found: 1,000 ÷ 10", "≤ 1.2"},
    {13, "all detectors over ordinary English",
     "whole ≥ 100 MB/s; in chunks of 16 bytes ≥ 20 MB/s"},
};

}  // namespace

std::string shown(std::size_t count) {
  std::string text = std::to_string(count);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

Row& rowOf(Findings& findings, int number) {
  const auto [at, is_new] = findings.rows.try_emplace(number);
  Row& row = at->second;
  if (!is_new) return row;
  row.number = number;
  for (const Goal& goal : kGoals) {
    if (goal.number != number) continue;
    row.what = goal.what;
    row.goal = goal.goal;
  }
  return row;
}

void Row::ratio(std::string of, const Sample& over, const Sample& under, Figure like) {
  like.of = std::move(of);
  like.value = median(ratios(over, under));
  figures.push_back(std::move(like));
}

void Row::figure(std::string of, const Sample& sample, std::string unit, Figure like,
                 double scale) {
  like.of = std::move(of);
  like.value = median(sample.rounds) * scale;
  like.unit = std::move(unit);
  figures.push_back(std::move(like));
}

}  // namespace decorum::goals
