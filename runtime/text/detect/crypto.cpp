// Addresses of crypto currencies: their check sums are proof, and read the case as written.
#include <algorithm>

#include "runtime/text/detect/common.h"
#include "runtime/text/validate/validate.h"

namespace decorum::text::detect {

void bitcoin(const Candidate& candidate, std::vector<Finding>& findings) {
  const std::string_view written = candidate.original(candidate.match);
  if (!validate::bitcoin(written)) return;
  findings.push_back({candidate.match, 0.98, {}});
  findings.back().values.push_back(textValue(written));
}

void ethereum(const Candidate& candidate, std::vector<Finding>& findings) {
  const std::string_view written = candidate.original(candidate.match);
  if (!validate::ethereum(written)) return;
  const bool mixed = std::ranges::any_of(written, [](char c) { return c >= 'A' && c <= 'F'; }) &&
                     std::ranges::any_of(written, [](char c) { return c >= 'a' && c <= 'f'; });
  const double score = (mixed ? 0.98 : 0.75) + (candidate.context ? 0.1 : 0);
  findings.push_back({candidate.match, score, {}});
  findings.back().values.push_back(textValue(written));
}

}  // namespace decorum::text::detect
