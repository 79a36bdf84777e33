// The automaton of streams, held to RE2 by trying every begin and every end.
#include "runtime/text/stream/match_automaton.h"

#include <re2/re2.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

namespace decorum::text::stream {
namespace {

constexpr const char* kExpressions[] = {"abc",
                                        "a+b",
                                        "(?:ab|ba){2,3}c?",
                                        "[0-9](?:[ -]?[0-9]){3,}",
                                        "a(?:b|cd)*d",
                                        "[^a-c ]{2,4}",
                                        "\\ba[bc]{2}\\b",
                                        "\\bab+|é[cd]{2}",
                                        "(?:\\ba|\\b[cd])d+",
                                        "\\b?[ab]{2}",
                                        "é+a",
                                        "[äöü]b?",
                                        "(?P<x>a{0,2})(?P<y>[b-d]+)",
                                        "a.c",
                                        "\\d\\d:\\d\\d",
                                        "a{3}",
                                        "a{2,}b",
                                        "(?:a?b?){1,3}c"};

/// Whether `regex` matches bytes [begin, end) of `text`, whose rest decides what stands at edges.
bool matches(const RE2& regex, const std::string& text, std::size_t begin, std::size_t end) {
  return regex.Match(text, begin, end, RE2::ANCHOR_BOTH, nullptr, 0);
}

/// Whether what stands from `begin` on can be continued to a match, tried with all continuations of
/// a few characters.
bool mayContinue(const RE2& regex, const std::string& text, std::size_t begin, int more) {
  if (matches(regex, text, begin, text.size())) return true;
  if (more == 0) return false;
  for (const char* c : {"a", "b", "c", "d", "0", ":", "-", "é", "ä"}) {
    if (mayContinue(regex, text + c, begin, more - 1)) return true;
  }
  return false;
}

std::string randomText(std::mt19937& random, std::size_t characters) {
  static const char* const kCharacters[] = {"a", "b", "c", "d", "0", "1",
                                            ":", "-", " ", "é", "ä", "日"};
  std::string text;
  for (std::size_t i = 0; i < characters; ++i)
    text += kCharacters[random() % std::size(kCharacters)];
  return text;
}

Nfa nfaOf(const std::string& expression) {
  Nfa nfa;
  REQUIRE(nfa.addExpression(expression, Letters::kAsWritten, 0, 0));
  return nfa;
}

}  // namespace

TEST_CASE("no end of a match is missed") {
  const unsigned seed = GENERATE(range(0u, 40u));
  std::mt19937 random(seed);
  for (const std::string expression : kExpressions) {
    const RE2 regex(expression);
    const MatchAutomaton automaton(nfaOf(expression));
    MatchReader reader(automaton);
    const std::string text = randomText(random, 14);
    INFO("seed " << seed << ", /" << expression << "/ in '" << text << "'");
    std::vector<MatchEnd> ends;
    reader.read(text, 0, ends);
    for (std::size_t end = 1; end <= text.size(); ++end) {
      bool ends_here = false;
      for (std::size_t begin = 0; begin < end; ++begin)
        ends_here |= matches(regex, text, begin, end);
      const bool told = std::ranges::any_of(ends, [&](const MatchEnd& e) { return e.at == end; });
      CHECK((told || !ends_here));
      const bool exact = expression.find("\\b") == std::string::npos &&
                         expression.find("[^") == std::string::npos &&
                         expression.find('.') == std::string::npos;
      if (exact) CHECK(told == ends_here);
    }
  }
}

TEST_CASE("the earliest begin of what is alive at the end is found") {
  const unsigned seed = GENERATE(range(100u, 120u));
  std::mt19937 random(seed);
  for (const std::string expression : kExpressions) {
    const RE2 regex(expression);
    const MatchAutomaton automaton(nfaOf(expression));
    MatchReader reader(automaton);
    const std::string text = randomText(random, 8);
    INFO("seed " << seed << ", /" << expression << "/ in '" << text << "'");
    std::size_t alive = text.size();
    for (std::size_t begin = text.size(); begin-- > 0;) {
      if ((text[begin] & 0xC0) == 0x80) continue;
      if (mayContinue(regex, text, begin, 4)) alive = begin;
    }
    std::vector<MatchEnd> ends;
    reader.read(text, 0, ends);
    CHECK(reader.earliestBegin({}) <= alive);
    const bool exact = expression.find_first_of("\\[.") == std::string::npos;
    if (exact) CHECK(reader.earliestBegin({}) == alive);
  }
}

TEST_CASE("a match that has ended is found from its end") {
  const MatchAutomaton automaton(nfaOf("ab+c"));
  MatchReader reader(automaton);
  const std::string text = "xx abbc yy abc zz";
  std::vector<MatchEnd> ends;
  reader.read(text, 0, ends);
  REQUIRE(ends.size() == 2);
  CHECK(ends[0].at == 7);
  CHECK(ends[1].at == 14);
  CHECK(reader.earliestBegin(ends) == 3);
  CHECK(reader.earliestBegin(std::span(ends).subspan(1)) == 11);
  CHECK(reader.earliestBegin({}) == text.size());
  reader.read(text, 4, ends);
  CHECK(reader.earliestBegin(std::span(ends).subspan(1)) == 11);
}

TEST_CASE("the longest match is known where there is one") {
  CHECK(nfaOf("a{2,5}b?").expressions[0].longest == 6);
  CHECK(nfaOf("ab|cdé").expressions[0].longest == 4);
  CHECK_FALSE(nfaOf("a+").expressions[0].longest);
  CHECK_FALSE(nfaOf("a{2,}").expressions[0].longest);
}

TEST_CASE("what the automaton does not understand is refused whole") {
  for (const char* expression : {"^a", "\\Aab", "\\p{Greek}", "(?z)a", "[a", "a{1000}{100}"}) {
    Nfa nfa;
    INFO(expression);
    CHECK_FALSE(nfa.addExpression(expression, Letters::kAsWritten, 0, 0));
    CHECK(nfa.states.empty());
    CHECK(nfa.expressions.empty());
  }
}

}  // namespace decorum::text::stream
