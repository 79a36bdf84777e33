#include "runtime/text/joined.h"

#include <algorithm>

#include "runtime/text/validators.h"

namespace decorum::text {
namespace {

constexpr std::array<std::string_view, 1> kJoinable = {"pii.card"};

constexpr std::size_t kMostDigits = 19;
/// Shorter ones are ages, months and answers. No one splits a card within a group of three.
constexpr std::size_t kLeastDigits = 3;
/// "and then it goes on with 1111 1111": bytes of what may stand before the digits.
constexpr std::size_t kMostBefore = 32;

constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool isSeparator(char c) { return c == ' ' || c == '-' || c == '.'; }
/// Of folded text; beyond ASCII all is taken for letters.
constexpr bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

RunDigest digestOf(std::string_view digits) {
  RunDigest digest;
  digest.digits = static_cast<std::uint8_t>(digits.size());
  digest.lengths = cardLengths(digits);
  for (std::size_t twice = 0; twice < 2; ++twice) {
    unsigned sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
      const auto digit = static_cast<unsigned>(digits[digits.size() - 1 - i] - '0');
      const bool doubled = i % 2 != twice;
      sum += !doubled ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
    }
    digest.sums[twice] = static_cast<std::uint8_t>(sum % 10);
  }
  return digest;
}

/// What the digest of both in one piece would be.
RunDigest joined(const RunDigest& first, const RunDigest& second) {
  RunDigest both;
  both.lengths = first.lengths;
  both.digits = static_cast<std::uint8_t>(std::min<unsigned>(first.digits + second.digits, 0xFF));
  for (std::size_t twice = 0; twice < 2; ++twice) {
    const std::size_t of_first = (second.digits + twice) % 2;
    both.sums[twice] = static_cast<std::uint8_t>((first.sums[of_first] + second.sums[twice]) % 10);
  }
  return both;
}

bool isValue(const RunDigest& digest) {
  return digest.digits <= kMostDigits && (digest.lengths >> digest.digits & 1) != 0 &&
         digest.sums[0] == 0;
}

bool completesFrom(const RunDigest& so_far, std::span<const RunDigest> between,
                   const RunDigest& last) {
  if (isValue(joined(so_far, last))) return true;
  for (std::size_t i = 0; i < between.size(); ++i) {
    if (!between[i].whole) continue;
    const RunDigest longer = joined(so_far, between[i]);
    const bool fits = longer.digits < kMostDigits;
    if (fits && completesFrom(longer, between.subspan(i + 1), last)) return true;
  }
  return false;
}

/// The end of the run that begins at `begin`, with which a digit begins.
std::size_t endOfRun(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  while (end < text.size()) {
    const bool separated =
        isSeparator(text[end]) && end + 1 < text.size() && isDigit(text[end + 1]);
    if (!isDigit(text[end]) && !separated) break;
    ++end;
  }
  return end;
}

/// The begin of the run that ends before `end`, behind a digit.
std::size_t beginOfRun(std::string_view text, std::size_t end) {
  std::size_t begin = end;
  while (begin > 0) {
    const char c = text[begin - 1];
    const bool separated = isSeparator(c) && begin > 1 && isDigit(text[begin - 2]);
    if (!isDigit(c) && !separated) break;
    --begin;
  }
  return begin;
}

void readBeginnings(const Folded& folded, DigitRuns& runs) {
  const std::string_view text = folded.text;
  const auto begin = static_cast<std::size_t>(std::ranges::find_if(text, isDigit) - text.begin());
  if (begin > kMostBefore || begin == text.size()) return;
  if (begin > 0 && isLetter(text[begin - 1])) return;
  const std::size_t run_end = endOfRun(text, begin);
  std::array<char, kMostDigits> digits{};
  std::size_t count = 0;
  for (std::size_t at = begin; at < run_end; ++at) {
    if (!isDigit(text[at])) continue;
    if (count == kMostDigits) return;
    digits[count++] = text[at];
    const std::size_t end = at + 1;
    const bool ends_group = end == text.size() || (!isDigit(text[end]) && !isLetter(text[end]));
    if (!ends_group || count < kLeastDigits) continue;
    runs.beginnings.push_back({digestOf({digits.data(), count}),
                               folded.originalBegin(static_cast<std::uint32_t>(begin)),
                               folded.originalEnd(static_cast<std::uint32_t>(end))});
  }
}

void readEnding(const Folded& folded, DigitRuns& runs) {
  const std::string_view text = folded.text;
  std::size_t end = text.size();
  while (end > 0 && !isDigit(text[end - 1])) {
    if (isLetter(text[end - 1])) return;
    --end;
  }
  const std::size_t begin = beginOfRun(text, end);
  if (begin == end || (begin > 0 && isLetter(text[begin - 1]))) return;
  std::array<char, kMostDigits> digits{};
  std::size_t count = 0;
  for (const char c : text.substr(begin, end - begin)) {
    if (!isDigit(c)) continue;
    if (count == kMostDigits) return;
    digits[count++] = c;
  }
  if (count < kLeastDigits) return;
  runs.ending = {digestOf({digits.data(), count}),
                 folded.originalBegin(static_cast<std::uint32_t>(begin)),
                 folded.originalEnd(static_cast<std::uint32_t>(end))};
  // The first digit of the message is that of this run, and little stands before it.
  runs.ending.digest.whole =
      begin <= kMostBefore && std::ranges::none_of(text.substr(0, begin), isDigit);
}

}  // namespace

std::span<const std::string_view> joinableDetectors() { return kJoinable; }
bool isJoinable(std::string_view detector) {
  return std::ranges::find(kJoinable, detector) != kJoinable.end();
}

void readRuns(std::string_view message, RunScratch& scratch, DigitRuns& runs) {
  runs.beginnings.clear();
  runs.ending = {};
  fold(message, scratch.fold, scratch.folded);
  readBeginnings(scratch.folded, runs);
  readEnding(scratch.folded, runs);
}

bool completes(std::span<const RunDigest> earlier, const RunDigest& last) {
  for (std::size_t i = 0; i < earlier.size(); ++i) {
    if (completesFrom(earlier[i], earlier.subspan(i + 1), last)) return true;
  }
  return false;
}

}  // namespace decorum::text
