// Numbers that are judged alike: by their form, a check, the words around, the conversation's
// locale and what else the same digits could be. A check digit that one number in ten has is no
// proof.
#include <algorithm>

#include "runtime/text/detect/common.h"
#include "runtime/text/detect/evidence.h"
#include "runtime/text/detect/readings.h"

namespace decorum::text::detect {
namespace {

/// How a number is written: with one separator everywhere it is the form that people learn.
double formScore(const Evidence& evidence, std::string_view part) {
  char separator = 0;
  bool mixed = false;
  for (const char c : part) {
    if (isWord(c)) continue;
    mixed |= separator != 0 && separator != c;
    separator = c;
  }
  if (separator == 0) return evidence.bare;
  // Numbers of several separators (12.345.678/0001-95) have them all as their form.
  const double apart = evidence.written - evidence.bare;
  return evidence.bare + (mixed && part.find(' ') != std::string_view::npos ? apart / 2 : apart);
}

}  // namespace

std::string compact(std::string_view part) {
  std::string plain;
  for (const char c : part) {
    if (!isWord(c) || c == '_') continue;
    plain.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c);
  }
  return plain;
}

bool isOfLocale(const Candidate& candidate) {
  // "de-DE", "en_US": the country is the last part of two letters; a language alone is no country.
  const std::string_view locale = candidate.locale;
  if (locale.size() < 5) return false;
  const std::string_view last = locale.substr(locale.size() - 2);
  bool found = false;
  eachItem(candidate.detector->countries, [&](std::string_view country) {
    found |= std::ranges::equal(country, last, [](char a, char b) {
      return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b | 0x20) : b);
    });
  });
  return found;
}

double likelihood(const Candidate& candidate, std::string_view part, const Evidence& evidence) {
  double score = formScore(evidence, part) + evidence.check;
  if (candidate.context) score += evidence::kContext;
  if (isOfLocale(candidate)) score += evidence::kLocale;
  // Other readings only take away, and are the dearest to look for.
  return score < candidate.bar ? score : score - likeliestRival(candidate, part).likelihood;
}

void identityNumber(const Candidate& candidate, std::vector<Finding>& findings) {
  const std::string_view part = candidate.number();
  if (isTorn(candidate.text, part)) return;
  const double score = likelihood(candidate, part, candidate.detector->evidence);
  if (score <= 0) return;
  findings.push_back({part, score, {}});
  findings.back().values.push_back(textValue(compact(part)));
}

}  // namespace decorum::text::detect

namespace decorum::text {

std::string_view Candidate::number() const {
  for (const std::string_view group : groups) {
    if (group.data() != nullptr) return group;
  }
  return match;
}

}  // namespace decorum::text
