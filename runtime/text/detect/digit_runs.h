/// Where the numbers of a text are: runs of digits as people write them apart, "4111-1111
/// 1111.1111".
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/text/detect/needs.h"

namespace decorum::text {

/// Groups of digits with at most three of " .-/()" between each and the next.
struct DigitPlace {
  std::uint32_t begin = 0;     ///< of the first digit; bytes of the folded text
  std::uint32_t end = 0;       ///< of the last one, excluded
  DigitCounts counts = 0;      ///< that groups next to each other have together
  bool letter_before = false;  ///< touches its first digit
  bool letter_behind = false;  ///< touches its last one
};

/// All runs of the folded `text`, from left to right; `runs` is overwritten.
void findDigits(std::string_view text, std::vector<DigitPlace>& runs);

}  // namespace decorum::text
