// Vehicles.
#include <algorithm>

#include "runtime/text/detect/common.h"
#include "runtime/text/detect/evidence.h"
#include "runtime/text/validate/validate.h"

namespace decorum::text::detect {

/// The check digit is a rule of North America: elsewhere it is any character, and words must speak
/// for the number.
void vin(const Candidate& candidate, std::vector<Finding>& findings) {
  const std::string_view part = candidate.match;
  const auto digits = std::ranges::count_if(part, isDigit);
  if (isTorn(candidate.text, part) || digits == static_cast<std::ptrdiff_t>(part.size())) return;
  const bool checked = validate::vin(part);
  const bool american = part[0] >= '1' && part[0] <= '5';
  if (american && !checked) return;
  const Evidence evidence{0.3, 0.3, checked ? evidence::kOneInThirty : evidence::kNoCheck};
  findings.push_back({part, likelihood(candidate, part, evidence), {}});
  findings.back().values.push_back(textValue(compact(part)));
}

}  // namespace decorum::text::detect
