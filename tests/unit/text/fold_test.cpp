#include "runtime/text/fold.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/unit/text/random_text.h"
#include "tests/unit/text/reference_fold.h"

namespace decorum::text {
namespace {

std::string folded(std::string_view message) {
  Folded out;
  fold(message, out);
  return out.text;
}

struct Case {
  const char* message;
  const char* folded;
};

TEST_CASE("folding gives what people see as the same text one spelling") {
  const auto c = GENERATE(values<Case>({
      {"", ""},
      {"Call my LAWYER!", "call my lawyer!"},
      {"a \t\r\n b", "a b"},
      {"  a  ", " a "},
      {"Ｌａｗｙｅｒ　ｎｏｗ", "lawyer now"},
      {"𝐋𝒶𝔴𝕪𝖊𝗋", "lawyer"},
      {"ⓛⒶ🅦🆈🄴r", "lawyer"},
      {"ʟᴀᴡʏᴇʀ", "lawyer"},
      {"law\u200Byer", "lawyer"},
      {"l\u00ADa\u2060w\uFE0Fy\u202Ee\U000E0041r", "lawyer"},
      {"law\x01yer\x7F", "lawyer"},
      {"l\u0336a\u0336w\u0336yer", "lawyer"},
      {"Straße ﬁne", "strasse fine"},
      {"İstanbul ISPARTA ısparta", "istanbul isparta isparta"},
      {"don’t “say” – that…", "don't \"say\" - that..."},
      {"don´t", "don't"},
      {"a\u00A0\u2003b\u2028c", "a b c"},
      {"½ 5⁄6 ² ①", "1/2 5/6 2 1"},
      {"٤١١١ ４１ ४", "4111 41 4"},
      {"CAFÉ cafe\u0301", "café café"},
      {"ショート が か\u3099", "ショート が が"},
      {"ｼｮｰﾄ", "ショート"},
      {"한국어", "한국어"},
      {"ΣΊΣΥΦΟΣ", "σίσυφοσ"},
  }));
  CHECK(folded(c.message) == c.folded);
}

TEST_CASE("look-alike letters are read as Latin only where the text around them is") {
  const auto c = GENERATE(values<Case>({
      {"l\u0430wy\u0435r", "lawyer"},                // Cyrillic a and ie in a Latin word
      {"my \u0455\u0435\u0445", "my sex"},           // wholly of look-alikes, in Latin text
      {"\u0455\u0435\u0445", "\u0455\u0435\u0445"},  // the same alone
      {"сор и мусор", "сор и мусор"},                // Russian
      {"The word сор means мусор", "the word сор means мусор"},
      {"iPhoneйм", "iphoneйм"},  // a Latin word with a Russian ending
      {"Α Ω", "α ω"},
      {"\u0391\u0392C", "abc"},  // Greek capitals beside a Latin one
      {"Νο ρυθμός", "νο ρυθμόσ"},
      {"l\u0430\u0301wy\u0451r", "láwyër"},  // accents stay on the letter
      {"𝛂bc", "abc"},
      {"5\u041A", "5к"},  // a single letter is left alone
      {"l\u200B\u0430\u200Bwyer", "lawyer"},
      {"lаwуег", "lawyer"},
      {"my lаwуег \u0455\u0435\u0445", "my lawyer sex"},
  }));
  CHECK(folded(c.message) == c.folded);
}

TEST_CASE("accents are removed, letters of other scripts are not") {
  const auto c = GENERATE(values<Case>({
      {"Café RÉSUMÉ", "cafe resume"},
      {"Łódź Ærø œuvre", "lodz aero oeuvre"},
      {"Việt Nam", "viet nam"},
      {"мой ёж", "мой еж"},
      {"がぎ", "がぎ"},
      {"กำลัง", "ก\u0e4dาลัง"},  // U+0E33 is taken apart by its compatibility form alone
      {"plain", "plain"},
      {"two  spaces", "two spaces"},
  }));
  Folded out;
  foldAccents(c.message, out);
  CHECK(out.text == c.folded);
}

TEST_CASE("folded places lead back to whole characters of the message") {
  struct Place {
    const char* message;
    const char* folded;  ///< found once in the folded text
    const char* original;
  };
  const auto c = GENERATE(values<Place>({
      {"Call my LAWYER!", "lawyer", "LAWYER"},
      {"a   LAWYER", "lawyer", "LAWYER"},
      {"a   LAWYER", "a lawyer", "a   LAWYER"},
      {"x Ｌａｗｙｅｒ.", "lawyer", "Ｌａｗｙｅｒ"},
      {"law\u200Byer.", "lawyer", "law\u200Byer"},
      {"oﬃce", "f", "ﬃ"},
      {"e\u0301tat", "\u00E9", "e\u0301"},
      {"Straße", "ss", "ß"},
  }));
  Folded out;
  fold(c.message, out);
  const auto begin = static_cast<std::uint32_t>(out.text.find(c.folded));
  const auto end = begin + static_cast<std::uint32_t>(std::string_view(c.folded).size());
  const std::string_view message = c.message;
  CHECK(message.substr(out.originalBegin(begin), out.originalEnd(end) - out.originalBegin(begin)) ==
        c.original);
}

void checkFold(const std::string& message) {
  CAPTURE(message);
  Folded out;
  fold(message, out);
  REQUIRE(out.text == test::referenceFold(message));
  REQUIRE(isUtf8(out.text));
  if (out.origin.empty()) {
    REQUIRE(out.text.size() == message.size());
    return;
  }
  REQUIRE(out.origin.size() == out.text.size() + 1);
  REQUIRE(out.origin.back() == message.size());
  for (std::size_t i = 0; i < out.text.size(); ++i) {
    REQUIRE(out.origin[i] <= out.origin[i + 1]);
    REQUIRE(test::atBoundary(message, out.origin[i]));
  }
}

TEST_CASE("folding agrees with the reference on random text", "[property]") {
  const unsigned seed = GENERATE(range(0u, 60u));
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const std::vector<std::string> pieces = {
      "a",      "B",  " ",      "  ",      "\n", "wyer",    "1",      "-",      "\u0430",
      "\u0435", "ж",  "\u0391", "\u03B7",  "Ω",  "\u0301",  "\u0336", "\u200B", "\u00AD",
      "\u00A0", "’",  "é",      "e\u0301", "İ",  "I\u0307", "ﬁ",      "か",     "\u3099",
      "漢",     "ᄀ", "ᅡ",      "ᆨ",       "가", "ก",       "ำ",      "\x01",   "½",
      "𝐚",      "𝛂",  "ⓐ",      "٣",       "ʟ",  "ё",       "й",      "𐐀",      "ﷺ",
      "\u0307", "¨",  "=",      "\u0338",  "̈́",   "\u20E3"};
  for (int i = 0; i < 50; ++i) {
    checkFold(test::randomText(random, pieces, 12));
    checkFold(test::randomUnicode(random, 20));
  }
}

TEST_CASE("the ASCII path agrees with the reference", "[property]") {
  const unsigned seed = GENERATE(range(0u, 40u));
  INFO("seed " << seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 20; ++i) {
    std::string message(random() % 70, 'x');
    const bool controls = random() % 4 == 0;
    const unsigned spaces = random() % 3;
    for (char& c : message) {
      c = static_cast<char>(controls ? random() % 128 : ' ' + 1 + random() % 94);
      if (random() % 8 < spaces) c = " \t\n\r\v\f"[random() % 6];
    }
    checkFold(message);
  }
}

TEST_CASE("folding what is folded changes nothing", "[property]") {
  const unsigned seed = GENERATE(range(0u, 40u));
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const std::vector<std::string> pieces = {"Law",    "\u0430", "\u0415", "ж", " ",
                                           "\u200B", "É",      "’",      "ﬁ", "Straße",
                                           "か",     "\u3099", "Ω",      "İ"};
  for (int i = 0; i < 50; ++i) {
    const std::string once = folded(test::randomText(random, pieces, 10));
    CAPTURE(once);
    REQUIRE(folded(once) == once);
  }
}

TEST_CASE("ill-formed UTF-8 is found and repaired") {
  struct Repair {
    std::string bytes;
    std::string repaired;
    std::uint32_t replaced;
  };
  const auto c = GENERATE(values<Repair>({
      {"plain", "plain", 0},
      {"é漢😀", "é漢😀", 0},
      {"a\x80z", "a\uFFFDz", 1},
      {"a\xC3", "a\uFFFD", 1},
      {"\xC0\xAF", "\uFFFD\uFFFD", 2},            // overlong
      {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD", 3},  // a surrogate
      {"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD", 4},
      {"\xE2\x82z", "\uFFFDz", 1},  // cut short
      {"\xF0\x9F\x98", "\uFFFD", 1},
      {"\xFF", "\uFFFD", 1},
  }));
  std::uint32_t replaced = 99;
  CHECK(repairUtf8(c.bytes, replaced) == c.repaired);
  CHECK(replaced == c.replaced);
  CHECK(isUtf8(c.bytes) == (c.replaced == 0));
}

TEST_CASE("repair gives UTF-8 whatever the bytes", "[property]") {
  const unsigned seed = GENERATE(range(0u, 20u));
  INFO("seed " << seed);
  std::mt19937 random(seed);
  std::string bytes(random() % 60, ' ');
  for (char& byte : bytes)
    byte = static_cast<char>(random() % 2 == 0 ? random() : 0xE0 + random() % 32);
  std::uint32_t replaced = 0;
  const std::string repaired = repairUtf8(bytes, replaced);
  CHECK(isUtf8(repaired));
  CHECK((replaced == 0) == (repaired == bytes));
}

}  // namespace
}  // namespace decorum::text
