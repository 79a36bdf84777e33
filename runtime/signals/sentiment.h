/// Sentiment from lists of words with their strengths, and from what stands around them.
#pragma once

#include <optional>
#include <string_view>

#include "runtime/signals/language.h"
#include "runtime/signals/words.h"

namespace decorum::signals {

/// -1 to 1; 0 where no word of feeling is found. Nothing for a text without words or symbols, or in
/// a language without a list.
std::optional<double> sentiment(const Words& words, const LanguageScores& languages,
                                std::string_view locale);

}  // namespace decorum::signals
