#include "runtime/text/detect/digit_runs.h"

#include <algorithm>
#include <array>

namespace decorum::text {
namespace {

constexpr std::size_t kMostBetween = 3;

constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}
constexpr bool standsBetween(char c) {
  return c == ' ' || c == '.' || c == '-' || c == '/' || c == '(' || c == ')';
}

/// The begin of the next group of the run that has come to `end`, or `end` if there is none.
std::size_t nextGroup(std::string_view text, std::size_t end) {
  const std::size_t reach = std::min(text.size(), end + kMostBetween + 1);
  for (std::size_t i = end; i < reach; ++i) {
    if (isDigit(text[i])) return i;
    if (!standsBetween(text[i])) break;
  }
  return end;
}

constexpr auto kFeatureOf = [] {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t c = '0'; c <= '9'; ++c) table[c] = kDigit;
  table['@'] = kAtSign;
  table[':'] = kColon;
  table['.'] = kDot;
  return table;
}();

/// Whether `sign` stands twice in `text`, `least` to `most` bytes apart.
bool standsTwice(std::string_view text, char sign, std::size_t least, std::size_t most) {
  for (std::size_t at = text.find(sign); at != std::string_view::npos;) {
    const std::size_t next = text.find(sign, at + 1);
    if (next != std::string_view::npos && next - at >= least && next - at <= most) return true;
    at = next;
  }
  return false;
}

/// Whether a dot stands between two characters, as in the name of a host.
bool hasInnerDot(std::string_view text) {
  for (std::size_t at = text.find('.', 1); at < text.size(); at = text.find('.', at + 1)) {
    if (text[at - 1] != ' ' && at + 1 < text.size() && text[at + 1] != ' ') return true;
  }
  return false;
}

/// Looks at the last byte that a run from here would have, and back from there to a space.
bool hasRun(std::string_view text) {
  for (std::size_t from = 0; from + kRunBytes <= text.size();) {
    const std::size_t space = text.substr(from, kRunBytes).rfind(' ');
    if (space == std::string_view::npos) return true;
    from += space + 1;
  }
  return false;
}

}  // namespace

std::uint8_t featuresOf(std::string_view text) {
  std::uint8_t features = 0;
  for (const char c : text) features |= kFeatureOf[static_cast<unsigned char>(c)];
  if ((features & kColon) != 0 && standsTwice(text, ':', 1, 5)) features |= kColons;
  const bool dotted = (features & kDot) != 0 && standsTwice(text, '.', 5, 5);
  if (dotted || standsTwice(text, '-', 3, 3)) features |= kPairs;
  const bool has_scheme = (features & kColon) != 0 && text.find("://") != std::string_view::npos;
  if (has_scheme || ((features & kDot) != 0 && hasInnerDot(text))) features |= kHost;
  if (hasRun(text)) features |= kRun;
  return features;
}

void findDigits(std::string_view text, std::vector<DigitPlace>& runs) {
  runs.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!isDigit(text[i])) continue;
    DigitPlace run;
    run.begin = static_cast<std::uint32_t>(i);
    run.letter_before = i > 0 && isLetter(text[i - 1]);
    // Bit n of `ending`: groups next to each other, of which the last has just ended, have n
    // digits.
    DigitCounts ending = 0;
    for (std::size_t group = i;;) {
      std::size_t end = group;
      while (end < text.size() && isDigit(text[end])) ++end;
      const std::size_t size = std::min<std::size_t>(end - group, kMostDigits);
      const bool over = size > 0 && (ending >> (kMostDigits - size)) > 0;
      ending = (ending << size) | (DigitCounts{1} << size) |
               (over ? DigitCounts{1} << kMostDigits : DigitCounts{0});
      run.counts |= ending;
      i = end;
      group = nextGroup(text, end);
      if (group == end) break;
    }
    run.end = static_cast<std::uint32_t>(i);
    run.letter_behind = i < text.size() && isLetter(text[i]);
    runs.push_back(run);
  }
}

}  // namespace decorum::text
