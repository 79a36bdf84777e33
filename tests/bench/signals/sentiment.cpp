// Sentiment, against what people said of the same texts.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "tests/bench/signals/scoring.h"

namespace decorum::bench {
namespace {

using signals::Provider;
using Json = nlohmann::json;

struct Judged {
  double truth = 0;
  double score = 0;
  std::string text;
};

double correlation(const std::vector<Judged>& all) {
  double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  for (const Judged& one : all) {
    x += one.truth;
    y += one.score;
    xx += one.truth * one.truth;
    yy += one.score * one.score;
    xy += one.truth * one.score;
  }
  const auto n = static_cast<double>(all.size());
  return (n * xy - x * y) / std::sqrt((n * xx - x * x) * (n * yy - y * y));
}

/// Of ratings -4..4 and scores -1..1: 0 negative, 1 neutral, 2 positive.
std::size_t classOf(double value, double neutral) {
  return value <= -neutral ? 0 : value >= neutral ? 2 : 1;
}
constexpr double kNeutralRating = 0.5;
constexpr double kNeutralScore = 0.1;

void sentimentRow(const std::string& name, const std::vector<Judged>& all) {
  double table[3][3] = {};
  for (const Judged& one : all)
    ++table[classOf(one.truth, kNeutralRating)][classOf(one.score, kNeutralScore)];
  double f1[3];
  double right = 0;
  for (std::size_t c = 0; c < 3; ++c) {
    const double found = table[0][c] + table[1][c] + table[2][c];
    const double there = table[c][0] + table[c][1] + table[c][2];
    f1[c] = found + there > 0 ? 2 * table[c][c] / (found + there) : 0;
    right += table[c][c];
  }
  fmt::print("| {} | {} | {:.3f} | {:.3f} | {:.3f} | {:.3f} | {:.3f} | {:.3f} |\n", name,
             all.size(), correlation(all), f1[0], f1[1], f1[2], (f1[0] + f1[1] + f1[2]) / 3,
             right / static_cast<double>(all.size()));
}

void sentimentTable(const std::string& data, std::size_t worst) {
  std::map<std::string, std::vector<Judged>> by_domain;
  std::vector<Judged> all;
  eachRecord(data + "/sentiment/vader_truth.jsonl", [&](const Json& record) {
    const std::string text = record["text"];
    const Judged judged{record["labels"]["mean_sentiment"],
                        scoreOf(Provider::kSentiment, text).value_or(0), text};
    by_domain[record["domain"]].push_back(judged);
    all.push_back(judged);
  });
  if (all.empty()) return;
  fmt::print(
      "| texts | n | correlation | F1 negative | F1 neutral | F1 positive | macro F1 | "
      "accuracy |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
  for (const auto& [domain, judged] : by_domain) sentimentRow(domain, judged);
  sentimentRow("all", all);
  const auto miss = [](const Judged& one) { return std::abs(one.truth / 4 - one.score); };
  std::sort(all.begin(), all.end(),
            [&](const Judged& a, const Judged& b) { return miss(a) > miss(b); });
  for (std::size_t i = 0; i < std::min(worst, all.size()); ++i)
    fmt::print("  {:.2f} {:.2f} {}\n", all[i].truth, all[i].score, all[i].text);
}

void davidsonTable(const std::string& data) {
  struct Count {
    double sum = 0;
    std::size_t texts = 0, low = 0;
  };
  std::map<std::string, Count> classes;
  eachRecord(data + "/sentiment/davidson.jsonl", [&](const Json& record) {
    const double score = scoreOf(Provider::kSentiment, record["text"]).value_or(0);
    Count& count = classes[record["labels"]["class"]];
    ++count.texts;
    count.sum += score;
    count.low += score < -0.3;
  });
  if (classes.empty()) return;
  fmt::print("\n| class | n | mean score | below -0.3 |\n| --- | --- | --- | --- |\n");
  for (const auto& [name, count] : classes) {
    const auto n = static_cast<double>(count.texts);
    fmt::print("| {} | {} | {:.3f} | {:.1f}% |\n", name, count.texts, count.sum / n,
               100 * static_cast<double>(count.low) / n);
  }
}

}  // namespace

void scoreSentiment(const Places& places) {
  sentimentTable(places.data, places.worst);
  davidsonTable(places.data);
}

}  // namespace decorum::bench
