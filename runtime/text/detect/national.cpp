// Numbers of states that are not judged as all others are.
#include "runtime/text/detect/common.h"
#include "runtime/text/detect/evidence.h"
#include "runtime/text/validate/validate.h"

namespace decorum::text::detect {
namespace {

/// Until October 2020 the last digit was a check digit.
bool hasOldCheck(std::string_view digits) {
  constexpr int kWeights[] = {2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5};
  int sum = 0;
  for (std::size_t i = 0; i < 12; ++i) sum += kWeights[i] * (digits[i] - '0');
  const bool foreigner = digits[6] >= '5' && digits[6] <= '8';
  return ((foreigner ? 13 : 11) - sum % 11 + 11) % 11 % 10 == digits[12] - '0';
}

}  // namespace

void koreanResident(const Candidate& candidate, std::vector<Finding>& findings) {
  const std::string_view part = candidate.match;
  if (!validate::rrn(part) || isTorn(candidate.text, part)) return;
  const double check = hasOldCheck(digitsOf(part)) ? evidence::kOneInTen : evidence::kNoCheck;
  const double score = likelihood(candidate, part, {0.2, 0.5, check});
  findings.push_back({part, score, {}});
  findings.back().values.push_back(textValue(compact(part)));
}

}  // namespace decorum::text::detect
