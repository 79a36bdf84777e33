// Devices and networks.
#include <algorithm>

#include "runtime/text/detect/common.h"
#include "runtime/text/validators.h"

namespace decorum::text::detect {

void ipAddress(const Candidate& candidate, std::vector<Finding>& findings) {
  std::string_view part = candidate.match;
  while (part.ends_with('.') || (part.ends_with(':') && !part.ends_with("::"))) {
    part.remove_suffix(1);
  }
  while (part.starts_with('.') || (part.starts_with(':') && !part.starts_with("::"))) {
    part.remove_prefix(1);
  }
  if (!findValidator("ip")(part) || isTorn(candidate.text, part)) return;
  const bool v4 = part.find(':') == std::string_view::npos;
  const std::string_view before = candidate.text.substr(0, candidate.place(part));
  const bool is_version = before.ends_with("version ") || before.ends_with("release ");
  const auto digits = std::ranges::count_if(part, isWord);
  double score = is_version ? 0.2 : v4 ? 0.85 : digits < 3 ? 0.1 : 0.9;
  if (candidate.context) score += 0.1;
  findings.push_back({part, score, {}});
  findings.back().values.push_back(textValue(part));
}

}  // namespace decorum::text::detect
