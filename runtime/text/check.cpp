// One matcher judged alone, as the compiler does before anything is built.
#include <string>

#include "runtime/text/detect/detectors.h"
#include "runtime/text/fold.h"
#include "runtime/text/pattern.h"
#include "runtime/text/scanner.h"
#include "runtime/text/validators.h"
#include "runtime/text/word_matcher.h"

namespace decorum::text {
namespace {

bool isBlank(const std::string& text) {
  Folded folded;
  fold(text, folded);
  return folded.text.find_first_not_of(' ') == std::string::npos;
}

/// Options of `phrases` that have no meaning together with `exact`.
void checkExact(const PhraseOptions& options, std::vector<MatcherError>& errors) {
  const auto contradict = [&](bool set, const std::string& name) {
    if (set) {
      errors.push_back(
          {"'exact' compares texts as written, so '" + name + "' has no meaning with it",
           "remove one of the two"});
    }
  };
  contradict(options.any_accent, "any accent");
  contradict(options.spaced, "spaced");
  contradict(options.typos > 0, "typos");
  contradict(!options.stem.empty(), "stem");
}

std::vector<MatcherError> checkPhrases(const Matcher& matcher) {
  std::vector<MatcherError> errors;
  if (matcher.phrases.empty()) errors.push_back({"the list has no phrases", ""});
  for (const std::string& phrase : matcher.phrases) {
    if (!isUtf8(phrase)) {
      errors.push_back({"a phrase is not UTF-8", ""});
    } else if (isBlank(phrase)) {
      errors.push_back({"the phrase '" + phrase + "' has no visible character", ""});
    }
  }
  const PhraseOptions& options = matcher.options;
  if (options.typos > 2) {
    errors.push_back({"'typos " + std::to_string(options.typos) + "' allows too many errors",
                      "write 'typos 1' or 'typos 2'"});
  }
  if (!options.stem.empty() && !isStemLanguage(options.stem)) {
    errors.push_back(
        {"there is no stemmer for the language '" + options.stem + "'",
         "there are stemmers for ar, ca, da, de, el, en, es, eu, fi, fr, ga, hi, hu, hy, "
         "id, it, lt, ne, nl, no, pt, ro, ru, sr, sv, ta, tr and yi"});
  }
  if (options.exact) checkExact(options, errors);
  return errors;
}

std::vector<MatcherError> checkPatternMatcher(const Matcher& matcher) {
  std::vector<MatcherError> errors = checkPattern(matcher);
  if (!matcher.validator.empty() && findValidator(matcher.validator) == nullptr) {
    errors.push_back({"there is no validator '" + matcher.validator + "'", ""});
  }
  for (const Near& near : matcher.near) {
    if (near.words.empty()) errors.push_back({"'near' names no words", ""});
    for (const std::string& word : near.words) {
      if (!isUtf8(word) || isBlank(word)) {
        errors.push_back({"the word '" + word + "' of 'near' has no visible character", ""});
      }
    }
    if (near.characters == 0 || near.characters > 1000) {
      errors.push_back(
          {"'within " + std::to_string(near.characters) + " characters' is outside 1 to 1000", ""});
    }
  }
  return errors;
}

std::vector<MatcherError> checkDetector(const Matcher& matcher) {
  std::vector<MatcherError> errors;
  if (detectorsCalled(matcher.detector).empty()) {
    errors.push_back({"there is no detector '" + matcher.detector + "'", ""});
  }
  if (!(matcher.min_score >= 0 && matcher.min_score <= 1)) {
    errors.push_back({"a score is between 0 and 1", ""});
  }
  return errors;
}

}  // namespace

std::vector<MatcherError> checkMatcher(const Matcher& matcher) {
  switch (matcher.kind) {
    case MatcherKind::kPhrases:
      return checkPhrases(matcher);
    case MatcherKind::kPattern:
      return checkPatternMatcher(matcher);
    case MatcherKind::kDetector:
      return checkDetector(matcher);
  }
  return {};
}

std::vector<ValueField> valueFields(const Matcher& matcher) {
  if (matcher.kind == MatcherKind::kPattern) return patternFields(matcher);
  if (matcher.kind != MatcherKind::kDetector) return {};
  return detectorFields(matcher.detector);
}

std::vector<ValueField> valueFields(const Matcher& matcher, const Hit& hit) {
  if (matcher.kind != MatcherKind::kDetector) return valueFields(matcher);
  return allDetectors()[hit.item].fields();
}

}  // namespace decorum::text
