// Cards and accounts.
#include <algorithm>

#include "runtime/text/detect/common.h"
#include "runtime/text/detect/readings.h"
#include "runtime/text/validate/validate.h"

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

/// Whether letters or digits touch it. A point, hyphen or slash with digits behind it is a list, or
/// the card's month.
bool touches(std::string_view text, std::string_view part) {
  const auto begin = static_cast<std::size_t>(part.data() - text.data());
  const std::size_t end = begin + part.size();
  if (begin > 1 && text[begin - 1] == '.' && isDigit(text[begin - 2])) return true;
  const auto is_joined = [](char c) { return isWord(c) && static_cast<unsigned char>(c) < 0x80; };
  return (begin > 0 && is_joined(text[begin - 1])) || (end < text.size() && is_joined(text[end]));
}

double cardScore(const Candidate& candidate, std::string_view part,
                 std::span<const DigitGroup> groups) {
  if (part.size() < 12 || !validate::card(part) || touches(candidate.text, part)) return 0;
  double score = cardForm(groups);
  if (!validate::luhn(part)) score -= 0.4;
  if (part.starts_with('1') && !part.starts_with("1800")) score -= 0.35;  // airlines' own cards
  score -= likeliestRival(candidate, part).likelihood;
  return candidate.context ? score + 0.25 : score;
}

/// Whether a card's number ends `text`, or is followed there by the words for a date of expiry.
bool endsInCard(std::string_view text) {
  const std::size_t end = text.find_last_of("0123456789");
  if (end == std::string_view::npos || text.size() - end > 12) return false;
  std::size_t begin = end + 1;
  int digits = 0;
  while (begin > 0 && digits < 19 &&
         (isDigit(text[begin - 1]) || text[begin - 1] == ' ' || text[begin - 1] == '-' ||
          text[begin - 1] == '.')) {
    digits += isDigit(text[--begin]) ? 1 : 0;
    if (digits >= 12 && validate::card(text.substr(begin, end + 1 - begin)) &&
        (begin == 0 || !isDigit(text[begin - 1]))) {
      return true;
    }
  }
  return false;
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
  const std::string_view part = candidate.number();
  if (!isTorn(candidate.text, part)) findings.push_back({part, 0.9, {}});
}

void cardExpiry(const Candidate& candidate, std::vector<Finding>& findings) {
  const std::string_view part = candidate.match;
  const std::string_view after = candidate.after();
  const bool torn = isTorn(candidate.text, part) && !after.starts_with('/');
  // "12/27/2026" is a day, "08/26" a day too where no word and no card stands beside it.
  if (torn || (after.size() > 1 && after[0] == '/' && isDigit(after[1]))) return;
  double score = 0.1;
  if (candidate.context) score += 0.6;
  const std::string_view before = candidate.before();
  const std::size_t reach = std::min<std::size_t>(before.size(), kContextCharacters);
  if (endsInCard(before.substr(before.size() - reach))) score += 0.7;
  findings.push_back({part, score, {}});
}

void cardTrack(const Candidate& candidate, std::vector<Finding>& findings) {
  const std::string_view match = candidate.match;
  const std::size_t begin = match.find_first_of("0123456789");
  const std::size_t end = match.find_first_not_of("0123456789", begin);
  if (validate::card(match.substr(begin, end - begin))) findings.push_back({match, 0.98, {}});
}

void cardPin(const Candidate& candidate, std::vector<Finding>& findings) {
  const std::string_view part = candidate.number();
  if (isTorn(candidate.text, part)) return;
  // In India six digits behind "pin code" are a place.
  const bool place = part.size() == 6 && candidate.match.find("code") != std::string_view::npos;
  findings.push_back({part, (place ? 0.3 : 0.7) + (candidate.context ? 0.2 : 0), {}});
}

void iban(const Candidate& candidate, std::vector<Finding>& findings) {
  // The country says how long it is; what stands behind may be a word.
  for (std::size_t size = candidate.match.size(); size >= 15; --size) {
    const std::string_view part = candidate.match.substr(0, size);
    if (!isWord(part.back()) || !validate::iban(part) || isTorn(candidate.text, part)) continue;
    findings.push_back({part, 0.95, {}});
    findings.back().values.push_back(textValue(compact(part)));
    return;
  }
}

void bic(const Candidate& candidate, std::vector<Finding>& findings) {
  const std::string_view part = candidate.number();
  if (!validate::bic(part)) return;
  // "a swift decision" has the form of one, in small letters.
  const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
  const bool is_word = std::ranges::any_of(candidate.original(part), is_small);
  findings.push_back(
      {part, is_word && candidate.match.find(':') == std::string_view::npos ? 0.3 : 0.85, {}});
  findings.back().values.push_back(textValue(compact(part)));
}

}  // namespace decorum::text::detect
