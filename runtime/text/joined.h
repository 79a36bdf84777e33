/// Values that a person splits over messages: "it's 4111 1111", "1111 1111". What is kept of the
/// digits that end a message, and whether those that begin a later one complete a value.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/text/fold_unicode.h"
#include "runtime/text/matcher.h"

namespace decorum::text {

/// Detectors whose values are known by their digits alone, however they are split.
std::span<const std::string_view> joinableDetectors();
bool isJoinable(std::string_view detector);

/// All that is kept of some digits in a row: too little to tell which they were.
struct RunDigest {
  std::uint32_t lengths = 0;  ///< bit n: a value that begins with them may have n digits
  std::uint8_t digits = 0;    ///< how many, at most 19
  /// Luhn sums modulo 10: with the last digit as it is, and with the last digit doubled.
  std::array<std::uint8_t, 2> sums{};
  bool whole = false;  ///< there are no other digits in its message

  bool operator==(const RunDigest&) const = default;
};

/// Digits of a message with at most a space, hyphen or dot between two of them. Places are bytes of
/// the message.
struct DigitRun {
  RunDigest digest;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct DigitRuns {
  /// Those that begin the message, with a few words before them: up to the end of each group of
  /// digits, the shortest first. Empty where there are none.
  std::vector<DigitRun> beginnings;
  /// Those that end it, with nothing but punctuation behind them; without digits where there are
  /// none.
  DigitRun ending;
};

struct RunScratch {
  FoldScratch fold;
  Folded folded;
};

/// Finds both in `message`, which is valid UTF-8. `runs` is overwritten; its memory is reused.
void readRuns(std::string_view message, RunScratch& scratch, DigitRuns& runs);

/// Whether `last` completes a value that one of `earlier` begins. They stand in the order of their
/// messages, at most `kMostJoined - 1`; what lies in the middle of a value is a whole message's
/// digits, and messages in between may have nothing to do with it.
bool completes(std::span<const RunDigest> earlier, const RunDigest& last);

}  // namespace decorum::text
