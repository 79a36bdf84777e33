/// How well built-in providers judge texts that people have judged: the tables of docs/signals.md.
///
///   decorum_signal_score --data FOLDER [--policies FOLDER] [--worst N]
///
/// FOLDER holds sentiment/, intents/, pii/ and injection/ as JSON lines; what is not there is left
/// out. Nothing here changes a list: the texts are not for making them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "runtime/signals/score.h"

namespace {

using decorum::signals::Provider;
using decorum::signals::Scratch;
using Json = nlohmann::json;

void eachRecord(const std::string& path, const std::function<void(const Json&)>& take) {
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) take(Json::parse(line));
  }
}

std::optional<double> scoreOf(Provider provider, const std::string& text) {
  static Scratch scratch;
  scratch.is_read = false;
  return decorum::signals::score(provider, text, "", scratch);
}

// ---------------------------------------------------------------------------------------------
// sentiment

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

// ---------------------------------------------------------------------------------------------
// languages

struct Source {
  std::string name;
  std::string language;  ///< "" where it is none of ours
  std::vector<std::string> texts;
};

std::size_t wordsOf(const std::string& text) {
  std::istringstream in(text);
  std::size_t count = 0;
  for (std::string word; in >> word;) ++count;
  return count;
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::vector<Source> languageSources(const std::string& data, const std::string& policies) {
  std::vector<Source> sources;
  const auto from = [&](const std::string& name, const std::string& file) {
    Source source{name, "english", {}};
    eachRecord(data + file, [&](const Json& record) { source.texts.push_back(record["text"]); });
    sources.push_back(std::move(source));
  };
  from("banking77", "/intents/banking77.jsonl");
  from("clinc150", "/intents/clinc150.jsonl");
  from("bitext", "/intents/bitext.jsonl");
  Source lines{"meddocan, lines of 5 words or more", "spanish", {}};
  eachRecord(data + "/pii/meddocan_es.jsonl", [&](const Json& record) {
    std::istringstream in(record["text"].get<std::string>());
    for (std::string line; std::getline(in, line);) {
      if (wordsOf(line) >= 5) lines.texts.push_back(line);
    }
  });
  sources.push_back(std::move(lines));
  std::map<std::string, Source> spoken;
  eachRecord(data + "/injection/cyberseceval.jsonl", [&](const Json& record) {
    if (!record.contains("labels") || !record["labels"].contains("language")) return;
    const std::string language = lower(record["labels"]["language"]);
    const bool ours = decorum::signals::providerNamed(language) != Provider::kHost;
    Source& source = spoken[language];
    source.name = "cyberseceval " + language;
    source.language = ours ? language : "";
    source.texts.push_back(record["text"]);
  });
  for (auto& [language, source] : spoken) sources.push_back(std::move(source));
  const std::map<std::string, std::string> tags = {
      {"en", "english"}, {"es", "spanish"}, {"de", "german"}, {"fr", "french"}};
  std::map<std::string, Source> said;
  const std::regex message(R"re(say in "(es|de|fr)" "([^"]*)")re");
  if (std::filesystem::is_directory(policies)) {
    for (const auto& entry : std::filesystem::directory_iterator(policies)) {
      std::ifstream in(entry.path() / "pack.decorum");
      for (std::string line; std::getline(in, line);) {
        std::smatch found;
        if (!std::regex_search(line, found, message)) continue;
        Source& source = said[found[1]];
        source.name = "messages of the packs, " + found[1].str();
        source.language = tags.at(found[1]);
        source.texts.push_back(found[2]);
      }
    }
  }
  for (auto& [tag, source] : said) sources.push_back(std::move(source));
  return sources;
}

void languageTable(const std::vector<Source>& sources, std::size_t worst) {
  static constexpr Provider kLanguages[] = {
      Provider::kEnglish,    Provider::kSpanish, Provider::kGerman, Provider::kFrench,
      Provider::kPortuguese, Provider::kItalian, Provider::kDutch};
  fmt::print("\n| texts | n | right | no score | wrong |\n| --- | --- | --- | --- | --- |\n");
  for (const Source& source : sources) {
    std::size_t right = 0, silent = 0, wrong = 0;
    std::vector<std::string> misses;
    for (const std::string& text : source.texts) {
      std::string said;
      bool is_silent = false;
      for (const Provider provider : kLanguages) {
        const auto score = scoreOf(provider, text);
        is_silent = is_silent || !score;
        if (score && *score > 0.5) said = decorum::signals::nameOf(provider);
      }
      if (is_silent) {
        ++silent;
      } else if (said == source.language) {
        ++right;
      } else {
        ++wrong;
        misses.push_back((said.empty() ? "none: " : said + ": ") + text.substr(0, 120));
      }
    }
    if (source.texts.empty()) continue;
    const auto share = [&](std::size_t n) {
      return 100 * static_cast<double>(n) / static_cast<double>(source.texts.size());
    };
    fmt::print("| {} | {} | {:.1f}% | {:.1f}% | {:.1f}% |\n", source.name, source.texts.size(),
               share(right), share(silent), share(wrong));
    for (std::size_t i = 0; i < std::min(worst, misses.size()); ++i)
      fmt::print("  {}\n", misses[i]);
  }
}

// ---------------------------------------------------------------------------------------------
// cost

void costTable(const std::string& data) {
  std::vector<std::string> texts;
  std::size_t bytes = 0;
  eachRecord(data + "/intents/bitext.jsonl", [&](const Json& record) {
    texts.push_back(record["text"]);
    bytes += texts.back().size();
  });
  if (texts.empty()) return;
  fmt::print("\n| provider | microseconds a message |\n| --- | --- |\n");
  for (const Provider provider :
       {Provider::kEnglish, Provider::kSentiment, Provider::kReadingEase}) {
    const std::clock_t start = std::clock();  // of the processor: others may be at work
    double sum = 0;
    for (const std::string& text : texts) sum += scoreOf(provider, text).value_or(0);
    const double took = 1e6 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    fmt::print("| {} | {:.2f} |\n", decorum::signals::nameOf(provider),
               took / static_cast<double>(texts.size()));
    if (std::isnan(sum)) return;
  }
  fmt::print("\n{} messages of bitext, {} bytes on average\n", texts.size(), bytes / texts.size());
}

}  // namespace

int main(int argc, char** argv) {
  std::string data, policies = "policies";
  std::size_t worst = 0;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--data") == 0) data = argv[i + 1];
    if (std::strcmp(argv[i], "--policies") == 0) policies = argv[i + 1];
    if (std::strcmp(argv[i], "--worst") == 0) worst = std::stoul(argv[i + 1]);
  }
  if (data.empty()) {
    fmt::print(stderr, "decorum_signal_score --data FOLDER [--policies FOLDER] [--worst N]\n");
    return 2;
  }
  sentimentTable(data, worst);
  davidsonTable(data);
  languageTable(languageSources(data, policies), worst);
  costTable(data);
  return 0;
}
