// How hard texts are that are known to be easy or hard.
#include <fmt/format.h>

#include <algorithm>

#include "tests/bench/signals/scoring.h"

namespace decorum::bench {
namespace {

using signals::Provider;

void row(const std::string& name, const std::vector<std::string>& texts) {
  std::vector<double> eases;
  for (const std::string& text : texts)
    if (const auto ease = scoreOf(Provider::kReadingEase, text)) eases.push_back(*ease);
  if (eases.empty()) return;
  std::sort(eases.begin(), eases.end());
  const auto at = [&](std::size_t percent) { return eases[(eases.size() - 1) * percent / 100]; };
  fmt::print("| {} | {} | {} | {:.0f} | {:.0f} | {:.0f} |\n", name, texts.size(), eases.size(),
             at(25), at(50), at(75));
}

}  // namespace

void scoreReading(const Places& places) {
  fmt::print(
      "\n| texts | n | with a score | a quarter is below | median ease | a quarter is above |\n| "
      "--- "
      "| --- | --- | --- | --- | --- |\n");
  row("banking77", textsIn(places.data + "/intents/banking77.jsonl"));
  row("clinc150", textsIn(places.data + "/intents/clinc150.jsonl"));
  std::vector<std::string> replies;
  eachRecord(places.data + "/intents/bitext.jsonl", [&](const nlohmann::json& record) {
    if (record["labels"].contains("reply")) replies.push_back(record["labels"]["reply"]);
  });
  row("answers of bitext", replies);
  std::vector<std::string> editorials;
  eachRecord(places.data + "/sentiment/vader_truth.jsonl", [&](const nlohmann::json& record) {
    if (record["domain"].get<std::string>().find("editorial") != std::string::npos ||
        record["domain"].get<std::string>().find("nyt") != std::string::npos)
      editorials.push_back(record["text"]);
  });
  row("editorials, snippets", editorials);
  row("meddocan, clinical reports (Spanish)", textsIn(places.data + "/pii/meddocan_es.jsonl"));
}

}  // namespace decorum::bench
