// Devices and networks.
#include <algorithm>

#include "runtime/text/detect/common.h"
#include "runtime/text/detect/evidence.h"
#include "runtime/text/validate/validate.h"

namespace decorum::text::detect {
namespace {

/// "version 1.2.3.4", "Chrome/120.0.0.0".
bool isVersion(std::string_view before) {
  if (before.ends_with('/') && wordBefore(before.substr(0, before.size() - 1))) return true;
  if (!before.ends_with(' ')) return false;
  before.remove_suffix(1);
  for (const std::string_view word :
       {"version", "ver", "ver.", "v.", "release", "build", "firmware"}) {
    if (before.ends_with(word) && !wordBefore(before.substr(0, before.size() - word.size()))) {
      return true;
    }
  }
  return false;
}

/// Parts of something longer; a prefix's length may follow ("10.0.0.0/8").
bool isTornAddress(std::string_view text, std::string_view part) {
  const auto end = static_cast<std::size_t>(part.data() - text.data()) + part.size();
  const bool has_length = end < text.size() && text[end] == '/';
  return isTorn(has_length ? text.substr(0, end) : text, part);
}

}  // namespace

void ipAddress(const Candidate& candidate, std::vector<Finding>& findings) {
  std::string_view part = candidate.match;
  while (part.ends_with('.') || (part.ends_with(':') && !part.ends_with("::"))) {
    part.remove_suffix(1);
  }
  while (part.starts_with('.') || (part.starts_with(':') && !part.starts_with("::"))) {
    part.remove_prefix(1);
  }
  if (!validate::ip(part) || isTornAddress(candidate.text, part)) return;
  const bool v4 = part.find(':') == std::string_view::npos;
  const std::string_view before = candidate.text.substr(0, candidate.place(part));
  double score = v4 ? 0.85 : 0.9;
  if (isVersion(before)) score = 0.2;
  // "a::b" is code, "::" a mark, as often as an address.
  const auto digits = std::ranges::count_if(part, isDigit);
  const auto size = std::ranges::count_if(part, isWord);
  const bool is_slice = before.ends_with('[') && size < 3;  // "[::2]" of a programming language
  if (!v4 && (digits == 0 || is_slice)) {
    score = 0.1;
  } else if (!v4 && size < 3) {
    score = 0.6;
  }
  if (candidate.context) score += 0.1;
  findings.push_back({part, score, {}});
  findings.back().values.push_back(textValue(part));
}

void mac(const Candidate& candidate, std::vector<Finding>& findings) {
  const std::string_view part = candidate.match;
  if (!validate::mac(part) || isTorn(candidate.text, part)) return;
  const bool dotted = part.find('.') != std::string_view::npos;
  const bool only_digits = std::ranges::none_of(part, [](char c) { return c >= 'a' && c <= 'f'; });
  // More pairs around it: a fingerprint, a longer identifier.
  const std::string_view after = candidate.after();
  const std::string_view before = candidate.before();
  if (after.starts_with(part[2]) || before.ends_with(part[2])) return;
  double score = dotted || only_digits ? 0.5 : 0.85;
  if (candidate.context) score += 0.3;
  findings.push_back({part, score, {}});
  findings.back().values.push_back(textValue(compact(part)));
}

}  // namespace decorum::text::detect
