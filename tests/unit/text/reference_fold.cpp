#include "tests/unit/text/reference_fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace decorum::text::test {
namespace {

using icu::Normalizer2;
using icu::UnicodeString;

const std::map<UChar32, UChar32> kVariants = {
#define LATIN_VARIANT(code_point, latin) {code_point, latin},
#define LOOKALIKE(code_point, latin)
#define ROUGH_LOOKALIKE(code_point, latin)
#include "runtime/text/lookalikes.def"
#undef LATIN_VARIANT
#undef LOOKALIKE
#undef ROUGH_LOOKALIKE
};
const std::map<UChar32, UChar32> kLookalikes = {
#define LATIN_VARIANT(code_point, latin)
#define LOOKALIKE(code_point, latin) {code_point, latin},
#define ROUGH_LOOKALIKE(code_point, latin)
#include "runtime/text/lookalikes.def"
#undef LATIN_VARIANT
#undef LOOKALIKE
#undef ROUGH_LOOKALIKE
};
const std::map<UChar32, UChar32> kRoughLookalikes = {
#define LATIN_VARIANT(code_point, latin)
#define LOOKALIKE(code_point, latin)
#define ROUGH_LOOKALIKE(code_point, latin) {code_point, latin},
#include "runtime/text/lookalikes.def"
#undef LATIN_VARIANT
#undef LOOKALIKE
#undef ROUGH_LOOKALIKE
};
const std::set<std::string> kScripts = {"Cyrillic", "Greek",  "Armenian",
                                        "Cherokee", "Coptic", "Lisu"};

std::string script(UChar32 c) {
  UErrorCode error = U_ZERO_ERROR;
  return uscript_getName(uscript_getScript(c, &error));
}

UnicodeString normal(const char* name, UNormalization2Mode mode, const UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  return Normalizer2::getInstance(nullptr, name, mode, error)->normalize(text, error);
}

char punctuation(UChar32 c) {
  const auto among = [&](const char* group) {
    return UnicodeString::fromUTF8(group).indexOf(c) >= 0;
  };
  if (among("\u00B4\u02B9\u02BB\u02BC‘’‚‛′‵")) return '\'';
  if (among("“”„‟″‶〝〞〟")) return '"';
  if (among("‐\u2011‒–—―−⸺⸻﹘﹣－")) return '-';
  return c == 0x2044 ? '/' : '\0';
}

std::vector<UChar32> codePoints(const UnicodeString& text) {
  std::vector<UChar32> result;
  for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1)) result.push_back(text.char32At(i));
  return result;
}

bool isMark(UChar32 c) { return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }

/// Invisible characters out; spaces, punctuation, digits and styled letters plain.
std::vector<UChar32> plain(std::string_view message) {
  std::vector<UChar32> result;
  const auto add = [&](UChar32 c) {
    const bool overlay = (c >= 0x334 && c <= 0x338) || (c >= 0x20D0 && c <= 0x20F0);
    const UChar32 before = result.empty() ? ' ' : result.back();
    if (overlay && (isMark(before) || u_isalnum(before))) return;
    if (c == 0x307 && (before == 'i' || before == 'I')) return;
    result.push_back(c);
  };
  for (const UChar32 c : codePoints(UnicodeString::fromUTF8(std::string(message)))) {
    const bool control = u_charType(c) == U_CONTROL_CHAR && !u_isUWhiteSpace(c);
    if (control || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) continue;
    if (c >= 0xFFF9 && c <= 0xFFFB) continue;
    if (u_isUWhiteSpace(c) || c == 0x2800) {
      add(' ');
    } else if (punctuation(c)) {
      add(punctuation(c));
    } else if (kVariants.count(c) > 0) {
      add(kVariants.at(c));
    } else if (u_charType(c) == U_DECIMAL_DIGIT_NUMBER) {
      add('0' + u_charDigitValue(c));
    } else if (c >= 0x1F150 && c <= 0x1F169) {
      add('a' + c - 0x1F150);
    } else if (c >= 0x1F170 && c <= 0x1F189) {
      add('a' + c - 0x1F170);
    } else if (c >= 0x1D6A8 && c <= 0x1D7CB) {
      for (UChar32 d : codePoints(normal("nfkc", UNORM2_COMPOSE, UnicodeString(c)))) add(d);
    } else if (kScripts.count(script(c)) > 0) {
      for (UChar32 d : codePoints(normal("nfc", UNORM2_DECOMPOSE, UnicodeString(c)))) add(d);
    } else {
      add(c);
    }
  }
  return result;
}

