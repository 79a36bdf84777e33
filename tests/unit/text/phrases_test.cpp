#include <algorithm>
#include <catch2/catch.hpp>

#include "runtime/text/fold.h"
#include "tests/unit/text/random_text.h"
#include "tests/unit/text/scanning.h"

namespace decorum::text {
namespace {

using test::found;
using test::phrases;
using Parts = std::vector<std::string>;

PhraseOptions typos(std::uint8_t most) {
  PhraseOptions options;
  options.typos = most;
  return options;
}
PhraseOptions stem(std::string language) {
  PhraseOptions options;
  options.stem = std::move(language);
  return options;
}
PhraseOptions spaced() {
  PhraseOptions options;
  options.spaced = true;
  return options;
}
PhraseOptions anyAccent() {
  PhraseOptions options;
  options.any_accent = true;
  return options;
}
PhraseOptions exact() {
  PhraseOptions options;
  options.exact = true;
  return options;
}

struct Case {
  Matcher matcher;
  const char* message;
  Parts parts;
};

TEST_CASE("phrases are found as whole words, however they are written") {
  const auto c = GENERATE(values<Case>({
      {phrases({"lawyer"}), "I will call my Lawyer.", {"Lawyer"}},
      {phrases({"lawyer"}), "lawyers and outlawyer", {}},
      {phrases({"lawyer"}), "lawyer's _lawyer_ (lawyer)lawyer1", {"lawyer", "lawyer", "lawyer"}},
      {phrases({"Sue You"}), "I'll SUE\n\n you!", {"SUE\n\n you"}},
      {phrases({"don't"}), "I don’t", {"don’t"}},
      {phrases({"lawyer"}),
       "law\u200Byer l\u0430wyer ｌａｗｙｅｒ",
       {"law\u200Byer", "l\u0430wyer", "ｌａｗｙｅｒ"}},
      {phrases({"c++", ".net"}), "C++ and .NET, c+ net", {"C++", ".NET"}},
      {phrases({"c++"}), "abc++ c++x", {"c++"}},
      {phrases({"café"}), "cafe café cafe\u0301", {"café", "cafe\u0301"}},
      {phrases({"弁護士"}), "私の弁護士に電話", {"弁護士"}},
      {phrases({"iphone"}), "iPhoneを買う", {"iPhone"}},
      {phrases({"ทนาย"}), "เรียกทนายความ", {"ทนาย"}},
      {phrases({"변호사"}), "변호사를 부를", {"변호사"}},
      {phrases({"변호사"}), "국변호사", {}},
      {phrases({"адвокат"}), "Мой АДВОКАТ, адвокату", {"АДВОКАТ"}},
      {phrases({"ok"}), "o\u0301k ok\u0301 ok", {"ok"}},  // with a mark it is another letter
      {phrases({"small claims", "small claims court"}),
       "small claims court",
       {"small claims court"}},
      {phrases({"a b", "b c d"}), "a b c d", {"a b"}},
      {phrases({"😡"}), "so 😡😡", {"😡", "😡"}},
      {phrases({" lawyer  now "}), "lawyer now", {"lawyer now"}},
  }));
  CAPTURE(c.message);
  CHECK(found(c.matcher, c.message) == c.parts);
}

TEST_CASE("options widen or narrow what counts as the phrase") {
  const auto c = GENERATE(values<Case>({
      {phrases({"Visa"}, exact()), "visa Visa Visas VISA", {"Visa"}},
      {phrases({"a  b"}, exact()), "a b a  b", {"a  b"}},
      {phrases({"cafe"}, anyAccent()),
       "café CAFÉ cafe\u0301 cafe",
       {"café", "CAFÉ", "cafe\u0301", "cafe"}},
      {phrases({"Łódź"}, anyAccent()), "lodz", {"lodz"}},
      {phrases({"lawyer"}, spaced()), "l a w y e r", {"l a w y e r"}},
      {phrases({"lawyer"}, spaced()),
       "my L-A-W-Y-E-R l.a.w.y.e.r l_a_w_y_e_r",
       {"L-A-W-Y-E-R", "l.a.w.y.e.r", "l_a_w_y_e_r"}},
      {phrases({"lawyer"}, spaced()), "get a l a w y e r", {"l a w y e r"}},
      {phrases({"small claims"}, spaced()), "s m a l l  c l a i m s", {"s m a l l  c l a i m s"}},
      {phrases({"lawyer"}, spaced()), "la wy er, l a w y e", {}},
      {phrases({"lawyer"}), "l a w y e r", {}},
      {phrases({"refund"}, typos(1)),
       "refnud refun reffund refumd",
       {"refnud", "refun", "reffund", "refumd"}},
      {phrases({"refund"}, typos(1)), "rfnd refundable", {}},
      {phrases({"refund"}, typos(2)), "rfnd", {}},  // six letters take one
      {phrases({"representative"}, typos(2)),
       "representitve representive repreesntatvie reprezentatve",
       {"representitve", "representive", "repreesntatvie", "reprezentatve"}},
      {phrases({"sue you"}, typos(2)), "see you, sue you", {"sue you"}},
      {phrases({"four"}, typos(1)), "for fours", {"fours"}},
      {phrases({"real person"}, typos(1)),
       "a reel person, a real persn, a reel persn",
       {"reel person", "real persn"}},
      {phrases({"form 1099"}, typos(1)), "form 1098, from 1099", {"from 1099"}},
      {phrases({"cancel"}, stem("en")),
       "cancelled cancelling cancels cancel council",
       {"cancelled", "cancelling", "cancels", "cancel"}},
      {phrases({"cancel my order"}, stem("en")), "I cancelled my orders", {"cancelled my orders"}},
      {phrases({"kündigung"}, stem("de")), "Kündigungen", {"Kündigungen"}},
      {phrases({"cancel"}, stem("en")), "cancer", {}},
  }));
  CAPTURE(c.message);
  CHECK(found(c.matcher, c.message) == c.parts);
}

TEST_CASE("a hit names its matcher and its phrase") {
  const std::vector<Hit> hits =
      test::hitsOf({phrases({"agent", "human"}), phrases({"human"}), phrases({"HUMAN"}, exact())},
                   "A human agent");
  REQUIRE(hits.size() == 3);
  CHECK(hits[0].matcher == 0);
  CHECK(hits[0].item == 1);
  CHECK(hits[0].begin == 2);
  CHECK(hits[0].end == 7);
  CHECK(hits[1].item == 0);
  CHECK(hits[2].matcher == 1);
}

TEST_CASE("a scratch serves many scanners, and a scanner many messages") {
  ScanScratch scratch;
  ScanResult result;
  std::vector<Scanner> scanners;
  for (int i = 0; i < 20; ++i)
    scanners.push_back(test::build({phrases({"word" + std::to_string(i)})}));
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 20; ++i) {
      scanners[static_cast<std::size_t>(i)].scan("a word7 and word" + std::to_string(i), scratch,
                                                 result);
      CHECK(result.hits.size() == (i == 7 ? 2u : 1u));
    }
  }
}

