// Languages, where they are known.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

#include "tests/bench/signals/scoring.h"

namespace decorum::bench {
namespace {

using signals::Provider;
using Json = nlohmann::json;

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
    const bool ours = signals::providerNamed(language) != Provider::kHost;
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
        if (score && *score > 0.5) said = signals::nameOf(provider);
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

}  // namespace

void scoreLanguages(const Places& places) {
  languageTable(languageSources(places.data, places.policies), places.worst);
}

}  // namespace decorum::bench
