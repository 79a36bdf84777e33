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
    words_.push_back(std::move(folded.text));
  });
}

std::vector<std::string> ContextWords::triggers() const {
  // Of "national id" the text may have "national_id": a word alone stands in both.
  std::vector<std::string> triggers;
  for (const std::string& phrase : words_) {
    std::string_view longest;
    for (std::string_view rest = phrase; !rest.empty();) {
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
  return std::ranges::any_of(words_, [&](const std::string& word) {
    return standsIn(window, first - from, begin - from, word) ||
           standsIn(window, end - from, last - from, word);
  });
}

}  // namespace decorum::text
