// The rules of UAX 29 for ASCII written out; ICU's for all else.
#include "runtime/text/word_count.h"

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <algorithm>
#include <array>
#include <bit>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

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

namespace {

/// What the bytes of a stretch of at most 64 are, a bit each.
struct ByteMasks {
  std::uint64_t letters = 0;
  std::uint64_t digits = 0;
  std::uint64_t apostrophes = 0;  ///< and full stops: join letters, or digits
  std::uint64_t commas = 0;       ///< and semicolons: join digits
  bool rare = false;              ///< has a byte that needs the rules written out
};

#if defined(__SSE2__)
ByteMasks masksOf(const char* bytes) {
  ByteMasks masks;
  for (int part = 0; part < 4; ++part) {
    const __m128i sixteen = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * part));
    const auto is = [&](char c) { return _mm_cmpeq_epi8(sixteen, _mm_set1_epi8(c)); };
    const auto within = [](__m128i values, char low, char high) {
      return _mm_and_si128(_mm_cmpgt_epi8(values, _mm_set1_epi8(static_cast<char>(low - 1))),
                           _mm_cmplt_epi8(values, _mm_set1_epi8(static_cast<char>(high + 1))));
    };
    const auto place = [&](__m128i found) {
      return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(found)))
             << (16 * part);
    };
    const __m128i lowered = _mm_or_si128(sixteen, _mm_set1_epi8(0x20));
    masks.letters |= place(within(lowered, 'a', 'z'));
    masks.digits |= place(within(sixteen, '0', '9'));
    masks.apostrophes |= place(_mm_or_si128(is('\''), is('.')));
    masks.commas |= place(_mm_or_si128(is(','), is(';')));
    masks.rare |= _mm_movemask_epi8(_mm_or_si128(is('_'), is('@'))) != 0;
  }
  return masks;
}

/// As `countAscii`, 64 bytes at a time, or -1 where `text` has bytes that need the written rules.
/// Letters, digits and what joins them make words; each begins where the byte before is none.
std::int64_t countAsciiFast(std::string_view text) {
  std::int64_t words = 0;
  bool word_before = false;
  bool letter_before = false;
  bool digit_before = false;
  for (std::size_t i = 0; i < text.size(); i += 64) {
    std::array<char, 64> tail{};
    const char* bytes = text.data() + i;
    if (text.size() - i < 64) {
      text.copy(tail.data(), 64, i);
      bytes = tail.data();
    }
    const ByteMasks masks = masksOf(bytes);
    if (masks.rare) return -1;
    const char next = i + 64 < text.size() ? text[i + 64] : ' ';
    const auto after = [&](std::uint64_t mask, bool last) {
      return mask >> 1 | static_cast<std::uint64_t>(last) << 63;
    };
    const auto before = [](std::uint64_t mask, bool first) {
      return mask << 1 | static_cast<std::uint64_t>(first);
    };
    const std::uint64_t between_letters =
        before(masks.letters, letter_before) & after(masks.letters, isLetter(next));
    const std::uint64_t between_digits =
        before(masks.digits, digit_before) & after(masks.digits, isDigit(next));
    const std::uint64_t word = masks.letters | masks.digits |
                               (masks.apostrophes & (between_letters | between_digits)) |
                               (masks.commas & between_digits);
    words += std::popcount(word & ~before(word, word_before));
    word_before = word >> 63 != 0;
    letter_before = masks.letters >> 63 != 0;
    digit_before = masks.digits >> 63 != 0;
  }
  return words;
}
#else
std::int64_t countAsciiFast(std::string_view) { return -1; }
#endif

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
  if (isAsciiText(text)) {
    const std::int64_t fast = countAsciiFast(text);
    return fast >= 0 ? static_cast<std::uint32_t>(fast) : countAscii(text);
  }
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