enum class Letter { kBreak, kNeutral, kLatin, kLookalike, kRough, kForeign };

Letter letter(UChar32 c) {
  const UnicodeString folded = normal("nfkc_cf", UNORM2_COMPOSE, UnicodeString(c));
  const bool becomes_latin = folded.length() == 1 && folded[0] >= 'a' && folded[0] <= 'z';
  const bool styled = (c >= 0x2100 && c <= 0x214F) || (c >= 0x24B6 && c <= 0x24E9) ||
                      (c >= 0x1D400 && c <= 0x1D6A3) || (c >= 0x1F130 && c <= 0x1F149);
  if (becomes_latin && (c < 0x80 || styled)) return Letter::kLatin;
  if (isMark(c) || u_charType(c) == U_DECIMAL_DIGIT_NUMBER) return Letter::kNeutral;
  if (!u_isalpha(c)) return Letter::kBreak;
  if (kLookalikes.count(c) > 0) return Letter::kLookalike;
  if (kRoughLookalikes.count(c) > 0) return Letter::kRough;
  if (script(c) == "Latin") return Letter::kLatin;
  return kScripts.count(script(c)) > 0 ? Letter::kForeign : Letter::kBreak;
}

using Word = std::vector<std::size_t>;  ///< places of its letters and marks in the text

std::vector<Word> wordsOf(const std::vector<UChar32>& text) {
  std::vector<Word> words(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (letter(text[i]) == Letter::kBreak) {
      words.emplace_back();
    } else {
      words.back().push_back(i);
    }
  }
  return words;
}

void readLookalikes(std::vector<UChar32>& text) {
  const auto has = [&](const Word& word, Letter kind) {
    return std::any_of(word.begin(), word.end(),
                       [&](std::size_t i) { return letter(text[i]) == kind; });
  };
  const std::vector<Word> words = wordsOf(text);
  bool message_latin = false;
  std::set<std::string> sure;
  for (const Word& word : words) {
    if (has(word, Letter::kLatin)) {
      message_latin = true;
      continue;
    }
    for (const std::size_t i : word) {
      const Letter kind = letter(text[i]);
      if (kind == Letter::kForeign || kind == Letter::kRough) sure.insert(script(text[i]));
    }
  }
  const std::vector<UChar32> before = text;
  for (const Word& word : words) {
    std::size_t letters = 0;
    bool of_sure_script = false;
    for (const std::size_t i : word) {
      letters += letter(before[i]) != Letter::kNeutral;
      of_sure_script |=
          letter(before[i]) == Letter::kLookalike && sure.count(script(before[i])) > 0;
    }
    const bool among_latin =
        message_latin && letters >= 2 && !of_sure_script && !has(word, Letter::kRough);
    if (has(word, Letter::kForeign) || !(has(word, Letter::kLatin) || among_latin)) continue;
    for (const std::size_t i : word) {
      if (kLookalikes.count(before[i]) > 0) text[i] = kLookalikes.at(before[i]);
      if (kRoughLookalikes.count(before[i]) > 0) text[i] = kRoughLookalikes.at(before[i]);
    }
  }
}

}  // namespace

std::string referenceFold(std::string_view message) {
  std::vector<UChar32> text = plain(message);
  readLookalikes(text);
  UnicodeString joined;
  for (const UChar32 c : text) joined.append(c);
  std::string result;
  for (const UChar32 c : codePoints(normal("nfkc_cf", UNORM2_COMPOSE, joined))) {
    if (c == ' ' && !result.empty() && result.back() == ' ') continue;
    UnicodeString(c == 0x2044 ? '/' : c).toUTF8String(result);
  }
  return result;
}

}  // namespace decorum::text::test
