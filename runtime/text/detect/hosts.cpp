#include "runtime/text/detect/hosts.h"

#include <algorithm>
#include <vector>

#include "runtime/text/characters.h"
#include "runtime/text/utf8.h"

namespace decorum::text::detect {
namespace {

struct TopLevelList {
  TopLevel kind;
  std::string_view names;
};
constexpr TopLevelList kTopLevels[] = {
#define TLDS(kind, names) {TopLevel::kind, names},
#include "runtime/text/detect/lists/top_level_domains.def"
#undef TLDS
};

bool lists(std::string_view names, std::string_view name) {
  for (std::size_t at = names.find(name); at != std::string_view::npos;
       at = names.find(name, at + 1)) {
    const bool begins = at == 0 || names[at - 1] == ' ';
    const bool ends = at + name.size() == names.size() || names[at + name.size()] == ' ';
    if (begins && ends) return true;
  }
  return false;
}

/// The end of the letters, digits and hyphens at `at`.
std::size_t labelEnd(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const Decoded next = decodeAt(text, at);
    if (next.code_point != '-' && !isWordCharacter(next.code_point)) break;
    at += next.bytes;
  }
  return at;
}

/// The label's beginning in ASCII where text of another kind goes on right behind it: "org请",
/// "com123-45".
std::string_view asciiBegin(std::string_view label) {
  for (std::size_t i = 1; i < label.size(); ++i) {
    const bool digit = label[i] >= '0' && label[i] <= '9';
    if (digit || (!isAscii(label[i]) && mayEndWord(label, i))) return label.substr(0, i);
  }
  return label;
}

}  // namespace

TopLevel topLevelOf(std::string_view label) {
  if (label.starts_with("xn--") && label.size() > 5) return TopLevel::kPlain;
  for (const TopLevelList& list : kTopLevels) {
    if (lists(list.names, label)) return list.kind;
  }
  return TopLevel::kUnknown;
}

namespace {

/// Where labels from the begin of `text` on end: the last that `counts`, of two or more.
template <class Counts>
std::string_view labelsUpTo(std::string_view text, Counts counts) {
  std::size_t best = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = labelEnd(text, at);
    if (end == at) break;
    const std::string_view label = text.substr(at, end - at);
    const std::string_view begin = asciiBegin(label);
    if (at > 0 && begin.size() < label.size() && topLevelOf(begin) == TopLevel::kPlain) {
      best = at + begin.size();
    } else if (at > 0 && counts(label)) {
      best = end;
    }
    if (end >= text.size() || text[end] != '.') break;
    at = end + 1;
  }
  return text.substr(0, best);
}

}  // namespace

std::string_view hostAt(std::string_view text) {
  return labelsUpTo(text,
                    [](std::string_view label) { return topLevelOf(label) != TopLevel::kUnknown; });
}

std::string_view labelsAt(std::string_view text) {
  return labelsUpTo(text, [](std::string_view label) {
    return label.size() > 1 &&
           std::ranges::none_of(label, [](char c) { return c >= '0' && c <= '9'; });
  });
}

bool hasGoodLabels(std::string_view host) {
  while (!host.empty()) {
    const std::size_t end = std::min(host.find('.'), host.size());
    const std::string_view label = host.substr(0, end);
    if (label.empty() || countCodePoints(label) > 63) return false;
    if (label.front() == '-' || label.back() == '-') return false;
    host.remove_prefix(std::min(end + 1, host.size()));
  }
  return true;
}

}  // namespace decorum::text::detect
