// The rules of UAX 29 for ASCII written out; ICU's for all else.
#include "runtime/text/word_count.h"

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <algorithm>

#include "runtime/base/assert.h"
#include "runtime/text/utf8.h"

namespace decorum::text {
namespace {

constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
/// ICU's rules have the at sign among the letters, so that an address is one word; alone it is
/// none.
constexpr bool isLetter(char c) { return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '@'; }
constexpr bool isWordByte(char c) { return !isAscii(c) || isDigit(c) || (isLetter(c) && c != '@'); }
constexpr bool isSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// Whether `c` between two letters, or two digits, does not part them.
constexpr bool joins(char before, char c, char after) {
  if (c == '\'' || c == '.') {
    return (isLetter(before) && isLetter(after)) || (isDigit(before) && isDigit(after));
  }
  return (c == ',' || c == ';') && isDigit(before) && isDigit(after);
}

std::uint32_t countAscii(std::string_view text) {
  std::uint32_t words = 0;
  for (std::size_t i = 0; i < text.size();) {
    bool word = false;
    std::size_t end = i;
    for (; end < text.size(); ++end) {
      const char c = text[end];
      if (isLetter(c) || isDigit(c)) {
        word |= c != '@';
      } else if (c != '_') {
        const bool inside = end > i && end + 1 < text.size();
        if (!inside || !joins(text[end - 1], c, text[end + 1])) break;
      }
    }
    words += word;
    i = end > i ? end : i + 1;
  }
  return words;
}

}  // namespace

struct WordCounter::Impl {
  std::unique_ptr<icu::BreakIterator> breaks;
  UText text = UTEXT_INITIALIZER;

  Impl() {
    UErrorCode error = U_ZERO_ERROR;
    breaks.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error));
    DECORUM_ASSERT(U_SUCCESS(error), "ICU has its rules for words");
  }
  ~Impl() { utext_close(&text); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  std::uint32_t count(std::string_view piece) {
    UErrorCode error = U_ZERO_ERROR;
    utext_openUTF8(&text, piece.data(), static_cast<std::int64_t>(piece.size()), &error);
    breaks->setText(&text, error);
    DECORUM_ASSERT(U_SUCCESS(error), "ICU can read UTF-8");
    std::uint32_t words = 0;
    auto begin = static_cast<std::size_t>(breaks->first());
    for (int at = breaks->next(); at != icu::BreakIterator::DONE; at = breaks->next()) {
      const auto end = static_cast<std::size_t>(at);
      words += breaks->getRuleStatus() >= UBRK_WORD_NONE_LIMIT &&
               std::ranges::any_of(piece.substr(begin, end - begin), isWordByte);
      begin = end;
    }
    return words;
  }
};

WordCounter::WordCounter() = default;
WordCounter::~WordCounter() = default;
WordCounter::WordCounter(WordCounter&&) noexcept = default;
WordCounter& WordCounter::operator=(WordCounter&&) noexcept = default;

std::uint32_t WordCounter::count(std::string_view text) {
  std::uint32_t words = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    if (isSpace(text[begin])) {
      ++begin;
      continue;
    }
    bool ascii = true;
    std::size_t end = begin;
    for (; end < text.size() && !isSpace(text[end]); ++end) ascii &= isAscii(text[end]);
    const std::string_view piece = text.substr(begin, end - begin);
    if (!ascii && impl_ == nullptr) impl_ = std::make_unique<Impl>();
    words += ascii ? countAscii(piece) : impl_->count(piece);
    begin = end;
  }
  return words;
}

}  // namespace decorum::text
