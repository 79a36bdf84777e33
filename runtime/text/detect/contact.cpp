// E-mail addresses, also spelled out, and names on platforms.
#include <algorithm>
#include <string>

#include "runtime/text/characters.h"
#include "runtime/text/detect/common.h"
#include "runtime/text/detect/hosts.h"
#include "runtime/text/detect/surroundings.h"
#include "runtime/text/utf8.h"

namespace decorum::text::detect {
namespace {

constexpr std::size_t kMostLocalBytes = 64;  // RFC 5321, section 4.5.3.1

/// The part of `local` that belongs to the address: "我的邮箱ann" ends in another script's word.
std::string_view localPart(std::string_view local) {
  while (!local.empty() &&
         std::string_view("._%+'-").find(local.front()) != std::string_view::npos) {
    local.remove_prefix(1);
  }
  for (std::size_t at = local.size(); at > 0;) {
    const Decoded last = decodeBefore(local, at);
    const bool other = last.bytes > 1 && at < local.size() && mayEndWord(local, at);
    if (other && isAscii(local[at])) return local.substr(at);
    at -= last.bytes;
  }
  return local;
}

bool isLocal(std::string_view local) {
  return !local.empty() && local.size() <= kMostLocalBytes && !local.ends_with('.') &&
         local.find("..") == std::string_view::npos;
}

/// `host` with its dots written as dots: "example [dot] com".
std::string plainHost(std::string_view host) {
  std::string plain;
  for (std::size_t i = 0; i < host.size(); ++i) {
    bool replaced = false;
    for (const std::string_view dot : {"[dot]", "(dot)", "{dot}", "<dot>", "[.]", "(.)", " dot ",
                                       " punto ", " ponto ", " point ", " punkt "}) {
      if (!host.substr(i).starts_with(dot)) continue;
      plain.push_back('.');
      i += dot.size() - 1;
      replaced = true;
      break;
    }
    if (!replaced && host[i] != ' ') plain.push_back(host[i]);
  }
  return plain;
}

}  // namespace

void email(const Candidate& candidate, std::vector<Finding>& findings) {
  const std::size_t at = candidate.match.find('@');
  const std::string_view local = localPart(candidate.match.substr(0, at));
  const std::string_view rest = candidate.match.substr(at + 1);
  const std::string_view known = hostAt(rest);
  std::string_view host = labelsAt(rest);
  if (host.size() < known.size()) host = known;
  if (host.size() > known.size() && !known.empty()) {
    // "ann@example.org.Thanks": the next sentence.
    const char next = candidate.original(rest.substr(known.size() + 1, 1)).front();
    if (next >= 'A' && next <= 'Z') host = known;
  }
  if (!isLocal(local) || host.empty() || !hasGoodLabels(host)) return;
  const bool cut = local.data() == candidate.match.data() && at >= kMostLocalBytes;
  if (cut && isWord(lastBefore(candidate))) return;
  const std::string_view part(local.data(), local.size() + 1 + host.size());
  if (candidate.text.substr(candidate.place(part) + part.size()).starts_with('@')) return;
  if (candidate.before().ends_with('@')) return;
  findings.push_back({part, host.size() == known.size() ? 0.95 : 0.75, {}});
  findings.back().values = {textValue(part), textValue(host)};
}

void emailSpelled(const Candidate& candidate, std::vector<Finding>& findings) {
  const std::string_view local = localPart(candidate.groups[0]);
  const std::string_view sign = candidate.groups[1];
  const std::string plain = plainHost(candidate.groups[2]);
  const std::string_view host = hostAt(plain);
  if (!isLocal(local) || host.size() != plain.size()) return;
  const bool bracket = sign.find_first_of("[({<@") != std::string_view::npos;
  const bool dotted = candidate.groups[2].find('.') != std::string_view::npos;
  // "meet me at example.com" is a place to go to.
  if (!bracket && dotted) return;
  if (sign == "@" && dotted) return;  // an address as addresses are
  const double score = bracket ? 0.9 : 0.45;
  const std::string_view part(
      local.data(),
      static_cast<std::size_t>(candidate.match.data() + candidate.match.size() - local.data()));
  findings.push_back({part, score + (candidate.context && !bracket ? 0.4 : 0), {}});
  findings.back().values = {textValue(std::string(local) + "@" + plain), textValue(plain)};
}

void socialHandle(const Candidate& candidate, std::vector<Finding>& findings) {
  const std::string_view sign = candidate.groups[0];
  std::string_view part = candidate.groups[1];
  double score = 0;
  if (part.data() != nullptr) {
    // "instagram is down": a name has a mark or a digit, or words say that one follows.
    const std::string_view platform =
        candidate.match.substr(0, candidate.match.size() - part.size());
    const bool at = sign.find('@') != std::string_view::npos;
    const bool says = at || sign.find_first_of(":=") != std::string_view::npos ||
                      hasWord(platform, {"id", "handle", "username", "user", "account", "usuario",
                                         "benutzername", "号", "screen name"});
    const bool mark = part.find_first_of("0123456789_") != std::string_view::npos;
    score = (says ? 0.4 : 0.1) + (mark ? 0.35 : 0) + (at ? 0.3 : 0);
  } else {
    part = candidate.groups[2];
    if (isWord(lastBefore(candidate)) || lastBefore(candidate) == '.') return;
    score = candidate.context ? 0.8 : 0.4;
  }
  while (part.ends_with('.') || part.ends_with('-')) part.remove_suffix(1);
  if (part.size() < 4 || firstAfter(candidate) == '@') return;
  findings.push_back({part, std::min(score, 0.9), {}});
  findings.back().values.push_back(textValue(part));
}

}  // namespace decorum::text::detect
