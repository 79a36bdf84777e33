/// How hard a text is to read, by published formulas over the lengths of sentences and words.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "runtime/signals/language.h"
#include "runtime/signals/words.h"

namespace decorum::signals {

/// Averages that all formulas are made of.
struct Lengths {
  double words_a_sentence = 0;
  double syllables_a_word = 0;
};

/// Nothing for languages without a formula, and under `kFewestWords` words.
std::optional<Lengths> lengths(const Words& words, const LanguageScores& languages,
                               std::string_view locale);

/// Reading ease, 0 to 100: Flesch's formula in English, and what was made of it for Spanish
/// (Fernández Huerta), German (Amstad) and French (Kandel and Moles). Nothing for other languages,
/// and under `kFewestWords` words.
std::optional<double> readingEase(const Words& words, const LanguageScores& languages,
                                  std::string_view locale);

/// The grade of Kincaid and others, 0 to 20. Of English texts only.
std::optional<double> readingGrade(const Words& words, const LanguageScores& languages,
                                   std::string_view locale);

inline constexpr std::uint32_t kFewestWords = 10;

/// At least 1: groups of vowels as the language sounds them. `word` is folded.
std::uint32_t syllables(std::string_view word, Language language);

}  // namespace decorum::signals
