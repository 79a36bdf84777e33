#include "runtime/text/word_count.h"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <catch2/catch.hpp>
#include <memory>

#include "tests/unit/text/random_text.h"

namespace decorum::text {
namespace {

/// ICU over the whole text.
std::uint32_t byIcu(const std::string& text) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error));
  const icu::UnicodeString whole = icu::UnicodeString::fromUTF8(text);
  breaks->setText(whole);
  std::uint32_t words = 0;
  int begin = breaks->first();
  for (int end = breaks->next(); end != icu::BreakIterator::DONE; end = breaks->next()) {
    bool at_signs = true;  // ICU counts them as letters; alone they are no word
    for (int i = begin; i < end; ++i) at_signs &= whole[i] < 0x80 && u_isalnum(whole[i]) == 0;
    words += breaks->getRuleStatus() >= UBRK_WORD_NONE_LIMIT && !at_signs;
    begin = end;
  }
  return words;
}

TEST_CASE("what is a word") {
  struct Count {
    const char* text;
    std::uint32_t words;
  };
  const auto c = GENERATE(values<Count>({
      {"", 0},
      {"Hello, world!", 2},
      {"don't can’t 3.14 1,000 a.b", 5},
      {"über naïve", 2},
      {"--- ... !", 0},
      {"snake_case a-b", 3},
      {"😀 ok", 1},
  }));
  CAPTURE(c.text);
  CHECK(WordCounter().count(c.text) == c.words);
}

TEST_CASE("words are counted as ICU counts them", "[property]") {
  const unsigned seed = GENERATE(range(0u, 40u));
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const std::vector<std::string> pieces = {
      "a",  "bc", "1", "23",   "_",  "'",   ".",  ",",      ";",      ":", "-", "\"", " ",   "\n",
      "\t", "é",  "’", "漢字", "が", "ไทย", "😀", "\u0301", "\u200B", "א", "@", "/",  "\x01"};
  WordCounter counter;
  for (int i = 0; i < 100; ++i) {
    const std::string text = test::randomText(random, pieces, 12);
    CAPTURE(text);
    REQUIRE(counter.count(text) == byIcu(text));
  }
}

TEST_CASE("words of ASCII text are counted as ICU counts them", "[property]") {
  const unsigned seed = GENERATE(range(0u, 60u));
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const std::vector<std::string> pieces = {"a", "Bc", "1", "23", "'", ".",    ",", ";",
                                           ":", "-",  " ", "\n", "/", "word", "(", "Z"};
  WordCounter counter;
  for (int i = 0; i < 50; ++i) {
    std::string text = test::randomText(random, pieces, 150);
    if (i % 5 == 0) text.insert(random() % (text.size() + 1), i % 2 == 0 ? "_" : "@");
    CAPTURE(text);
    REQUIRE(counter.count(text) == byIcu(text));
  }
}

}  // namespace
}  // namespace decorum::text
