// What scores cost, in time of the processor: others may be at work.
#include <fmt/format.h>

#include <cmath>
#include <ctime>

#include "tests/bench/signals/scoring.h"

namespace decorum::bench {
namespace {

using signals::Provider;

void row(const std::string& name, const std::vector<std::string>& texts) {
  constexpr int kRounds = 5;
  std::size_t bytes = 0;
  for (const std::string& text : texts) bytes += text.size();
  if (bytes == 0) return;
  std::string line;
  for (const Provider provider :
       {Provider::kEnglish, Provider::kSentiment, Provider::kReadingEase}) {
    double sum = 0;
    const std::clock_t start = std::clock();
    for (int round = 0; round < kRounds; ++round)
      for (const std::string& text : texts) sum += scoreOf(provider, text).value_or(0);
    const double took = 1e9 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC / kRounds;
    if (std::isnan(sum)) return;  // the scores are used
    line += fmt::format(" {:.1f} µs, {:.0f} ns |", took / 1e3 / static_cast<double>(texts.size()),
                        took / static_cast<double>(bytes));
  }
  fmt::print("| {} | {} | {} |{}\n", name, texts.size(), bytes / texts.size(), line);
}

}  // namespace

void scoreCost(const Places& places) {
  fmt::print(
      "\n| messages | n | bytes each | a language: a message, a byte | sentiment | reading |\n"
      "| --- | --- | --- | --- | --- | --- |\n");
  row("bitext", textsIn(places.data + "/intents/bitext.jsonl"));
  row("vaderSentiment", textsIn(places.data + "/sentiment/vader_truth.jsonl"));
  row("meddocan", textsIn(places.data + "/pii/meddocan_es.jsonl"));
}

}  // namespace decorum::bench
