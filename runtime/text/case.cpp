#include "runtime/text/case.h"

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace decorum::text {
namespace {

using icu::UnicodeString;

UnicodeString read(std::string_view text) {
  return UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

struct Letters {
  int all = 0;
  int capitals = 0;
  bool first_is_capital = false;
};

Letters lettersOf(const UnicodeString& text) {
  Letters letters;
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 c = text.char32At(at);
    if (!u_isalpha(c)) continue;
    const bool capital = u_isupper(c) || u_istitle(c);
    if (letters.all == 0) letters.first_is_capital = capital;
    ++letters.all;
    letters.capitals += capital ? 1 : 0;
  }
  return letters;
}

}  // namespace

std::string inCaseOf(std::string_view like, std::string_view word) {
  const Letters letters = lettersOf(read(like));
  UnicodeString result = read(word);
  const icu::Locale& root = icu::Locale::getRoot();  // the same everywhere
  if (letters.all >= 2 && letters.capitals == letters.all) {
    result.toUpper(root);
  } else if (letters.first_is_capital) {
    const std::int32_t rest = result.moveIndex32(0, 1);
    UnicodeString first(result, 0, rest);
    result.replace(0, rest, first.toUpper(root));
  } else if (letters.capitals == 0 && letters.all > 0) {
    result.toLower(root);
  }
  std::string text;
  return result.toUTF8String(text);
}

}  // namespace decorum::text
