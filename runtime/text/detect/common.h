/// What the code of several detectors needs: reading digits, evidence around a candidate, values.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/text/detect/detect.h"

namespace decorum::text::detect {

constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
/// A byte of a word of folded text.
constexpr bool isWord(char c) {
  return isDigit(c) || (c >= 'a' && c <= 'z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

std::string digitsOf(std::string_view text);

/// The bytes beside the candidate, a space at the ends of the text.
char lastBefore(const Candidate& candidate);
char firstAfter(const Candidate& candidate);

/// Whether `part` of `text` is a piece of something longer: letters or digits touch it, or digits
/// behind a point or a hyphen do.
bool isTorn(std::string_view text, std::string_view part);

/// How much what stands right beside `part` speaks for a number of something else: of an order, a
/// page, a row of data.
double evidenceAgainst(const Candidate& candidate, std::string_view part);

/// Letters (as capitals) and digits of `part`: how its number is compared and kept.
std::string compact(std::string_view part);

/// Whether the conversation's locale names a country of the candidate's detector.
bool isOfLocale(const Candidate& candidate);

/// All evidence for and against `part` added up, on the scale of evidence.h.
double likelihood(const Candidate& candidate, std::string_view part, const Evidence& evidence);

/// Whether a character of a word ends `text`.
bool wordBefore(std::string_view text);

struct DigitGroup {
  std::size_t begin = 0;
  std::size_t end = 0;
};
/// Runs of digits in `text`.
std::vector<DigitGroup> groupsOf(std::string_view text);

/// Values for findings.
HitValue textValue(std::string_view text);
HitValue numberValue(double number);
HitValue timeValue(std::int64_t time_ms);

}  // namespace decorum::text::detect
