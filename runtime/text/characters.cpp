// Word characters and word edges, by ICU beyond ASCII.
#include "runtime/text/characters.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "runtime/text/utf8.h"

namespace decorum::text {
namespace {

constexpr bool isAsciiWord(char32_t c) {
  return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

UScriptCode scriptOf(char32_t c) {
  UErrorCode error = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(c), &error);
}

bool isHangul(char32_t c) { return c >= 0x1100 && scriptOf(c) == USCRIPT_HANGUL; }

/// Whether the characters on both sides of `position` are part of one word.
bool isInsideWord(std::string_view text, std::size_t position) {
  if (position == 0 || position >= text.size()) return false;
  const char32_t before = decodeBefore(text, position).code_point;
  const char32_t after = decodeAt(text, position).code_point;
  if (!isWordCharacter(before) || !isWordCharacter(after)) return false;
  if (before < 0x80 && after < 0x80) return true;
  return !isUnspaced(before) && !isUnspaced(after) && isHangul(before) == isHangul(after);
}

}  // namespace

bool isWordCharacter(char32_t code_point) {
  if (code_point < 0x80) return isAsciiWord(code_point);
  return (U_GET_GC_MASK(static_cast<UChar32>(code_point)) &
          (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0;
}

bool isUnspaced(char32_t code_point) {
  if (code_point < 0x0E00) return false;
  if (code_point == 0x30FC) return true;  // the sign of a long vowel in Kana, of no script alone
  switch (scriptOf(code_point)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_YI:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
    case USCRIPT_TIBETAN:
    case USCRIPT_NEW_TAI_LUE:
    case USCRIPT_TAI_LE:
    case USCRIPT_LANNA:
    case USCRIPT_JAVANESE:
    case USCRIPT_BALINESE:
      return true;
    default:
      return false;
  }
}

bool mayBeginWord(std::string_view text, std::size_t position) {
  return !isInsideWord(text, position);
}

bool mayEndWord(std::string_view text, std::size_t position) {
  if (!isInsideWord(text, position)) return true;
  const Decoded after = decodeAt(text, position);
  return after.bytes > 1 && isHangul(after.code_point);
}

void findWords(std::string_view text, std::vector<WordSpan>& words) {
  words.clear();
  bool inside = false;
  for (std::uint32_t i = 0; i < text.size();) {
    const Decoded decoded = decodeAt(text, i);
    const bool word = isWordCharacter(decoded.code_point);
    if (word && !inside) words.push_back({i, i});
    i += decoded.bytes;
    if (word) words.back().end = i;
    inside = word;
  }
}

}  // namespace decorum::text
