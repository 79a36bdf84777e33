/// What must be in a text for a detector to find something, so that almost all detectors are spared
/// almost all texts, and the others search only where something can be.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace decorum::text {

/// Characters without which a detector can find nothing; a bit each.
enum Feature : std::uint8_t {
  kNoFeature = 0,
  kDigit = 1,
  kAtSign = 2,
  kColon = 4,
  kDot = 8,
  kColons = 16,  ///< two colons with at most four characters between them
  kPairs = 32,   ///< two hyphens with two characters between them, or two dots with four
  kHost = 64,    ///< a dot between two characters that are no spaces, or `://`
  kRun = 128,    ///< `kRunBytes` bytes without a space
};
constexpr std::size_t kRunBytes = 14;

/// Those of the folded `text`.
std::uint8_t featuresOf(std::string_view text);

/// The sizes that a number's digits can have together, a bit each; bit 63: that many or more.
using DigitCounts = std::uint64_t;
constexpr std::uint32_t kMostDigits = 63;

struct Needs {
  std::uint8_t features = kNoFeature;
  /// Not 0: every match has a run of digits (see digit_runs.h) in which groups next to each other
  /// have one of these counts together, and only the surroundings of such runs are searched.
  DigitCounts digits = 0;
  std::uint8_t lead = 0;  ///< the most bytes of a match before that run
  std::uint8_t tail = 0;  ///< and behind it
  enum class Beside : std::uint8_t { kAnything, kLetterBefore, kLetter };
  Beside beside = Beside::kAnything;  ///< what touches the run
  /// Not "": strings between bars of which one stands in every text, for an expression of which RE2
  /// derives none.
  std::string_view strings = {};

  // NOLINTNEXTLINE(google-explicit-constructor): a line of the catalogue names features alone
  constexpr Needs(int all_of) : features(static_cast<std::uint8_t>(all_of)) {}
  bool operator==(const Needs&) const = default;

  constexpr Needs withLetters(std::uint8_t before, std::uint8_t behind) const {
    Needs needs = *this;
    needs.lead = before;
    needs.tail = behind;
    return needs;
  }
  constexpr Needs afterLetter() const {
    Needs needs = *this;
    needs.beside = Beside::kLetterBefore;
    return needs;
  }
  constexpr Needs touchingLetter() const {
    Needs needs = *this;
    needs.beside = Beside::kLetter;
    return needs;
  }
  constexpr Needs withOneOf(std::string_view some) const {
    Needs needs = *this;
    needs.strings = some;
    return needs;
  }
  constexpr Needs orDigits(int least, int most) const {
    Needs needs = *this;
    for (int n = least; n <= most; ++n) needs.digits |= DigitCounts{1} << n;
    return needs;
  }
};

/// A detector whose matches have `least` to `most` digits together.
constexpr Needs digits(int least, int most) { return Needs(kDigit).orDigits(least, most); }
constexpr Needs digits(int count) { return digits(count, count); }

}  // namespace decorum::text
