// Numbers that belong to people. A number's form, its check digit, the words around it and what
// speaks against it are added up: a check digit that one number in ten has is no proof.
#include <algorithm>
#include <array>
#include <string>

#include "runtime/text/detect.h"
#include "runtime/text/validators.h"

namespace decorum::text::detect {
namespace {

constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool isWord(char c) {
  return isDigit(c) || (c >= 'a' && c <= 'z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

std::string digitsOf(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (isDigit(c)) digits.push_back(c);
  }
  return digits;
}

char lastBefore(const Candidate& candidate) {
  const std::string_view before = candidate.before();
  return before.empty() ? ' ' : before.back();
}

char firstAfter(const Candidate& candidate) {
  const std::string_view after = candidate.after();
  return after.empty() ? ' ' : after.front();
}

/// Whether `part` is a piece of something longer: letters or digits touch it, or digits behind a
/// point or a hyphen do.
bool isTorn(std::string_view text, std::string_view part) {
  const auto begin = static_cast<std::size_t>(part.data() - text.data());
  const std::size_t end = begin + part.size();
  const auto at = [&](std::size_t i) { return i < text.size() ? text[i] : ' '; };
  const auto joins = [](char c) { return c == '.' || c == '-' || c == '/' || c == ','; };
  if (begin > 0 && isWord(text[begin - 1]) && static_cast<unsigned char>(text[begin - 1]) < 0x80) {
    return true;
  }
  if (begin > 1 && joins(text[begin - 1]) && isDigit(text[begin - 2])) return true;
  if (isWord(at(end)) && static_cast<unsigned char>(at(end)) < 0x80) return true;
  return joins(at(end)) && isDigit(at(end + 1));
}

/// How much what stands right before speaks for a number of something else: an order, an amount, an
/// identifier in structured data.
double evidenceAgainst(const Candidate& candidate, std::string_view part) {
  std::string_view before = candidate.text.substr(0, candidate.place(part));
  const auto drop = [&](std::string_view chars) {
    while (!before.empty() && chars.find(before.back()) != std::string_view::npos) {
      before.remove_suffix(1);
    }
  };
  drop(" ");
  if (before.ends_with('#')) return 0.2;
  if (before.ends_with('$')) return 0.5;
  drop(" \"':=([{");
  for (const std::string_view word : {"id",
                                      "ids",
                                      "order",
                                      "item",
                                      "sku",
                                      "tracking",
                                      "invoice",
                                      "reference",
                                      "ref",
                                      "ticket",
                                      "case",
                                      "booking",
                                      "reservation",
                                      "confirmation",
                                      "order number",
                                      "tracking number",
                                      "confirmation number",
                                      "reference number",
                                      "version",
                                      "isbn",
                                      "upc",
                                      "serial",
                                      "flight"}) {
    if (!before.ends_with(word)) continue;
    const std::size_t rest = before.size() - word.size();
    if (rest == 0 || !isWord(before[rest - 1]) || before[rest - 1] == '_') return 0.5;
  }
  return 0;
}

struct DigitGroup {
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::vector<DigitGroup> groupsOf(std::string_view text) {
  std::vector<DigitGroup> groups;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!isDigit(text[i])) continue;
    if (groups.empty() || groups.back().end != i) groups.push_back({i, i});
    groups.back().end = i + 1;
  }
  return groups;
}

/// How people write card numbers: in fours, 4-6-5, 4-6-4, or in one piece.
double cardForm(std::span<const DigitGroup> groups) {
  const auto size = [&](std::size_t i) { return groups[i].end - groups[i].begin; };
  if (groups.size() == 1) return size(0) < 14 ? 0.55 : 0.75;
  if (groups.size() == 3 && size(0) == 4 && size(1) == 6) return 0.95;
  for (std::size_t i = 0; i + 1 < groups.size(); ++i) {
    if (size(i) != 4) return 0.4;
  }
  return 0.95;
}

}  // namespace

HitValue textValue(std::string_view text) {
  HitValue value;
  value.present = true;
  value.text = text;
  return value;
}

HitValue numberValue(double number) {
  HitValue value;
  value.present = true;
  value.number = number;
  return value;
}

HitValue timeValue(std::int64_t time_ms) {
  HitValue value;
  value.present = true;
  value.integer = time_ms;
  return value;
}

namespace {

double cardScore(const Candidate& candidate, std::string_view part,
                 std::span<const DigitGroup> groups) {
  if (part.size() < 12 || part.size() > 19 * 2 || !findValidator("card")(part)) return 0;
  if (isTorn(candidate.text, part)) return 0;
  double score = cardForm(groups);
  if (!findValidator("luhn")(part)) score -= 0.4;
  score -= evidenceAgainst(candidate, part);
  return candidate.context ? score + 0.25 : score;
}

}  // namespace

void card(const Candidate& candidate, std::vector<Finding>& findings) {
  // A run of digits may hold more than the card: its expiry, the customer's id before it. Of the
  // readings that overlap the likeliest is kept.
  const std::vector<DigitGroup> groups = groupsOf(candidate.match);
  for (std::size_t first = 0; first < groups.size(); ++first) {
    Finding best;
    for (std::size_t last = first + 1; last <= std::min(groups.size(), first + 19); ++last) {
      const std::size_t begin = groups[first].begin;
      const std::string_view part = candidate.match.substr(begin, groups[last - 1].end - begin);
      const double score =
          cardScore(candidate, part, std::span(groups).subspan(first, last - first));
      if (score > best.score) best = {part, score, {}};
    }
    if (best.score <= 0) continue;
    best.values.push_back(textValue(digitsOf(best.part)));
    const bool overlaps =
        !findings.empty() &&
        findings.back().part.data() + findings.back().part.size() > best.part.data();
    if (!overlaps) {
      findings.push_back(std::move(best));
    } else if (best.score > findings.back().score) {
      findings.back() = std::move(best);
    }
  }
}

void cardSecurityCode(const Candidate& candidate, std::vector<Finding>& findings) {
  findings.push_back({candidate.groups[0], 0.9, {}});
}

void iban(const Candidate& candidate, std::vector<Finding>& findings) {
  // The country says how long it is; what stands behind may be a word.
  const Validator is_iban = findValidator("iban");
  for (std::size_t size = candidate.match.size(); size >= 15; --size) {
    const std::string_view part = candidate.match.substr(0, size);
    if (!isWord(part.back()) || !is_iban(part) || isTorn(candidate.text, part)) continue;
    std::string plain;
    for (const char c : part) {
      if (isWord(c)) plain.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c);
    }
    findings.push_back({part, 0.95, {}});
    findings.back().values.push_back(textValue(plain));
    return;
  }
}

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
