// A text in pieces gives the hits of the whole text, and none of its bytes leaves too early.
#include "runtime/text/stream/text_tail.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "runtime/text/scanner.h"
#include "runtime/text/utf8.h"
#include "tests/unit/text/scanning.h"

namespace decorum::text::stream {
namespace {

struct Place {
  std::uint32_t matcher = 0;
  std::uint64_t begin = 0, end = 0;
  bool operator==(const Place&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Place& place) {
  return out << place.matcher << ":[" << place.begin << "," << place.end << ")";
}

std::vector<Place> placesOf(const Scanner& scanner, const std::string& text) {
  ScanScratch scratch;
  ScanResult result;
  scanner.scan(text, scratch, result);
  std::vector<Place> places;
  for (const Hit& hit : result.hits) places.push_back({hit.matcher, hit.begin, hit.end});
  return places;
}

/// Matchers, and what finds them at once and in pieces.
struct Search {
  explicit Search(const std::vector<Matcher>& matchers)
      : scanner(test::build(matchers)), hold_back(matchers), scratch(hold_back) {}
  Scanner scanner;
  HoldBack hold_back;
  HoldBackScratch scratch;
};

/// Gives `text` in pieces that end at `cuts`, and collects what is found.
std::vector<Place> placesInPieces(Search& search, const std::string& text,
                                  std::vector<std::size_t> cuts) {
  auto& [scanner, hold_back, scratch] = search;
  cuts.push_back(text.size());
  ScanScratch scan_scratch;
  ScanResult result;
  TextTail tail;
  std::vector<Place> places;
  std::size_t given = 0;
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    tail.append(std::string_view(text).substr(given, cuts[i] - given));
    given = cuts[i];
    const bool last = i + 1 == cuts.size();
    const auto step =
        tail.settle(hold_back, scratch, last ? TextTail::More::kNone : TextTail::More::kMayCome);
    const ScriptEvidence before = tail.evidence();
    scanner.scan(tail.text(), scan_scratch, result, {.before = &before});
    for (const Hit& hit : result.hits) {
      const Place place{hit.matcher, tail.begin() + hit.begin, tail.begin() + hit.end};
      if (place.begin < step.begin || place.begin >= step.end) continue;
      CHECK(place.end <= step.end);
      CHECK(step.may_match);
      places.push_back(place);
    }
    tail.trim(hold_back);
  }
  CHECK(tail.released() == text.size());
  std::ranges::stable_sort(places, [](const Place& a, const Place& b) {
    return a.matcher != b.matcher ? a.matcher < b.matcher : a.begin < b.begin;
  });
  return places;
}

std::vector<Matcher> matchersOfAllKinds() {
  std::vector<Matcher> matchers;
  for (const std::string_view name : detectorNames()) {
    matchers.push_back(test::detector(std::string(name)));
  }
  for (const char* expression : {"a+b", "aa", "(?:ab){2,}", "[0-9]{3}-[0-9]{2}", "ord-[0-9]{4}",
                                 "\\bsecret\\b", "x(?:yz)*", "é.e", "日本+"}) {
    matchers.push_back(test::pattern(expression));
  }
  Matcher near = test::pattern("[0-9]{4}");
  near.near = {{{"card", "pin code"}, 12, true}};
  matchers.push_back(near);
  Matcher exact = test::pattern("A[bc]+");
  exact.exact = true;
  matchers.push_back(exact);
  matchers.push_back(test::phrases({"human", "real person", "are you a bot", "日本"}));
  Matcher accents = test::phrases({"cafe", "resume"});
  accents.options.any_accent = true;
  matchers.push_back(accents);
  Matcher written = test::phrases({"ACME", "Über uns"});
  written.options.exact = true;
  matchers.push_back(written);
  std::erase_if(matchers, [](const Matcher& matcher) { return waitOf(matcher).whole_reply; });
  return matchers;
}

constexpr const char* kParts[] = {"call me at +1 (415) 555-2671",
                                  "my card is 4111 1111 1111 1111",
                                  "4111-1111-1111-1111",
                                  "jane.doe@example.com",
                                  "https://www.example.com/a?b=c",
                                  "DE89 3704 0044 0532 0130 00",
                                  "192.168.0.1",
                                  "2001:db8::1",
                                  "$1,234.50",
                                  "12 March 2026",
                                  "2026-11-22",
                                  "078-05-1121 is my ssn",
                                  "pin code 1234",
                                  "the card 9876 was",
                                  "ord-1234",
                                  "ord-12345",
                                  "aaaab",
                                  "ababab",
                                  "aaaaaaa",
                                  "real person",
                                  "real  person",
                                  "are you a bot?",
                                  "café",
                                  "cafe\u0301",
                                  "re\u0301sume\u0301",
                                  "ACME",
                                  "Über uns",
                                  "Abcbc",
                                  "日本本日本です",
                                  "ｃａｒｄ １２３４",
                                  "сор",
                                  "Привет",
                                  "pаypal",
                                  "жук сор",
                                  "hu\u200Bman",
                                  "secret",
                                  "secrets",
                                  "x",
                                  "xyzyz",
                                  "éde",
                                  ".",
                                  ",",
                                  "\n",
                                  "  ",
                                  "\t",
                                  "\u00A0",
                                  "__",
                                  "i\u0307",
                                  "한국어",
                                  "ᄒ\u1161\u11AB",
                                  "0",
                                  "12",
                                  "100%",
                                  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefghijk",
                                  "akiaiosfodnn7example",
                                  "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----",
                                  "hello",
                                  "world",
                                  "and then",
                                  "cvv 123",
                                  "?",
                                  "😀",
                                  "a",
                                  "-",
                                  "@",
                                  "é",
                                  "e\u0301\u0334",
                                  "ﬁne"};

std::string randomText(std::mt19937& random) {
  std::string text;
  for (std::size_t i = 0, parts = 1 + random() % 14; i < parts; ++i) {
    text += kParts[random() % std::size(kParts)];
    if (random() % 3 != 0) text += ' ';
  }
  return text;
}

std::vector<std::size_t> characterPlaces(const std::string& text) {
  std::vector<std::size_t> places;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (!isContinuation(text[i])) places.push_back(i);
  }
  return places;
}

}  // namespace

