// Secrets, whose form is their proof.
#include "runtime/text/detect/common.h"

namespace decorum::text::detect {

void secret(const Candidate& candidate, std::vector<Finding>& findings) {
  // Placeholders of documentation: one character over and over.
  const std::string_view match = candidate.match;
  const bool filler = match.size() > 12 && match.find("xxxxxxxx") != std::string_view::npos;
  findings.push_back({match, filler ? 0.2 : 0.95, {}});
}

}  // namespace decorum::text::detect
