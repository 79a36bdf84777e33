#include "tools/cli/bench_report.h"

#include <catch2/catch.hpp>

#include "decorum/compile.h"

namespace decorum::cli {
namespace {

BenchReport sample(const std::vector<double>& rounds) {
  BenchReport report;
  report.policy = "shop.decorum";
  report.rules = 3;
  report.conversations = 10;
  report.events = 200;
  report.text_bytes = 4'000;
  report.resident_bytes = 25'000'000;
  report.machine = "a machine, 2 processors, load 0.1";
  TierFigures tier;
  tier.name = "interpreter";
  tier.ready_ms = 12.5;
  tier.events_per_second = rounds;
  tier.latency_ns = {900, 1'500, 4'000, 12'000, 2'500'000};
  tier.phases = {.admit = 10, .look = 60, .recall = 0, .decide = 20, .compose = 10, .rest = 0};
  tier.fired = 7;
  report.tiers = {tier};
  return report;
}

TEST_CASE("a report of measurements says what was measured, and how far rounds differ") {
  CHECK(benchText(sample({1'000, 900, 1'100}), std::nullopt) ==
        "shop.decorum: 3 rules; 200 events of 10 conversations, 4000 bytes of text\n"
        "a machine, 2 processors, load 0.1\n"
        "\n"
        "                   interpreter\n"
        "ready after            12.5 ms\n"
        "events a second           1000\n"
        "rounds differ by          ±10%\n"
        "p50                     900 ns\n"
        "p90                     1.5 µs\n"
        "p99                     4.0 µs\n"
        "p99.9                  12.0 µs\n"
        "slowest                 2.5 ms\n"
        "\n"
        "where the time goes\n"
        "admit                      10%  facts, signals, arguments\n"
        "look                       60%  fold and scan the text\n"
        "recall                      0%  memory\n"
        "decide                     20%  guards and effects\n"
        "compose                    10%  the verdict, evidence\n"
        "rest                        0%  what later events need\n"
        "\n"
        "7 rules fired; at most 25 MB resident\n");
}

TEST_CASE("figures are compared with saved ones, and told from noise") {
  const auto saved = readBench(benchJson(sample({1'000, 900, 1'100})));
  REQUIRE(saved.ok());
  const auto comparedWith = [&](const BenchReport& now) {
    const std::string text = benchText(now, *saved);
    return text.substr(text.find("resident\n") + 9);
  };
  CHECK(comparedWith(sample({1'050, 950, 1'000})) ==
        "\ninterpreter: 1.00 times the events a second of before, which is within what rounds "
        "differ by: noise\n");
  CHECK(comparedWith(sample({2'000, 1'900, 2'100})) ==
        "\ninterpreter: 2.00 times the events a second of before\n");

  BenchReport other = sample({2'000});
  other.events = 201;
  CHECK(comparedWith(other) == "\nmeasured before with other events: nothing can be compared\n");
  other = sample({2'000});
  other.machine = "another, 8 processors, load 0.1";
  CHECK(comparedWith(other) ==
        "\nmeasured before on another machine: a machine, 2 processors, load 0.1\n"
        "interpreter: 2.00 times the events a second of before\n");
}

TEST_CASE("what is no saved report is refused") {
  CHECK_FALSE(readBench("").ok());
  CHECK_FALSE(readBench("{\"tiers\": []}").ok());
  std::string without_rounds = benchJson(sample({}));
  CHECK_FALSE(readBench(without_rounds).ok());
}

TEST_CASE("each event of each round is measured once") {
  const Compilation compilation = compilePolicyText(
      "policy p\nphrases hi = \"hello\"\nflag f on user when user mentions hi as seen\n", "p");
  REQUIRE(compilation.policy);
  Event event;
  event.text = "hello there";
  Traffic traffic;
  traffic.conversations = {{event, event}, {event}};
  traffic.events = 3;
  const auto figures =
      measure({{"interpreter", *compilation.policy, 1}, {"again", *compilation.policy, 2}}, traffic,
              4, nullptr);
  REQUIRE(figures.size() == 2);
  for (const TierFigures& tier : figures) {
    CHECK(tier.fired == 3);
    CHECK(tier.events_per_second.size() == 4);
    CHECK(std::is_sorted(tier.latency_ns.begin(), tier.latency_ns.end()));
    CHECK(tier.latency_ns.front() > 0);
    CHECK(tier.phases.look > 0);
  }
}

}  // namespace
}  // namespace decorum::cli
