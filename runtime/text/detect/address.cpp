// Streets and houses.
#include <algorithm>
#include <string>

#include "runtime/text/characters.h"
#include "runtime/text/detect/common.h"
#include "runtime/text/detect/surroundings.h"
#include "runtime/text/utf8.h"

namespace decorum::text::detect {
namespace {

/// Forms of addresses, in the order of the expression's groups.
enum Form : std::uint8_t { kEnglish, kGerman, kRomance, kFrench, kSlavic, kBox, kEast, kForms };

/// Whether every word of letters in `part` begins with a capital, or is a small word of names.
bool hasCapitals(const Candidate& candidate, std::string_view part) {
  bool any = false;
  for (std::size_t at = 0; at < part.size();) {
    const std::size_t end = std::min(part.find(' ', at), part.size());
    const std::string_view word = part.substr(at, end - at);
    at = end + 1;
    if (word.empty() || isDigit(word.front())) continue;
    if (hasWord(word, {"de", "la", "las", "los", "del", "du", "des", "le", "di", "della", "da",
                       "do", "dos", "das", "of", "the", "y", "e", "et"})) {
      continue;
    }
    const bool small =
        decodeAt(candidate.original(word), 0).code_point == decodeAt(word, 0).code_point;
    if (small && !candidate.original(word).starts_with('#')) return false;
    any = true;
  }
  return any;
}

}  // namespace

void streetAddress(const Candidate& candidate, std::vector<Finding>& findings) {
  std::size_t form = 0;
  while (form < kForms && candidate.groups[form].empty()) ++form;
  if (form == kForms) return;
  std::string_view part = candidate.groups[form];
  while (part.ends_with(' ') || part.ends_with(',')) part.remove_suffix(1);
  if (form == kGerman && wordBefore(candidate.text.substr(0, candidate.place(part)))) return;
  const bool capitals = hasCapitals(candidate, part);
  double score = capitals ? 0.65 : 0.3;
  if (form == kBox || form == kEast) score = 0.75;
  // The words of these streets stand in small letters: "calle Mayor 5", "rue de la Paix".
  if (form == kRomance || form == kFrench || form == kSlavic) {
    std::size_t space = part.find(' ');
    if (form == kFrench) space = part.find(' ', space + 1);
    const bool name =
        space != std::string_view::npos && hasCapitals(candidate, part.substr(space + 1));
    score = name || capitals ? 0.65 : 0.3;
  }
  if (candidate.context) score += 0.2;
  findings.push_back({part, std::min(score, 0.9), {}});
}

}  // namespace decorum::text::detect
