/// Sentiment from lists of words with their strengths, and from what stands around them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "runtime/signals/language.h"
#include "runtime/signals/words.h"

namespace decorum::signals {

/// What one place in a text adds: -4 to 4 by its words, more with what stands around them.
struct Feeling {
  std::uint32_t from = 0, to = 0;  ///< bytes of the text
  double strength = 0;
};

/// -1 to 1; 0 where no word of feeling is found. Nothing for a text without words or symbols, or in
/// a language without a list. What it is made of goes to `feelings`, in the order of the text,
/// where that is not null.
std::optional<double> sentiment(const Words& words, const LanguageScores& languages,
                                std::string_view locale, std::vector<Feeling>* feelings = nullptr);

}  // namespace decorum::signals
