// Any number of random plans through all evaluators, by hand:
//
//   decorum_differential --seed 0 --count 20000
//
// A difference prints its seed and a shrunk case; the exit status is then 1.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>

#include "tests/support/plan_case.h"

namespace {

/// Returns how many of the plans differed.
std::uint64_t comparePlans(std::uint64_t seed, std::uint64_t count) {
  std::uint64_t differences = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    using namespace decorum::test;
    if (i % 1'000 == 999) fmt::print(stderr, "{} plans\n", i + 1);
    const PlanCase sample = makePlanCase(seed + i);
    const auto difference = differenceIn(sample);
    if (!difference) continue;
    ++differences;
    const PlanCase small = shrink(sample);
    fmt::print("seed {}: {}\n{}\n", seed + i, differenceIn(small).value_or(*difference),
               describe(small));
  }
  return differences;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Random plans through every evaluator; reports where they differ.");
  std::uint64_t seed = 0;
  std::uint64_t count = 20'000;
  app.add_option("--seed", seed, "the first seed");
  app.add_option("--count", count, "how many plans, each with the next seed");
  CLI11_PARSE(app, argc, argv);
  const std::uint64_t differences = comparePlans(seed, count);
  fmt::print("{} plans from seed {}: {} differences\n", count, seed, differences);
  return differences == 0 ? 0 : 1;
}
