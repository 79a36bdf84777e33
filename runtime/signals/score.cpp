#include "runtime/signals/score.h"

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

}  // namespace

std::optional<double> score(Provider provider, std::string_view text, std::string_view locale,
                            Scratch& scratch) {
  if (!scratch.is_read) {
    readWords(text, scratch.words);
    scratch.languages = identify(scratch.words);
    scratch.is_read = true;
  }
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
