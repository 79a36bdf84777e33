// Ways to reach a person.
#include <algorithm>
#include <string>

#include "runtime/text/detect/common.h"
#include "runtime/text/validators.h"

namespace decorum::text::detect {

void email(const Candidate& candidate, std::vector<Finding>& findings) {
  std::string_view part = candidate.match;
  while (!part.empty() && std::string_view("._%+'-").find(part.front()) != std::string_view::npos) {
    part.remove_prefix(1);
  }
  const std::size_t at = part.find('@');
  if (at == 0 || at == std::string_view::npos || at > 64) return;
  const std::string_view local = part.substr(0, at);
  const std::string_view host = part.substr(at + 1);
  if (local.ends_with('.') || part.find("..") != std::string_view::npos) return;
  if (host.starts_with('-') || host.find("-.") != std::string_view::npos) return;
  if (candidate.after().starts_with('@') || candidate.before().ends_with('@')) return;
  findings.push_back({part, 0.95, {}});
  findings.back().values = {textValue(part), textValue(host)};
}

void url(const Candidate& candidate, std::vector<Finding>& findings) {
  std::string_view part = candidate.match;
  const std::string_view before = candidate.before();
  const std::size_t scheme_end = part.find("://");
  const bool bare = scheme_end == std::string_view::npos;
  if (bare && (before.ends_with('@') || before.ends_with('.') || before.ends_with('/') ||
               before.ends_with('-') || wordBefore(before) || candidate.after().starts_with('@'))) {
    return;
  }
  for (bool trimmed = true; trimmed && !part.empty();) {
    trimmed = std::string_view(".,;:!?'*_]}").find(part.back()) != std::string_view::npos ||
              (part.back() == ')' && part.find('(') == std::string_view::npos);
    if (trimmed) part.remove_suffix(1);
  }
  std::string_view rest = bare ? part : part.substr(scheme_end + 3);
  const std::size_t path = rest.find_first_of("/?#");
  std::string_view host = rest.substr(0, path);
  if (const std::size_t user = host.rfind('@'); user != std::string_view::npos) {
    host.remove_prefix(user + 1);
  }
  host = host.substr(0, host.find(':'));
  if (host.empty()) return;
  findings.push_back({part, bare && !part.starts_with("www.") ? 0.7 : 0.95, {}});
  findings.back().values = {textValue(host),
                            textValue(path == std::string_view::npos ? "" : rest.substr(path))};
}

namespace {

/// A telephone number taken apart: what its writing tells.
struct PhoneForm {
  std::string digits;
  bool international = false;
  std::vector<std::size_t> groups;  ///< sizes
  bool parenthesis = false;
  bool other_marks = false;  ///< separators beside spaces
};

PhoneForm readPhone(std::string_view main) {
  PhoneForm form;
  form.international = main.find('+') != std::string_view::npos;
  form.parenthesis = main.find('(') != std::string_view::npos;
  form.other_marks = main.find_first_of("-./()") != std::string_view::npos;
  form.digits = digitsOf(main);
  for (const DigitGroup& group : groupsOf(main)) form.groups.push_back(group.end - group.begin);
  if (!form.international && form.digits.starts_with("00") && form.digits.size() >= 10) {
    form.international = true;
    form.digits.erase(0, 2);
  }
  return form;
}

/// Ten digits of the North American plan, from `digits[at]` on.
bool isNorthAmerican(std::string_view digits, std::size_t at) {
  return digits.size() == at + 10 && digits[at] >= '2' && digits[at + 3] >= '2' &&
         !(digits[at + 1] == '1' && digits[at + 2] == '1');
}

bool endsInThreeThreeFour(const std::vector<std::size_t>& groups) {
  const std::size_t n = groups.size();
  return n >= 3 && groups[n - 3] == 3 && groups[n - 2] == 3 && groups[n - 1] == 4;
}

double phoneScore(const PhoneForm& form, bool context) {
  const std::size_t count = form.digits.size();
  if (count < 7 || count > 15) return 0;
  if (form.international) {
    if (form.digits[0] == '0' && form.groups.size() < 2) return 0;
    return count >= 8 ? 0.85 + (context ? 0.1 : 0) : 0.3;
  }
  const std::size_t at = count == 11 && form.digits[0] == '1' ? 1 : 0;
  if (isNorthAmerican(form.digits, at)) {
    if (endsInThreeThreeFour(form.groups)) {
      return (form.other_marks ? 0.75 : 0.6) + (context ? 0.2 : 0);
    }
    return (form.groups.size() == 1 ? 0.25 : 0.4) + (context ? 0.4 : 0);
  }
  if (endsInThreeThreeFour(form.groups) && count == 10) return 0.5 + (context ? 0.3 : 0);
  // National forms of most other countries begin with the trunk prefix.
  const bool trunk = form.digits[0] == '0' && form.digits[1] != '0' && count >= 9 && count <= 12;
  const bool grouped = form.groups.size() >= 2 && form.groups.size() <= 6;
  if (trunk) return (grouped ? 0.55 : 0.3) + (context ? 0.35 : 0);
  if (form.parenthesis && count >= 8) return 0.55 + (context ? 0.2 : 0);
  const bool short_local = form.groups.size() == 2 && form.groups[0] == 3 && form.groups[1] == 4;
  if (short_local) return 0.2 + (context ? 0.4 : 0);
  if (grouped && count >= 8 && form.groups.back() >= 2) return 0.2 + (context ? 0.4 : 0);
  return context && count >= 9 ? 0.45 : 0.1;
}

/// Readings of the same characters that are likelier.
bool isOtherThanPhone(std::string_view main) {
  if (readDate(main.substr(0, std::min<std::size_t>(main.size(), 10)), true)) return true;
  return findValidator("ipv4")(main) ||
         (main.size() == 11 && main[3] == '-' && main[6] == '-' && findValidator("ssn")(main)) ||
         (digitsOf(main).size() >= 13 && findValidator("card")(main));
}

}  // namespace

void phone(const Candidate& candidate, std::vector<Finding>& findings) {
  std::string_view part = candidate.match;
  // A parenthesis that opens before the number belongs to it only if it closes within.
  if (part.starts_with('(') && part.find(')') == std::string_view::npos) part.remove_prefix(1);
  const std::size_t extension = part.find_first_of("xe,");
  const std::string_view main = part.substr(0, extension);
  const char before = lastBefore(candidate);
  if (part.data() == candidate.match.data() && (isWord(before) || before == '.')) return;
  if (isDigit(firstAfter(candidate)) || isTorn(candidate.text, part)) return;
  if (isOtherThanPhone(main)) return;
  const PhoneForm form = readPhone(main);
  double score = phoneScore(form, candidate.context);
  if (!form.international) score -= evidenceAgainst(candidate, part);
  if (std::ranges::all_of(form.digits, [&](char c) { return c == form.digits[0]; })) return;
  findings.push_back({part, score, {}});
  findings.back().values.push_back(textValue((form.international ? "+" : "") + form.digits));
}

}  // namespace decorum::text::detect
