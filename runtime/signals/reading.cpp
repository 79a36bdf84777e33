#include "runtime/signals/reading.h"

#include <algorithm>

namespace decorum::signals {
namespace {

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

/// Where the last e of the word stands that its ending may leave unsounded; 0 where there is none.
std::size_t lastE(std::string_view word, Language language) {
  if (word.ends_with('e')) return word.size() - 1;
  const bool has_ending =
      word.ends_with("es") || (language == Language::kEnglish && word.ends_with("ed"));
  return has_ending ? word.size() - 2 : 0;
}

bool isSounded(std::string_view word, std::size_t e) {
  const char before = word[e - 1];
  if (before == 'l' && !isVowel(word[e - 2])) return true;  // "table", "handled"; not "while"
  if (e + 1 == word.size()) return false;
  if (word.ends_with('d')) return before == 't' || before == 'd';
  const std::string_view stem = word.substr(0, e);
  return std::string_view("sxzcg").find(before) != std::string_view::npos || stem.ends_with("sh") ||
         stem.ends_with("ch");
}

/// A final e that is not sounded: English "there", "times", "stopped"; French "vitesse",
/// "vitesses". It stands alone: "agree", "partie" sound theirs.
bool hasSilentEnd(std::string_view word, Language language) {
  if (language != Language::kEnglish && language != Language::kFrench) return false;
  const std::size_t e = lastE(word, language);
  if (e < 2 || isVowel(word[e - 1])) return false;
  return language == Language::kFrench || !isSounded(word, e);
}

/// English "being", "trying": the ending is a syllable of its own.
bool partsBeforeIng(std::string_view word, Language language) {
  return language == Language::kEnglish && word.size() > 4 && word.ends_with("ing") &&
         isVowel(word[word.size() - 4]);
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
  if (partsBeforeIng(word, language)) ++groups;
  if (groups > 1 && hasSilentEnd(word, language)) --groups;
  return std::max(groups, 1u);
}

std::optional<Lengths> lengths(const Words& words, const LanguageScores& languages,
                               std::string_view locale) {
  const auto language = languageHere(languages, locale);
  const bool has_formula = language == Language::kEnglish || language == Language::kSpanish ||
                           language == Language::kGerman || language == Language::kFrench;
  return has_formula ? measure(words, *language) : std::nullopt;
}

std::optional<double> readingEase(const Words& words, const LanguageScores& languages,
                                  std::string_view locale) {
  const auto language = languageHere(languages, locale);
  if (!language) return std::nullopt;
  const auto found = measure(words, *language);
  if (!found) return std::nullopt;
  const double sentence = found->words_a_sentence, word = found->syllables_a_word;
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
  const auto found = measure(words, Language::kEnglish);
  if (!found) return std::nullopt;
  const double grade = 0.39 * found->words_a_sentence + 11.8 * found->syllables_a_word - 15.59;
  return std::clamp(grade, 0.0, 20.0);
}

}  // namespace decorum::signals
