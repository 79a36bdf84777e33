/// Shorthands for tests of the scanner.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/text/detect/detector_set.h"
#include "runtime/text/fold.h"
#include "runtime/text/scanner.h"

namespace decorum::text::test {

inline Matcher phrases(std::vector<std::string> list, PhraseOptions options = {}) {
  Matcher matcher;
  matcher.kind = MatcherKind::kPhrases;
  matcher.phrases = std::move(list);
  matcher.options = std::move(options);
  return matcher;
}

inline Matcher pattern(std::string expression) {
  Matcher matcher;
  matcher.kind = MatcherKind::kPattern;
  matcher.pattern = std::move(expression);
  return matcher;
}

inline Matcher detector(std::string name) {
  Matcher matcher;
  matcher.kind = MatcherKind::kDetector;
  matcher.detector = std::move(name);
  return matcher;
}

inline Scanner build(const std::vector<Matcher>& matchers) {
  auto scanner = Scanner::build(matchers);
  if (!scanner.ok()) FAIL(scanner.error().error.message);
  return std::move(*scanner);
}

inline std::vector<Hit> hitsOf(const std::vector<Matcher>& matchers, std::string_view message) {
  const Scanner scanner = build(matchers);
  ScanScratch scratch;
  ScanResult result;
  scanner.scan(message, scratch, result);
  return result.hits;
}

/// What one detector finds, all candidates searched for: where digits are, or in the whole text.
enum class Search { kQuick, kEverywhere };
inline std::vector<std::string> detectorHits(const std::string& name, std::string_view message,
                                             Search how) {
  DetectorSet detectors;
  detectors.search_everywhere = how == Search::kEverywhere;
  detectors.add(0, detector(name));
  Folded folded;
  fold(message, folded);
  const MessageForms forms{message, folded};
  DetectorSet::Scratch scratch;
  detectors.begin(forms, scratch);
  std::vector<Hit> hits;
  for (std::uint32_t i = 0; i < detectors.expressions(); ++i) {
    detectors.find(i, forms, "", scratch, hits);
  }
  DetectorSet::settle(hits, 0);
  std::vector<std::string> parts;
  for (const Hit& hit : hits) {
    parts.emplace_back(message.substr(hit.begin, hit.end - hit.begin));
  }
  return parts;
}

/// The parts of `message` that were hit, in order.
inline std::vector<std::string> found(const Matcher& matcher, std::string_view message) {
  std::vector<std::string> parts;
  for (const Hit& hit : hitsOf({matcher}, message)) {
    parts.emplace_back(message.substr(hit.begin, hit.end - hit.begin));
  }
  return parts;
}

}  // namespace decorum::text::test
