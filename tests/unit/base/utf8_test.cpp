#include "runtime/base/utf8.h"

#include <catch2/catch.hpp>
#include <random>

namespace decorum::utf8 {
namespace {

/// What a well-formed text is, by its definition: decodes to a code point that encodes to the same
/// bytes and is no surrogate.
bool isWellFormedByDefinition(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = [&](std::size_t i) {
      return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
    };
    const unsigned lead = byte(0);
    const std::size_t bytes = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : 4;
    char32_t code_point = bytes == 1 ? lead : lead & (0x7Fu >> bytes);
    for (std::size_t i = 1; i < bytes; ++i) code_point = code_point << 6 | (byte(i) & 0x3F);
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point < 0xE000)) return false;
    std::string again;
    append(again, code_point);
    if (text.substr(at, bytes) != again) return false;
    at += bytes;
  }
  return true;
}

TEST_CASE("well-formed texts are those that decode and encode to themselves") {
  const unsigned seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  constexpr unsigned char kBytes[] = {'a',  'b',  0x80, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xE2,
                                      0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF, 0x8F, 0x90};
  int well_formed = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (std::size_t n = random() % 6; n > 0; --n) {
      text += static_cast<char>(kBytes[random() % sizeof kBytes]);
    }
    CAPTURE(text);
    REQUIRE(isWellFormed(text) == isWellFormedByDefinition(text));
    well_formed += isWellFormed(text) ? 1 : 0;
    REQUIRE(isWellFormedByDefinition(repaired(text)));
  }
  CHECK(well_formed > 100);
}

TEST_CASE("repairing keeps the way back") {
  std::string out;
  std::vector<std::uint32_t> origin;
  repair("a\xFF\xE2\x82z\u00e9", out, origin);
  CHECK(out == "a\uFFFD\uFFFDz\u00e9");
  CHECK(origin == std::vector<std::uint32_t>{0, 1, 1, 1, 2, 2, 2, 4, 5, 5, 7});
}

TEST_CASE("a character that is not all there yet is left out") {
  CHECK(wholeCharacters("") == 0);
  CHECK(wholeCharacters("ab") == 2);
  CHECK(wholeCharacters("a\xE2\x82") == 1);
  CHECK(wholeCharacters("a\xE2\x82\xAC") == 4);
  CHECK(wholeCharacters("\xF0\x9F\x98") == 0);
  CHECK(wholeCharacters("a\xE2\x28") == 3);  // never to be one
  CHECK(wholeCharacters("a\x80\x80\x80") == 4);
  CHECK(wholeCharacters("a\xFF") == 2);
}

TEST_CASE("cutting stops between code points") {
  CHECK(cut("ab\u20ac", 5) == "ab\u20ac");
  CHECK(cut("ab\u20ac", 4) == "ab");
  CHECK(cut("ab\u20ac", 3) == "ab");
  CHECK(cut("ab\u20ac", 2) == "ab");
  CHECK(cut("\U0001F600", 3).empty());
  CHECK(cut("\x80\x80\x80\x80\x80\x80", 4).size() == 4);
  CHECK(codePoints("a\u20ac\xFF") == 3);
}

}  // namespace
}  // namespace decorum::utf8
