#include "runtime/signals/score.h"

#include <fmt/format.h>

#include "runtime/signals/reading.h"
#include "runtime/signals/sentiment.h"

namespace decorum::signals {
namespace {

std::optional<double> ofLanguage(Provider provider, const LanguageScores& scores) {
  const auto language = static_cast<Language>(static_cast<unsigned>(provider) -
                                              static_cast<unsigned>(Provider::kEnglish));
  if (!scores.isDecided()) return std::nullopt;
  return scores.of(language);
}

void read(std::string_view text, Scratch& scratch) {
  if (scratch.is_read) return;
  readWords(text, scratch.words);
  scratch.languages = identify(scratch.words);
  scratch.is_read = true;
  ++scratch.texts;
}

std::string accountOfSentiment(std::string_view locale, const Scratch& scratch) {
  std::vector<Feeling> feelings;
  if (!sentiment(scratch.words, scratch.languages, locale, &feelings)) return "";
  std::string account;
  for (const Feeling& one : feelings) {
    account += fmt::format("{}bytes {} to {} {:+.1f}", account.empty() ? "" : ", ", one.from,
                           one.to, one.strength);
  }
  return account.empty() ? "no word of feeling" : account;
}

std::string accountOfLanguage(const LanguageScores& scores) {
  if (scores.is_foreign) return "another script";
  if (scores.words == 0) return "";
  constexpr std::string_view kNames[kLanguages] = {"English",    "Spanish", "German", "French",
                                                   "Portuguese", "Italian", "Dutch"};
  const Language best = scores.best();
  const bool is_none = scores.none > scores.of(best);
  return fmt::format("{} by {:.2f}", is_none ? "none of them" : kNames[static_cast<int>(best)],
                     is_none ? scores.none : scores.of(best));
}

}  // namespace

std::string accountOf(Provider provider, std::string_view text, std::string_view locale,
                      Scratch& scratch) {
  read(text, scratch);
  std::string account;
  if (provider == Provider::kSentiment) {
    account = accountOfSentiment(locale, scratch);
  } else if (provider != Provider::kReadingEase && provider != Provider::kReadingGrade) {
    account = accountOfLanguage(scratch.languages);
  } else if (const auto found = lengths(scratch.words, scratch.languages, locale)) {
    account = fmt::format("{:.1f} words a sentence, {:.2f} syllables a word",
                          found->words_a_sentence, found->syllables_a_word);
  }
  return account.empty() ? "nothing to tell it by" : account;
}

std::optional<double> score(Provider provider, std::string_view text, std::string_view locale,
                            Scratch& scratch) {
  read(text, scratch);
  switch (provider) {
    case Provider::kHost:
      return std::nullopt;
    case Provider::kSentiment:
      return sentiment(scratch.words, scratch.languages, locale);
    case Provider::kInLocale:
      return inLocale(scratch.languages, locale);
    case Provider::kReadingEase:
      return readingEase(scratch.words, scratch.languages, locale);
    case Provider::kReadingGrade:
      return readingGrade(scratch.words, scratch.languages, locale);
    default:
      return ofLanguage(provider, scratch.languages);
  }
}

}  // namespace decorum::signals
