// Numbers that states give to persons and businesses. A number's form, its check digit, the words
// around it and what speaks against it are added up: a check digit that one number in ten has is no
// proof.
#include "runtime/text/detect/common.h"
#include "runtime/text/validators.h"

namespace decorum::text::detect {

void socialSecurityNumber(const Candidate& candidate, std::vector<Finding>& findings) {
  if (!findValidator("ssn")(candidate.match) || isTorn(candidate.text, candidate.match)) return;
  const bool separated = candidate.match.size() == 11;
  if (separated != (candidate.match.size() > 9)) return;
  if (separated && candidate.match[3] != candidate.match[6]) return;
  double score = !separated ? 0.2 : candidate.match[3] == '-' ? 0.75 : 0.5;
  if (candidate.context) score += separated ? 0.3 : 0.5;
  score -= evidenceAgainst(candidate, candidate.match);
  findings.push_back({candidate.match, score, {}});
  findings.back().values.push_back(textValue(digitsOf(candidate.match)));
}

}  // namespace decorum::text::detect
