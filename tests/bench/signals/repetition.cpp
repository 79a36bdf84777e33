// Near-repetition: messages as people say them again, and different messages about the same thing.
#include <fmt/format.h>

#include <functional>
#include <map>
#include <sstream>

#include "runtime/text/similarity.h"
#include "tests/bench/signals/scoring.h"
#include "tests/support/random.h"

namespace decorum::bench {
namespace {

using Words = std::vector<std::string>;

Words split(const std::string& text) {
  std::istringstream in(text);
  Words words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::string join(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

bool areNear(const std::string& a, const std::string& b) {
  static text::HashScratch scratch;
  return text::isNearlySame(text::similarityHash(a, 1, scratch),
                            text::similarityHash(b, 1, scratch));
}

struct Change {
  const char* name;
  std::function<std::string(const std::string&, test::Random&)> make;
};

std::string shouted(const std::string& text, test::Random&) {
  std::string made;
  for (const char c : text) made += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return made + "!!";
}

std::string mistyped(const std::string& text, test::Random& random) {
  std::string made = text;
  const std::size_t at = 1 + random.below(made.size() - 2);
  std::swap(made[at], made[at + 1]);
  return made;
}

std::string withoutOne(const std::string& text, test::Random& random) {
  Words words = split(text);
  words.erase(words.begin() + static_cast<std::ptrdiff_t>(random.below(words.size())));
  return join(words);
}

std::string withOtherOne(const std::string& text, test::Random& random) {
  Words words = split(text);
  words[random.below(words.size())] = "thing";
  return join(words);
}

const Change kChanges[] = {
    {"in capitals, with exclamation marks", shouted},
    {"with 'hello,' before it",
     [](const std::string& text, test::Random&) { return "hello, " + text; }},
    {"with 'please answer me' behind it",
     [](const std::string& text, test::Random&) { return text + " please answer me"; }},
    {"with two letters swapped", mistyped},
    {"with a word left out", withoutOne},
    {"with a word in the place of another", withOtherOne},
};

void row(const std::string& name, std::size_t all, std::size_t near) {
  fmt::print("| {} | {} | {:.1f}% |\n", name, all, share(near, all));
}

}  // namespace

void scoreRepetition(const Places& places) {
  std::map<std::string, std::vector<std::string>> by_intent;
  std::vector<std::string> all;
  eachRecord(places.data + "/intents/banking77.jsonl", [&](const nlohmann::json& record) {
    const std::string text = record["text"];
    if (split(text).size() < 5) return;  // shorter ones repeat by nature
    by_intent[record["labels"]["intent"]].push_back(text);
    all.push_back(text);
  });
  if (all.empty()) return;
  test::Random random(1);
  fmt::print(
      "\n| messages of banking77 with 5 words or more | pairs | near |\n| --- | --- | --- |\n");
  for (const Change& change : kChanges) {
    std::size_t near = 0;
    for (const std::string& text : all) near += areNear(text, change.make(text, random)) ? 1 : 0;
    row("the same, " + std::string(change.name), all.size(), near);
  }
  std::size_t pairs = 0, near = 0, listed = 0;
  for (const auto& [intent, texts] : by_intent) {
    for (std::size_t i = 1; i < texts.size(); ++i) {
      ++pairs;
      if (!areNear(texts[i - 1], texts[i])) continue;
      ++near;
      if (listed++ < places.worst) fmt::print("  {} | {}\n", texts[i - 1], texts[i]);
    }
  }
  row("another of the same intent", pairs, near);
  near = 0;
  for (std::size_t i = 0; i < all.size(); ++i)
    near += areNear(all[i], all[(i + all.size() / 2) % all.size()]) ? 1 : 0;
  row("another of any intent", all.size(), near);
}

}  // namespace decorum::bench
