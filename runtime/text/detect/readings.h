/// What else the characters of a number could be. Ten digits are a telephone number, a time, an
/// order's number or a national one: the likelier reading wins.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/text/detect/detectors.h"

namespace decorum::text::detect {

enum class Reading : std::uint8_t {
  kNone,
  kPhone,        ///< a plus before it, the groups of one, or a word that says so
  kMoment,       ///< seconds or milliseconds since 1970
  kDay,          ///< eight digits that are a date
  kAmount,       ///< money or a measure: its sign or unit stands beside
  kProductCode,  ///< ISBN or EAN
  kIban,         ///< a part of one
  kIdentifier,   ///< of an order, a page, a row: the word or key before it says so
};

struct Rival {
  Reading reading = Reading::kNone;
  double likelihood = 0;  ///< what it takes from the score of any other reading
};

/// The likeliest other reading of `part`, which lies in the candidate's match.
Rival likeliestRival(const Candidate& candidate, std::string_view part);

}  // namespace decorum::text::detect
