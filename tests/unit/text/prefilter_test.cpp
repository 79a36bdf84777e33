// The prefilter may tell a pattern that does not match, never leave out one that does.
#include "runtime/text/prefilter.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

namespace decorum::text {
namespace {

std::vector<std::uint32_t> stringsIn(const std::vector<std::string>& strings,
                                     const std::string& text) {
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < strings.size(); ++i) {
    if (text.find(strings[i]) != std::string::npos) found.push_back(i);
  }
  return found;
}

/// Candidates among patterns 0, 1, … that are permitted, ascending, each once.
std::vector<std::uint32_t> candidates(const Prefilter& prefilter,
                                      const std::vector<std::string>& strings,
                                      const std::string& text, PrefilterScratch& scratch) {
  std::vector<std::uint32_t> patterns;
  prefilter.candidates(stringsIn(strings, text), scratch, patterns);
  patterns.insert(patterns.end(), prefilter.always().begin(), prefilter.always().end());
  std::ranges::sort(patterns);
  const auto rest = std::ranges::unique(patterns);
  patterns.erase(rest.begin(), rest.end());
  std::erase_if(patterns, [&](auto pattern) { return !prefilter.permits(pattern, scratch); });
  return patterns;
}

using Numbers = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("all parts of a pattern's formula must stand in the text") {
  Prefilter prefilter;
  prefilter.add(0, Pattern("(?:pay|refund) .*(?:fee|fine)", Pattern::Case::kFolded));
  prefilter.add(1, Pattern("refund", Pattern::Case::kFolded));
  const std::vector<std::string> strings = prefilter.build();
  PrefilterScratch scratch;
  CHECK(candidates(prefilter, strings, "we refund it", scratch) == Numbers{1});
  CHECK(candidates(prefilter, strings, "a fine day", scratch).empty());
  CHECK(candidates(prefilter, strings, "we refund the fee", scratch) == Numbers{0, 1});
  CHECK(candidates(prefilter, strings, "nothing", scratch).empty());
}

TEST_CASE("one of some strings is enough, and a required one is looked for too") {
  Prefilter prefilter;
  const std::vector<std::string> cards = {"card", "refund"};
  const std::vector<std::string> codes = {"cvv", "code"};
  prefilter.addAny(0, cards);
  prefilter.addAny(1, cards);
  prefilter.require(1, codes);
  prefilter.add(2, Pattern("refund", Pattern::Case::kFolded));
  prefilter.require(3, codes);  // a pattern that something else tells
  const std::vector<std::string> strings = prefilter.build();
  CHECK(std::ranges::count(strings, "refund") == 1);
  PrefilterScratch scratch;
  CHECK(candidates(prefilter, strings, "my card", scratch) == Numbers{0});
  CHECK_FALSE(prefilter.permits(3, scratch));
  CHECK(candidates(prefilter, strings, "the code on my card", scratch) == Numbers{0, 1});
  CHECK(prefilter.permits(3, scratch));
  CHECK(candidates(prefilter, strings, "a refund", scratch) == Numbers{0, 2});
  CHECK_FALSE(prefilter.permits(3, scratch));
}

TEST_CASE("a required group without strings permits nothing") {
  Prefilter prefilter;
  prefilter.require(0, {});
  prefilter.build();
  PrefilterScratch scratch;
  std::vector<std::uint32_t> patterns;
  prefilter.candidates({}, scratch, patterns);
  CHECK_FALSE(prefilter.permits(0, scratch));
}

TEST_CASE("no pattern that matches is left out") {
  const std::vector<std::string> words = {"refund", "please", "card", "closed", "fee", "now"};
  std::mt19937 random(7);  // NOLINT: every run is to be alike
  const auto word = [&] { return words[random() % words.size()]; };
  for (int round = 0; round < 50; ++round) {
    Prefilter prefilter;
    std::vector<Pattern> patterns;
    for (std::uint32_t i = 0; i < 20; ++i) {
      std::string expression = "(?:" + word() + "|" + word() + ")";
      for (auto parts = random() % 3; parts > 0; --parts) {
        expression += random() % 2 == 0 ? " ?" + word() : ".*(?:" + word() + "|" + word() + ")?";
      }
      patterns.emplace_back(expression, Pattern::Case::kFolded);
      prefilter.add(i, patterns.back());
    }
    const std::vector<std::string> strings = prefilter.build();
    PrefilterScratch scratch;
    for (int texts = 0; texts < 20; ++texts) {
      std::string text;
      for (auto count = random() % 5; count > 0; --count) text += word() + " ";
      const auto found = candidates(prefilter, strings, text, scratch);
      std::vector<std::string_view> groups;
      for (std::uint32_t i = 0; i < patterns.size(); ++i) {
        if (!patterns[i].find(text, 0, groups)) continue;
        CAPTURE(text, patterns[i].expression());
        CHECK(std::ranges::binary_search(found, i));
      }
    }
  }
}

}  // namespace decorum::text
