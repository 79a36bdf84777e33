/// How well built-in providers judge texts that people have judged: the tables of docs/signals.md.
///
///   decorum_signal_score --data FOLDER [--policies FOLDER] [--worst N]
///
/// FOLDER holds sentiment/, intents/, pii/ and injection/ as JSON lines; what is not there is left
/// out. Nothing here changes a list: the texts are not for making them.
#include <fmt/format.h>

#include <cstring>
#include <fstream>

#include "tests/bench/signals/scoring.h"

namespace decorum::bench {

void eachRecord(const std::string& path, const std::function<void(const nlohmann::json&)>& take) {
  std::ifstream in(path);
  if (!in) fmt::print("({} is not there: left out)\n", path);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) take(nlohmann::json::parse(line));
  }
}

std::vector<std::string> textsIn(const std::string& path) {
  std::vector<std::string> texts;
  eachRecord(path, [&](const nlohmann::json& record) { texts.push_back(record["text"]); });
  return texts;
}

std::optional<double> scoreOf(signals::Provider provider, const std::string& text) {
  static signals::Scratch scratch;
  scratch.is_read = false;
  return signals::score(provider, text, "", scratch);
}

double share(std::size_t some, std::size_t all) {
  return all == 0 ? 0 : 100 * static_cast<double>(some) / static_cast<double>(all);
}

}  // namespace decorum::bench

int main(int argc, char** argv) {
  decorum::bench::Places places{"", "policies", 0};
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--data") == 0) places.data = argv[i + 1];
    if (std::strcmp(argv[i], "--policies") == 0) places.policies = argv[i + 1];
    if (std::strcmp(argv[i], "--worst") == 0) places.worst = std::stoul(argv[i + 1]);
  }
  if (places.data.empty()) {
    fmt::print(stderr, "decorum_signal_score --data FOLDER [--policies FOLDER] [--worst N]\n");
    return 2;
  }
  scoreSentiment(places);
  scoreLanguages(places);
  scoreRepetition(places);
  scoreReading(places);
  scoreCost(places);
  return 0;
}
