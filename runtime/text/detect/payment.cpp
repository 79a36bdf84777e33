// Cards and accounts.
#include <algorithm>

#include "runtime/text/detect/common.h"
#include "runtime/text/validators.h"

namespace decorum::text::detect {
namespace {

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

}  // namespace decorum::text::detect