/// What a phrases list finds, by looking for each phrase at each place of the folded text.
std::vector<std::pair<std::uint32_t, std::uint32_t>> naive(const Matcher& matcher,
                                                           const std::string& message) {
  const auto word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  Folded text;
  fold(message, text);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> hits;
  std::uint32_t free_from = 0;
  for (std::size_t i = 0; i < text.text.size(); ++i) {
    std::size_t longest = 0;
    for (const std::string& phrase : matcher.phrases) {
      Folded folded;
      fold(phrase, folded);
      const std::string& p = folded.text;
      if (text.text.compare(i, p.size(), p) != 0) continue;
      const std::size_t end = i + p.size();
      if (i > 0 && word(text.text[i - 1]) && word(p.front())) continue;
      if (end < text.text.size() && word(text.text[end]) && word(p.back())) continue;
      longest = std::max(longest, p.size());
    }
    if (longest == 0) continue;
    const std::uint32_t begin = text.originalBegin(static_cast<std::uint32_t>(i));
    const std::uint32_t end = text.originalEnd(static_cast<std::uint32_t>(i + longest));
    if (begin < free_from) continue;
    hits.emplace_back(begin, end);
    free_from = end;
  }
  return hits;
}

TEST_CASE("phrases are found where a naive search finds them", "[property]") {
  const unsigned seed = GENERATE(range(0u, 60u));
  INFO("seed " << seed);
  std::mt19937 random(seed);
  // Without spaces-free scripts and lone marks, whose rules the tables above show.
  const std::vector<std::string> pieces = {"a",  "b", "ab",     "ba", " ", "  ", "-",  ".",  "A",
                                           "ａ", "’", "\u200B", "c",  "1", "\n", "++", "abc"};
  std::vector<Matcher> matchers;
  for (unsigned i = 0; i < 1 + random() % 5; ++i) {
    Matcher matcher = phrases({});
    for (unsigned n = 1 + random() % 6; n > 0; --n) {
      const std::string phrase =
          test::randomText(random, {"a", "b", "ab", "c", "1", "a b", "-", "++", "'"}, 4);
      if (phrase.find_first_not_of(' ') != std::string::npos) matcher.phrases.push_back(phrase);
    }
    if (!matcher.phrases.empty()) matchers.push_back(matcher);
  }
  const Scanner scanner = test::build(matchers);
  ScanScratch scratch;
  ScanResult result;
  for (int i = 0; i < 40; ++i) {
    const std::string message = test::randomText(random, pieces, 30);
    CAPTURE(message);
    scanner.scan(message, scratch, result);
    for (std::uint32_t m = 0; m < matchers.size(); ++m) {
      CAPTURE(m, matchers[m].phrases);
      std::vector<std::pair<std::uint32_t, std::uint32_t>> hits;
      for (const Hit& hit : result.hits) {
        if (hit.matcher == m) hits.emplace_back(hit.begin, hit.end);
      }
      REQUIRE(hits == naive(matchers[m], message));
    }
  }
}

