/// Forms of a word that a list of words may hold in its place.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "runtime/signals/language.h"

namespace decorum::signals {

/// Candidates, the likeliest first. `words` view into `letters`, so it is neither copied nor moved.
struct Forms {
  Forms() = default;
  Forms(const Forms&) = delete;
  Forms& operator=(const Forms&) = delete;

  static constexpr std::size_t kMost = 12;
  static constexpr std::size_t kLongest = 40;  ///< bytes of a word; longer ones have no forms
  std::array<std::string_view, kMost> words;
  std::size_t count = 0;
  std::array<std::array<char, kLongest>, kMost> letters;
};

/// What `word` may be a form of in `language`: "loved" of "love", "mauvaises" of "mauvais", letters
/// that are repeated for emphasis once or twice ("soooo"). A guess: what is no word is in no list.
void forEachStem(std::string_view word, Language language, Forms& forms);

}  // namespace decorum::signals
