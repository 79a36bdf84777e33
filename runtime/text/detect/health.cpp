// Numbers whose only form is the words before them.
#include <algorithm>

#include "runtime/text/detect/common.h"

namespace decorum::text::detect {

void labelled(const Candidate& candidate, std::vector<Finding>& findings) {
  const std::string_view part = candidate.number();
  if (isTorn(candidate.text, part)) return;
  const auto digits = std::ranges::count_if(part, isDigit);
  const auto size = std::ranges::count_if(part, isWord);
  // A word that happens to begin with a digit, or a count ("patient id 3"), is no number of anyone.
  if (digits < 4 || size < 5 || size > 20 || digits * 2 < size) return;
  findings.push_back({part, 0.7, {}});
  findings.back().values.push_back(textValue(compact(part)));
}

}  // namespace decorum::text::detect
