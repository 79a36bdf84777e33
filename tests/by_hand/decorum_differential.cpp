// Any number of random policies through both backends, by hand:
//
//   decorum_differential --seed 0 --count 20000
//
// With `--memory` policies that look back, held to the naive evaluator too; with `--blind` policies
// with a protected trait, which is changed twenty times: what is proved blind must not change.
// A difference prints its seed and a shrunk case; the exit status is then 1.

#include <fmt/format.h>

#include <cstdint>
#include <cstdio>

#include "tests/support/blind_case.h"
#include "tests/support/memory/memory_case.h"
#include "tests/support/plan_case.h"
#include "tests/support/random_policy.h"
#include "tools/cli/command_line.h"

using namespace decorum::test;

namespace {

/// Returns how many of the cases that `make(seed)` gives differ.
template <class Make>
std::uint64_t compare(const char* what, std::uint64_t seed, std::uint64_t count, Make make) {
  std::uint64_t differences = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (i % 1'000 == 999) fmt::print(stderr, "{} {}\n", i + 1, what);
    const auto sample = make(seed + i);
    const auto difference = differenceIn(sample);
    if (!difference) continue;
    ++differences;
    const auto small = shrink(sample);
    fmt::print("seed {}: {}\n{}\n", seed + i, differenceIn(small).value_or(*difference),
               describe(small));
    std::fflush(stdout);  // a long run is read while it goes on
  }
  fmt::print("{} {} from seed {}: {} differences\n", count, what, seed, differences);
  return differences;
}

/// The same for policies that look back, which the naive evaluator judges too.
std::uint64_t compareMemory(std::uint64_t seed, std::uint64_t count) {
  using memory::Judgement;
  std::uint64_t differences = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (i % 1'000 == 999) fmt::print(stderr, "{} policies\n", i + 1);
    const auto sample = memory::makeMemoryCase(seed + i);
    const Judgement judgement = memory::compareEvaluators(sample);
    const bool differs = judgement.kind == Judgement::Kind::kDiffer;
    if (!differs && judgement.kind != Judgement::Kind::kRefused) continue;
    ++differences;
    const auto small = differs ? memory::shrink(sample) : sample;
    const std::string text = differs ? memory::compareEvaluators(small).text : judgement.text;
    fmt::print("seed {}: {}\n{}\n", seed + i, text, memory::describe(small));
    std::fflush(stdout);
  }
  fmt::print("{} policies with memory from seed {}: {} differences\n", count, seed, differences);
  return differences;
}

/// Policies that compile as blind to a trait, and those that do not, with the trait changed.
std::uint64_t compareBlind(std::uint64_t seed, std::uint64_t count) {
  constexpr int kFlips = 20;
  std::uint64_t refused = 0, unchanged = 0, changing = 0, wrong = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (i % 1'000 == 999) fmt::print(stderr, "{} policies\n", i + 1);
    const BlindJudgement judgement = judgeBlind(makeBlindCase(seed + i), kFlips);
    changing += judgement.changes ? 1 : 0;
    if (judgement.kind == BlindJudgement::Kind::kRefused) {
      ++refused;
    } else if (judgement.kind == BlindJudgement::Kind::kUnchanged) {
      ++unchanged;
    } else {
      ++wrong;
      fmt::print("seed {}: {}\n", seed + i, judgement.text);
      std::fflush(stdout);
    }
  }
  fmt::print(
      "{} policies from seed {}, {} changes each: {} proved blind and unchanged, {} refused "
      "(without the proof {} change), {} wrong\n",
      count, seed, kFlips, unchanged, refused, changing, wrong);
  return wrong;
}

}  // namespace

int main(int argc, char** argv) {
  decorum::cli::CommandLine command(
      "Random policies through every way to judge; reports where they differ.");
  std::uint64_t seed = 0;
  std::uint64_t count = 20'000;
  command.option("--seed", seed, "the first seed");
  command.option("--count", count, "how many, each with the next seed");
  bool of_plans = false;
  command.flag("--plans", of_plans, "plans instead of policies: the evaluators alone");
  bool of_memory = false;
  command.flag("--memory", of_memory, "policies that look back, held to a naive evaluator");
  bool of_blindness = false;
  command.flag("--blind", of_blindness, "policies with a protected trait, which is changed");
  if (!command.parse(argc, argv)) return command.status();
  const std::uint64_t differences = of_blindness ? compareBlind(seed, count)
                                    : of_memory  ? compareMemory(seed, count)
                                    : of_plans   ? compare("plans", seed, count, makePlanCase)
                                                 : compare("policies", seed, count, makePolicyCase);
  return differences == 0 ? 0 : 1;
}
