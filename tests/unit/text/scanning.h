/// Shorthands for tests of the scanner.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

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

/// The parts of `message` that were hit, in order.
inline std::vector<std::string> found(const Matcher& matcher, std::string_view message) {
  std::vector<std::string> parts;
  for (const Hit& hit : hitsOf({matcher}, message)) {
    parts.emplace_back(message.substr(hit.begin, hit.end - hit.begin));
  }
  return parts;
}

}  // namespace decorum::text::test