/// Edits between two words, by trying all of them: the definition itself.
int edits(const std::string& a, const std::string& b) {
  std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<int>(i + j);
        continue;
      }
      d[i][j] =
          std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

TEST_CASE("words with typos are found where their distance allows", "[property]") {
  const unsigned seed = GENERATE(range(0u, 30u));
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const auto word = [&] {
    std::string result(3 + random() % 8, 'a');
    for (char& c : result) c = static_cast<char>('a' + random() % 3);
    return result;
  };
  const auto most = static_cast<std::uint8_t>(1 + random() % 2);
  std::vector<std::string> list;
  for (int i = 0; i < 5; ++i) list.push_back(word());
  const Scanner scanner = test::build({phrases(list, typos(most))});
  ScanScratch scratch;
  ScanResult result;
  for (int i = 0; i < 200; ++i) {
    const std::string message = word();
    const bool expected = std::any_of(list.begin(), list.end(), [&](const std::string& phrase) {
      if (phrase == message) return true;
      if (phrase.size() < 4 || message.size() < 4) return false;
      return edits(message, phrase) <= std::min<int>(most, phrase.size() < 8 ? 1 : 2);
    });
    CAPTURE(message, list, most);
    scanner.scan(message, scratch, result);
    REQUIRE(result.hits.size() == (expected ? 1u : 0u));
  }
}

TEST_CASE("hits stand at whole characters of any text, and fold to their phrase", "[property]") {
  const unsigned seed = GENERATE(range(0u, 30u));
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const Matcher list = phrases({"lawyer", "straße", "が", "é", "office", "½", "fi"});
  const Scanner scanner =
      test::build({list, phrases({"e", "strasse"}, anyAccent()), phrases({"off"}, spaced())});
  const std::vector<std::string> pieces = {"lawyer", "l\u0430wyer", "STRASSE", "ß",   "stra",
                                           "e",      "か\u3099",    "が",      "é",   "e\u0301",
                                           "oﬃce",   "ﬁ",           "½",       " ",   "\u200B",
                                           "😀",     "o f f",       "\u0301",  "1/2", "-"};
  ScanScratch scratch;
  ScanResult result;
  for (int i = 0; i < 60; ++i) {
    const std::string message = test::randomText(random, pieces, 8);
    CAPTURE(message);
    scanner.scan(message, scratch, result);
    for (const Hit& hit : result.hits) {
      REQUIRE(hit.begin < hit.end);
      REQUIRE(test::atBoundary(message, hit.begin));
      REQUIRE(test::atBoundary(message, hit.end));
      if (hit.matcher != 0) continue;
      Folded phrase, part;
      fold(list.phrases[hit.item], phrase);
      fold(message.substr(hit.begin, hit.end - hit.begin), part);
      REQUIRE(part.text.find(phrase.text) != std::string::npos);
    }
  }
}

TEST_CASE("what a phrases list cannot be is refused") {
  const auto message = [](const Matcher& matcher) {
    const auto errors = checkMatcher(matcher);
    return errors.empty() ? std::string() : errors[0].message;
  };
  CHECK(message(phrases({"ok", "\u200B "})) == "the phrase '\u200B ' has no visible character");
  CHECK(message(phrases({})) == "the list has no phrases");
  CHECK(message(phrases({"a"}, typos(3))) == "'typos 3' allows too many errors");
  CHECK(message(phrases({"a"}, stem("xx"))) == "there is no stemmer for the language 'xx'");
  CHECK(message(phrases({"a"}, stem("pt-BR"))).empty());
  PhraseOptions both = exact();
  both.spaced = true;
  CHECK(message(phrases({"a"}, both)) ==
        "'exact' compares texts as written, so 'spaced' has no meaning with it");
}

}  // namespace
}  // namespace decorum::text
