#include "runtime/text/detect/context_words.h"

#include <algorithm>

#include "runtime/text/characters.h"
#include "runtime/text/detect/detectors.h"
#include "runtime/text/fold.h"
#include "runtime/text/utf8.h"

namespace decorum::text {
namespace {

void partNames(std::string& text) {
  std::ranges::replace_if(text, [](char c) { return c == '_' || c == '-'; }, ' ');
}

/// Whether `word` stands whole in bytes [begin, end) of `text`.
bool standsIn(std::string_view text, std::size_t begin, std::size_t end, std::string_view word) {
  const std::string_view stretch = text.substr(0, end);
  for (std::size_t at = stretch.find(word, begin); at != std::string_view::npos;
       at = stretch.find(word, at + 1)) {
    if (mayBeginWord(text, at) && mayEndWord(text, at + word.size())) return true;
  }
  return false;
}

constexpr bool isAlphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// A bit for the two characters at `at`.
std::uint64_t bitOf(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const auto second = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0u;
  const unsigned known = second >= 'a' && second <= 'z' ? second : 0u;
  return std::uint64_t{1} << ((first * 7u + known * 13u) % 64u);
}

/// The bits of all words of `text`; all bits where words may begin within words, beyond ASCII.
std::uint64_t beginsIn(std::string_view text) {
  if (!isAsciiText(text)) return ~0ull;
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!isAlphanumeric(text[i]) || i == 0 || !isAlphanumeric(text[i - 1])) bits |= bitOf(text, i);
  }
  return bits;
}

/// A place, and the one before which (behind which) a word must end (begin).
struct Reach {
  std::size_t farthest = 0;
  std::size_t of_words = 0;
};

Reach reachBack(std::string_view text, std::size_t begin) {
  Reach reach{begin, begin};
  for (std::uint32_t i = 0; i < kContextCharacters; ++i) {
    reach.of_words = reach.farthest;
    if (reach.farthest == 0) break;
    reach.farthest -= decodeBefore(text, reach.farthest).bytes;
  }
  return reach;
}

Reach reachOn(std::string_view text, std::size_t end) {
  Reach reach{end, end};
  for (std::uint32_t i = 0; i < kContextCharacters; ++i) {
    reach.of_words = reach.farthest;
    if (reach.farthest == text.size()) break;
    reach.farthest += decodeAt(text, reach.farthest).bytes;
  }
  return reach;
}

}  // namespace

ContextWords::ContextWords(std::string_view list) {
  eachItem(list, [&](std::string_view item) {
    Folded folded;
    fold(item, folded);
    partNames(folded.text);
    const std::uint64_t begins = isAsciiText(folded.text) ? bitOf(folded.text, 0) : ~0ull;
    words_.push_back({std::move(folded.text), begins});
  });
}

std::vector<std::string> ContextWords::triggers() const {
  // Of "national id" the text may have "national_id": a word alone stands in both.
  std::vector<std::string> triggers;
  for (const Word& phrase : words_) {
    std::string_view longest;
    for (std::string_view rest = phrase.text; !rest.empty();) {
      const std::string_view word = rest.substr(0, rest.find(' '));
      if (word.size() > longest.size()) longest = word;
      rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    }
    triggers.emplace_back(longest);
  }
  return triggers;
}

bool ContextWords::standNear(std::string_view text, std::uint32_t begin, std::uint32_t end,
                             std::string& window) const {
  if (words_.empty()) return false;
  // The farthest character on each side only tells whether a word ends before it: whoever sees the
  // text a piece at a time need not see more to come to the same answer.
  const auto [from, first] = reachBack(text, begin);
  const auto [to, last] = reachOn(text, end);
  window.assign(text.substr(from, to - from));
  partNames(window);
  const std::uint64_t begins = beginsIn(window);
  return std::ranges::any_of(words_, [&](const Word& entry) {
    const std::string& word = entry.text;
    if ((entry.begins & begins) == 0) return false;
    return standsIn(window, first - from, begin - from, word) ||
           standsIn(window, end - from, last - from, word);
  });
}

}  // namespace decorum::text
