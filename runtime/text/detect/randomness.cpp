#include "runtime/text/detect/randomness.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "runtime/text/detect/common.h"

namespace decorum::text::detect {
namespace {

bool isSmall(char c) { return c >= 'a' && c <= 'z'; }
bool isCapital(char c) { return c >= 'A' && c <= 'Z'; }

int kindOf(char c) {
  if (isSmall(c)) return 0;
  if (isCapital(c)) return 1;
  return isDigit(c) ? 2 : 3;
}

/// The pairs that make up most of written English; those of related languages are much the same.
constexpr std::string_view kPairs =
    "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve "
    "co me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no "
    "ct us ac ot il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts "
    "mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab gh ty op wo "
    "sa ay ex ke ui fr oo ag if ck ey pi up ga ap da bo by ue my uc do go pu cr ub od ep ok ss";

constexpr auto kIsPair = [] {
  std::array<bool, 26 * 26> table{};
  for (std::size_t i = 0; i + 1 < kPairs.size(); i += 3) {
    table[static_cast<std::size_t>(kPairs[i] - 'a') * 26 +
          static_cast<std::size_t>(kPairs[i + 1] - 'a')] = true;
  }
  return table;
}();

std::size_t longestRun(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    run = i > 0 && text[i] == text[i - 1] ? run + 1 : 1;
    longest = std::max(longest, run);
  }
  return longest;
}

}  // namespace

double bitsACharacter(std::string_view text) {
  std::array<std::size_t, 256> counts{};
  for (const char c : text) ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  for (const std::size_t count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / static_cast<double>(text.size());
    bits -= share * std::log2(share);
  }
  return bits;
}

CharacterMix mixOf(std::string_view text) {
  CharacterMix mix;
  std::array<bool, 256> seen{};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int kind = kindOf(text[i]);
    ++(kind == 0 ? mix.small : kind == 1 ? mix.capital : kind == 2 ? mix.digits : mix.others);
    if (i > 0 && kind != kindOf(text[i - 1])) ++mix.changes;
    bool& known = seen[static_cast<unsigned char>(text[i])];
    mix.distinct += known ? 0 : 1;
    known = true;
  }
  return mix;
}

double wordLikeness(std::string_view text) {
  std::size_t pairs = 0;
  std::size_t frequent = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (!isSmall(text[i])) continue;
    const char before =
        isCapital(text[i - 1]) ? static_cast<char>(text[i - 1] + 0x20) : text[i - 1];
    if (!isSmall(before)) continue;
    ++pairs;
    const auto index = static_cast<std::size_t>(before - 'a') * 26;
    frequent += kIsPair[index + static_cast<std::size_t>(text[i] - 'a')] ? 1 : 0;
  }
  return pairs < 6 ? 0 : static_cast<double>(frequent) / static_cast<double>(pairs);
}

bool looksRandom(std::string_view text) {
  if (text.size() < 8 || longestRun(text) > 4) return false;
  const CharacterMix mix = mixOf(text);
  const auto size = static_cast<double>(text.size());
  // Words with a number at their end change kinds seldom, random letters and digits often.
  const bool letters_and_digits = mix.digits > 0 && mix.small + mix.capital > 0;
  const double bits = bitsACharacter(text);
  const double expected = std::min(std::log2(size) * 0.75, letters_and_digits ? 3.0 : 3.6);
  if (bits < expected) return false;
  const bool mixed = letters_and_digits || (mix.small > 0 && mix.capital > 0 && size >= 16);
  if (!mixed) return false;
  // Of the letters of hexadecimal digits many pairs are frequent ones.
  const bool hex = text.find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos;
  if (!hex && wordLikeness(text) > 0.62) return false;
  return static_cast<double>(mix.changes) >= 0.15 * size || size >= 32;
}

bool isPlaceholder(std::string_view folded) {
  for (const std::string_view part :
       {"example", "your",   "changeme",  "change_me", "change-me", "placeholder", "xxxx",
        "****",    "....",   "dummy",     "sample",    "redacted",  "insert",      "replace",
        "todo",    "fixme",  "undefined", "foobar",    "<",         ">",           "${",
        "{{",      "%(",     "$(",        "-here",     "_here",     "____",        "----",
        "removed", "hidden", "masked",    "fake"}) {
    if (folded.find(part) != std::string_view::npos) return true;
  }
  const auto whole = {"none",  "null",  "true",   "false", "test", "password", "secret",
                      "token", "value", "string", "empty", "nil",  "key",      "hello"};
  return std::ranges::find(whole, folded,
                           [](const char* word) { return std::string_view(word); }) != whole.end();
}

}  // namespace decorum::text::detect
