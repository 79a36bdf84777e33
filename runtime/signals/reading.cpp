#include "runtime/signals/reading.h"

#include <algorithm>

namespace decorum::signals {
namespace {

/// Averages that all formulas are made of.
struct Lengths {
  double words_a_sentence = 0;
  double syllables_a_word = 0;
};

std::optional<Lengths> measure(const Words& words, Language language) {
  if (words.words < kFewestWords) return std::nullopt;
  std::uint32_t sentences = 0, sounds = 0;
  bool is_open = false;
  for (const Token& token : words.tokens) {
    if (token.kind == TokenKind::kWord) {
      sounds += syllables(words.textOf(token), language);
      is_open = true;
    } else if (token.ends_sentence && is_open) {
      ++sentences;
      is_open = false;
    }
  }
  if (is_open) ++sentences;
  const double count = words.words;
  return Lengths{count / sentences, sounds / count};
}

/// The language that a text is in; that of the locale where the text does not say.
std::optional<Language> languageHere(const LanguageScores& scores, std::string_view locale) {
  if (!scores.isDecided()) return languageOf(locale);
  const Language best = scores.best();
  if (scores.none > scores.of(best)) return std::nullopt;
  return best;
}

bool isVowel(char letter) { return std::string_view("aeiouy").find(letter) != std::string::npos; }

std::uint32_t vowelGroups(std::string_view word) {
  std::uint32_t groups = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (isVowel(word[i]) && (i == 0 || !isVowel(word[i - 1]))) ++groups;
  }
  return groups;
}

/// A final e that is not sounded: English "there", French "vitesse", "vitesses".
bool hasSilentEnd(std::string_view word, Language language) {
  const bool is_english = language == Language::kEnglish;
  if (!is_english && language != Language::kFrench) return false;
  if (!is_english && (word.ends_with("es") || word.ends_with("e"))) return word.size() > 3;
  if (is_english && word.ends_with("ed")) {
    return !word.ends_with("ted") && !word.ends_with("ded") && word.size() > 3;
  }
  return is_english && word.ends_with("e") && !word.ends_with("le") && word.size() > 2;
}

}  // namespace

std::uint32_t syllables(std::string_view word, Language language) {
  std::uint32_t groups = vowelGroups(word);
  // Two strong vowels part in Spanish: "le-er", "te-a-tro".
  if (language == Language::kSpanish) {
    const auto isStrong = [](char c) { return c == 'a' || c == 'e' || c == 'o'; };
    for (std::size_t i = 1; i < word.size(); ++i) {
      if (isStrong(word[i - 1]) && isStrong(word[i])) ++groups;
    }
  }
  if (groups > 1 && hasSilentEnd(word, language)) --groups;
  return std::max(groups, 1u);
}

std::optional<double> readingEase(const Words& words, const LanguageScores& languages,
                                  std::string_view locale) {
  const auto language = languageHere(languages, locale);
  if (!language) return std::nullopt;
  const auto lengths = measure(words, *language);
  if (!lengths) return std::nullopt;
  const double sentence = lengths->words_a_sentence, word = lengths->syllables_a_word;
  double ease = 0;
  switch (*language) {
    case Language::kEnglish:
      ease = 206.835 - 1.015 * sentence - 84.6 * word;
      break;
    case Language::kSpanish:
      ease = 206.84 - 1.02 * sentence - 60 * word;
      break;
    case Language::kGerman:
      ease = 180 - sentence - 58.5 * word;
      break;
    case Language::kFrench:
      ease = 207 - 1.015 * sentence - 73.6 * word;
      break;
    default:
      return std::nullopt;
  }
  return std::clamp(ease, 0.0, 100.0);
}

std::optional<double> readingGrade(const Words& words, const LanguageScores& languages,
                                   std::string_view locale) {
  if (languageHere(languages, locale) != Language::kEnglish) return std::nullopt;
  const auto lengths = measure(words, Language::kEnglish);
  if (!lengths) return std::nullopt;
  const double grade = 0.39 * lengths->words_a_sentence + 11.8 * lengths->syllables_a_word - 15.59;
  return std::clamp(grade, 0.0, 20.0);
}

}  // namespace decorum::signals