TEST_CASE("a text in pieces has the hits of the whole text") {
#ifdef DECORUM_SANITIZED
  constexpr unsigned kSeeds = 30;
#else
  constexpr unsigned kSeeds = 120;
#endif
  Search search(matchersOfAllKinds());
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    std::mt19937 random(seed);
    const std::string text = randomText(random);
    const std::vector<Place> whole = placesOf(search.scanner, text);
    std::vector<std::size_t> cuts;
    for (const std::size_t place : characterPlaces(text)) {
      if (random() % (1 + random() % 8) == 0) cuts.push_back(place);
    }
    INFO("seed " << seed << ", '" << text << "'");
    CHECK(placesInPieces(search, text, cuts) == whole);
    CHECK(placesInPieces(search, text, characterPlaces(text)) == whole);
  }
}

TEST_CASE("each matcher alone holds back enough") {
  std::mt19937 random(200);
  for (const Matcher& matcher : matchersOfAllKinds()) {
    Search search({matcher});
    for (int round = 0; round < 6; ++round) {
      const std::string text = randomText(random);
      INFO(matcher.detector << matcher.pattern << ", '" << text << "'");
      CHECK(placesInPieces(search, text, characterPlaces(text)) == placesOf(search.scanner, text));
    }
  }
}

TEST_CASE("ordinary words are held back for a word at most") {
  const HoldBack hold_back(
      {test::detector("pii.email"), test::detector("pii.card"), test::phrases({"real person"})});
  HoldBackScratch scratch(hold_back);
  TextTail tail;
  const std::string text =
      "Thank you for waiting. Your parcel is on its way, and it will be there soon.";
  std::size_t most = 0;
  for (const char c : text) {
    tail.append(std::string(1, c));
    tail.settle(hold_back, scratch, TextTail::More::kMayCome);
    tail.trim(hold_back);
    most = std::max<std::size_t>(most, tail.end() - tail.released());
  }
  CHECK(most <= 8);
}

TEST_CASE("what is encoded is waited for") {
  Matcher card = test::detector("pii.card");
  CHECK_FALSE(waitOf(card).whole_reply);
  card.decoded = true;  // a run of base64 is read from its begin to its end
  CHECK(waitOf(card).whole_reply);
}

}  // namespace decorum::text::stream
