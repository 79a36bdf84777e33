// Addresses of pages and hosts.
#include <algorithm>
#include <string>

#include "runtime/text/characters.h"
#include "runtime/text/detect/common.h"
#include "runtime/text/detect/hosts.h"
#include "runtime/text/detect/surroundings.h"
#include "runtime/text/utf8.h"
#include "runtime/text/validators.h"

namespace decorum::text::detect {
namespace {

bool endsInMark(std::string_view text) {
  return std::string_view(".,;:!?'\"*_`|").find(text.back()) != std::string_view::npos;
}

/// Whether the last character of `text` closes what was opened before it.
bool closesOutside(std::string_view text) {
  constexpr std::string_view kOpen = "([{";
  constexpr std::string_view kClose = ")]}";
  const std::size_t kind = kClose.find(text.back());
  return kind != std::string_view::npos &&
         std::ranges::count(text, kClose[kind]) > std::ranges::count(text, kOpen[kind]);
}

/// Without the sentence's punctuation, also that of East Asia.
std::string_view withoutEnd(std::string_view part) {
  for (const std::string_view stop : {"。", "、", "」", "』", "】", "》", "”", "»"}) {
    part = part.substr(0, part.find(stop));
  }
  // "[text](https://example.org)^^": the parenthesis was opened before the address.
  for (std::size_t at = part.find(')'); at != std::string_view::npos; at = part.find(')', at + 1)) {
    if (closesOutside(part.substr(0, at + 1))) part = part.substr(0, at);
  }
  while (!part.empty() && (endsInMark(part) || closesOutside(part))) part.remove_suffix(1);
  return part;
}

struct Place {
  std::string_view host;
  std::string_view path;
};

/// `rest`, which stands behind a scheme, taken apart; no host where it is none.
Place takeApart(std::string_view rest) {
  const std::size_t path = std::min(rest.find_first_of("/?#"), rest.size());
  std::string_view host = rest.substr(0, path);
  if (const std::size_t user = host.rfind('@'); user != std::string_view::npos) {
    host.remove_prefix(user + 1);
  }
  const std::size_t port = host.starts_with('[') ? host.find(']') : host.find(':');
  if (port != std::string_view::npos) {
    const std::string_view digits =
        host.substr(std::min(port + (host[0] == '[' ? 2 : 1), host.size()));
    if (!std::ranges::all_of(digits, isDigit) || digits.size() > 5) return {};
    host = host.substr(0, port + (host[0] == '[' ? 1 : 0));
  }
  return {host, rest.substr(path)};
}

bool isHost(std::string_view host) {
  if (host.starts_with('[')) return findValidator("ipv6")(host.substr(1, host.size() - 2));
  return !host.empty() && hasGoodLabels(host) &&
         host.find_first_of("*\\") == std::string_view::npos;
}

/// How sure a host without scheme is one.
double bareScore(const Candidate& candidate, std::string_view host, bool path, bool context) {
  if (host.starts_with("www.")) return 0.95;
  const std::string_view top = host.substr(host.rfind('.') + 1);
  const TopLevel kind = topLevelOf(top);
  const auto labels = std::ranges::count(host, '.') + 1;
  // "…the end.Next": a sentence begins with a capital.
  const std::string_view written = candidate.original(top);
  const std::string_view name = host.substr(0, host.find('.'));
  const bool sentence =
      written.front() >= 'A' && written.front() <= 'Z' && candidate.original(name).back() >= 'a';
  if (sentence) return 0.2;
  double score = kind == TopLevel::kPlain ? 0.7 : 0.3;
  if (top.size() == 2 && kind == TopLevel::kPlain) score = 0.55;  // a country's
  if (host.size() < 5) score -= 0.3;                              // "a.m.", "p.s"
  if (path) score += 0.3;
  if (labels > 2 && name.size() > 1) score += 0.15;
  if (context) score += 0.2;
  const bool digits = std::ranges::all_of(name, isDigit);
  return digits ? score - 0.3 : score;  // "10.am"
}

}  // namespace

void url(const Candidate& candidate, std::vector<Finding>& findings) {
  std::string_view part = withoutEnd(candidate.match);
  const std::size_t scheme = part.find("://");
  if (scheme != std::string_view::npos && candidate.groups[0].empty()) {
    const Place place = takeApart(part.substr(scheme + 3));
    if (!isHost(place.host)) return;
    findings.push_back({part, 0.95, {}});
    findings.back().values = {textValue(place.host), textValue(place.path)};
    return;
  }
  const std::string_view before = candidate.before();
  const char last = lastBefore(candidate);
  if (std::string_view("@./\\-_:=").find(last) != std::string_view::npos && last != ':' &&
      last != '=')
    return;
  if (wordBefore(before) && !isUnspaced(decodeBefore(before, before.size()).code_point)) return;
  const std::string_view host = hostAt(candidate.groups[0]);
  if (host.empty() || !hasGoodLabels(host)) return;
  const bool cut = host.size() < candidate.groups[0].size();
  std::string_view rest = part.size() > host.size() ? part.substr(host.size()) : part.substr(0, 0);
  const char next = rest.empty() ? firstAfter(candidate) : rest.front();
  if (rest.empty() && next == '@') return;
  if (rest.starts_with('@') || (cut && isAscii(next) && (isWord(next) || next == '-'))) return;
  if (cut) rest = rest.substr(0, 0);
  if (rest.empty() && next == '(') return;  // a call: "list.map("
  const std::size_t port = rest.find_first_of("/?#");
  const std::string_view path =
      port == std::string_view::npos ? rest.substr(rest.size()) : rest.substr(port);
  part = candidate.match.substr(0, host.size() + rest.size());
  const double score = bareScore(candidate, host, path.size() > 1, candidate.context);
  findings.push_back({part, score, {}});
  findings.back().values = {textValue(host), textValue(path)};
}

}  // namespace decorum::text::detect
