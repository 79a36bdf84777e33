// Names of persons.
#include <algorithm>
#include <string>

#include "runtime/text/characters.h"
#include "runtime/text/detect/common.h"
#include "runtime/text/detect/names.h"
#include "runtime/text/utf8.h"

namespace decorum::text::detect {
namespace {

constexpr std::string_view kSurnames[] = {
#define GIVEN_NAMES(language, names)
#define SURNAMES(language, names) names,
#define WORDS(names)
#include "runtime/text/detect/lists/names.def"
#undef GIVEN_NAMES
#undef SURNAMES
#undef WORDS
};
constexpr std::string_view kAlsoWords[] = {
#define GIVEN_NAMES(language, names)
#define SURNAMES(language, names)
#define WORDS(names) names,
#include "runtime/text/detect/lists/names.def"
#undef GIVEN_NAMES
#undef SURNAMES
#undef WORDS
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

/// Whether `written` begins with a capital, or with a letter that knows none ("王").
bool isCapitalized(std::string_view written, std::string_view folded) {
  const char32_t first = decodeAt(written, 0).code_point;
  const char32_t small = decodeAt(folded, 0).code_point;
  return first != small || isUnspaced(small) || (small >= 0xAC00 && small <= 0xD7A3);
}

/// Small words inside of names.
bool isParticle(std::string_view word) {
  return lists("de la van der den von di da dos del el al bin ben le y e du des", word);
}

/// The words of `text` that go on with a name: with capitals, particles between.
struct NameWords {
  std::size_t bytes = 0;  ///< of `text` up to the last word's end
  int capitals = 0;
  int surnames = 0;  ///< of the list
};
NameWords nameWords(const Candidate& candidate, std::string_view text, bool any_case) {
  NameWords words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    std::string_view word = text.substr(at, end - at);
    const bool initial = word.ends_with('.');
    if (initial) word.remove_suffix(1);
    if (word.empty()) break;
    const bool capital = isCapitalized(candidate.original(word), word);
    const bool known = isSurname(word) || isGivenName(word);
    if (!capital && !isParticle(word) && !(any_case && known)) break;
    if (!isParticle(word)) {
      words.bytes = end;
      words.capitals += capital && !initial ? 1 : 0;
      words.surnames += isSurname(word) ? 1 : 0;
    }
    at = end + 1;
  }
  return words;
}

void add(const Candidate& candidate, std::string_view part, double score,
         std::vector<Finding>& findings) {
  if (part.empty()) return;
  findings.push_back({part, std::min(score, 0.85), {}});
  findings.back().values.push_back(textValue(candidate.original(part)));
}

/// A name behind words that introduce one: it need not be in any list.
void introducedName(const Candidate& candidate, std::vector<Finding>& findings) {
  const bool introduced = candidate.groups[0].data() != nullptr;
  const bool labelled = candidate.groups[2].data() != nullptr;
  const std::string_view words = candidate.groups[5];
  if (words.empty()) return;
  const std::string_view first = words.substr(0, words.find(' '));
  const bool capital = isCapitalized(candidate.original(first), first);
  const bool known = isGivenName(first) || isSurname(first);
  const NameWords name = nameWords(candidate, words, true);
  if (!capital && !known) return;
  // "I'm Sorry", "Dear Customer", "this is Great": a capital is weak behind a few of them.
  const std::string_view cue = introduced ? candidate.groups[0] : "";
  const bool sure =
      labelled || !introduced || cue.find("name") != std::string_view::npos ||
      cue.find("hei") != std::string_view::npos || cue.find("llamo") != std::string_view::npos ||
      cue.find("appelle") != std::string_view::npos || cue.find("chiamo") != std::string_view::npos;
  double score = sure ? 0.45 : 0.15;
  if (known) score += 0.25;
  if (capital) score += 0.15;
  if (name.capitals > 1) score += 0.1;
  add(candidate, words.substr(0, std::max(name.bytes, first.size())), score, findings);
}

}  // namespace

bool isGivenName(std::string_view folded) {
  return std::ranges::any_of(kGivenNames,
                             [&](std::string_view names) { return lists(names, folded); });
}

bool isSurname(std::string_view folded) {
  return std::ranges::any_of(kSurnames,
                             [&](std::string_view names) { return lists(names, folded); });
}

bool isNameAndWord(std::string_view folded) {
  return std::ranges::any_of(kAlsoWords,
                             [&](std::string_view names) { return lists(names, folded); });
}

void personName(const Candidate& candidate, std::vector<Finding>& findings) {
  const std::string_view given =
      candidate.groups[3].data() != nullptr ? candidate.groups[3] : candidate.groups[4];
  if (given.data() == nullptr) {
    introducedName(candidate, findings);
    return;
  }
  const std::size_t begin = static_cast<std::size_t>(given.data() - candidate.match.data());
  const std::size_t end = begin + given.size();
  const std::string_view before = candidate.text.substr(0, candidate.place(given));
  if (wordBefore(before)) return;
  const bool ends_match = end == candidate.match.size();
  const std::string_view after = ends_match ? candidate.after() : candidate.match.substr(end);
  if (!after.empty() && !mayEndWord(candidate.text, candidate.place(given) + given.size())) return;
  const bool capital = isCapitalized(candidate.original(given), given);
  const std::string_view rest = ends_match ? "" : candidate.match.substr(end + 1);
  const bool spaced = !ends_match && candidate.match[end] == ' ';
  const NameWords words = spaced ? nameWords(candidate, rest, !capital) : NameWords{};
  double score = capital ? 0.5 : 0.2;
  if (isNameAndWord(given)) score -= 0.3;
  if (words.surnames > 0) score += 0.25;
  if (words.capitals > 0) score += capital ? 0.15 : 0;
  const std::size_t size = given.size() + (words.bytes > 0 ? words.bytes + 1 : 0);
  add(candidate, candidate.match.substr(begin, size), score, findings);
}

}  // namespace decorum::text::detect
