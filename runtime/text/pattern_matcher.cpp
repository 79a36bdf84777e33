#include "runtime/text/pattern_matcher.h"

#include <cmath>
#include <string>

#include "runtime/text/utf8.h"

namespace decorum::text {
namespace {

/// Score of a pattern with contexts that make it likelier: half of it is the form's, half theirs.
constexpr double kFormScore = 0.5;

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return text.substr(0, 0);
  return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

}  // namespace

HitValue readValue(std::string_view text, ValueType type) {
  HitValue value;
  if (type == ValueType::kText) {
    value.present = true;
    value.text = text;
    return value;
  }
  const std::optional<double> number = readNumber(text);
  if (!number) return value;
  if (type == ValueType::kNumber) {
    value.present = true;
    value.number = *number;
    return value;
  }
  constexpr double kExactBelow = 9007199254740992.0;  // 2^53: beyond, doubles skip integers
  if (*number != std::floor(*number) || std::abs(*number) >= kExactBelow) return value;
  value.present = true;
  value.integer = static_cast<std::int64_t>(*number);
  return value;
}

PatternMatcher::PatternMatcher(std::uint32_t index, const Matcher& matcher)
    : index_(index),
      pattern_(matcher.pattern, matcher.exact ? Pattern::Case::kAsWritten : Pattern::Case::kFolded),
      exact_(matcher.exact),
      whole_(matcher.whole),
      validator_(findValidator(matcher.validator)),
      min_score_(matcher.min_score),
      fields_(patternFields(matcher)) {
  for (const Near& near : matcher.near) {
    contexts_.push_back(foldContext(near));
    for (const std::string& word : contexts_.back().words)
      surroundings_ += 2 * std::uint64_t{near.characters + countCodePoints(word)};
  }
}

bool PatternMatcher::confirm(const MessageForms& message, std::string_view text,
                             const std::vector<std::string_view>& groups, Hit& hit) const {
  if (validator_ != nullptr && !validator_(groups[0])) return false;
  const auto begin = static_cast<std::uint32_t>(groups[0].data() - text.data());
  const auto end = begin + static_cast<std::uint32_t>(groups[0].size());
  hit.matcher = index_;
  hit.begin = exact_ ? begin : message.folded.originalBegin(begin);
  hit.end = exact_ ? end : message.folded.originalEnd(end);
  const std::uint32_t folded_begin = exact_ ? message.foldedPosition(begin) : begin;
  const std::uint32_t folded_end = exact_ ? message.foldedPosition(end) : end;
  double likelier = 0;
  double likelier_found = 0;
  for (const Context& context : contexts_) {
    const bool found = standsNear(message.folded.text, folded_begin, folded_end, context);
    if (context.required && !found) return false;
    if (!context.required) likelier += 1;
    if (!context.required && found) likelier_found += 1;
  }
  if (likelier > 0) hit.score = kFormScore + (1 - kFormScore) * likelier_found / likelier;
  if (hit.score < min_score_) return false;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const std::string_view group = groups[i + 1];
    HitValue value;
    if (group.data() != nullptr) {
      const auto from = static_cast<std::uint32_t>(group.data() - text.data());
      const bool as_written = exact_ || fields_[i].type != ValueType::kText || group.empty();
      value = readValue(
          as_written ? group
                     : message.original(from, from + static_cast<std::uint32_t>(group.size())),
          fields_[i].type);
    }
    hit.values.push_back(std::move(value));
  }
  return true;
}

void PatternMatcher::findWhole(const MessageForms& message, std::vector<std::string_view>& groups,
                               std::vector<Hit>& hits, Effort& effort) const {
  const std::string_view text = exact_ ? message.raw : trimmed(message.folded.text);
  ++effort[EffortKind::kSearch];
  effort[EffortKind::kPatternByte] += 2 * text.size();
  if (!pattern_.matchesWhole(text, groups)) return;
  Hit hit;
  const std::string_view base = exact_ ? message.raw : std::string_view(message.folded.text);
  if (text.empty()) groups[0] = base.substr(0, 0);
  effort[EffortKind::kContextCharacter] += surroundings_;
  if (confirm(message, base, groups, hit)) hits.push_back(std::move(hit));
}

bool PatternMatcher::find(const MessageForms& message, std::vector<std::string_view>& groups,
                          std::vector<Hit>& hits, Effort& effort) const {
  if (whole_) {
    findWhole(message, groups, hits, effort);
    return true;
  }
  std::uint64_t read = 0;
  std::uint64_t matched = 0;
  std::uint64_t matches = 0;
  const std::string_view text = exact_ ? message.raw : std::string_view(message.folded.text);
  std::uint32_t from = 0;
  while (from < text.size() && read <= kMostBytesRead && pattern_.find(text, from, groups)) {
    Hit hit;
    if (confirm(message, text, groups, hit)) hits.push_back(std::move(hit));
    ++matches;
    matched += groups[0].size();
    read += pattern_.readFor(text, from, groups[0]);
    from = static_cast<std::uint32_t>(groups[0].data() + groups[0].size() - text.data());
  }
  effort[EffortKind::kSearch] += matches + 1;
  effort[EffortKind::kContextCharacter] += matches * surroundings_;
  // A match is read again from its end to find its begin, and once more for its groups.
  effort[EffortKind::kPatternByte] += read + 2 * matched + (text.size() - from);
  return read <= kMostBytesRead;
}

Effort PatternMatcher::bound(std::uint64_t bytes) const {
  const std::uint64_t matches = whole_ ? 1 : bytes / pattern_.leastBytes();
  Effort most;
  most[EffortKind::kSearch] = whole_ ? 1 : matches + 1;
  most[EffortKind::kHit] = matches;
  most[EffortKind::kContextCharacter] = matches * surroundings_;
  std::uint64_t read = whole_ ? 0 : pattern_.readAtMost(bytes, matches);
  if (read > kMostBytesRead) read = kMostBytesRead + bytes;
  most[EffortKind::kPatternByte] = read + (whole_ ? 2 : 3) * bytes;
  return most;
}

}  // namespace decorum::text
