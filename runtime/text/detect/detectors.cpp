// The catalogue of detectors, and how a line of it becomes a matcher.
#include "runtime/text/detect/detectors.h"

#include <algorithm>
#include <array>

#include "runtime/text/detect/detect.h"

namespace decorum::text {
namespace {

constexpr Detector kDetectors[] = {
#define DETECTOR(name, what, countries, needs, pattern, confirm, context, fields, source) \
  {name, what, countries, needs, pattern, confirm, context, fields, source},
#include "runtime/text/detect/catalogue.def"
#undef DETECTOR
};

constexpr auto kFeatureOf = [] {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t c = '0'; c <= '9'; ++c) table[c] = kDigit;
  table['@'] = kAtSign;
  table[':'] = kColon;
  table['.'] = kDot;
  return table;
}();

/// Calls `see` with each item of "a, b, c".
template <class See>
void eachItem(std::string_view list, See see) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    const std::string_view item = list.substr(0, end);
    see(item.substr(std::min(item.find_first_not_of(' '), item.size())));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

ValueType typeCalled(std::string_view name) {
  if (name == "int") return ValueType::kInt;
  if (name == "number") return ValueType::kNumber;
  return name == "time" ? ValueType::kTime : ValueType::kText;
}

}  // namespace

std::uint8_t featuresOf(std::string_view text) {
  std::uint8_t features = 0;
  for (const char c : text) features |= kFeatureOf[static_cast<unsigned char>(c)];
  return features;
}

std::vector<ValueField> Detector::fields() const {
  std::vector<ValueField> result;
  eachItem(value_fields, [&](std::string_view item) {
    const std::size_t space = item.find(' ');
    result.push_back({std::string(item.substr(0, space)), typeCalled(item.substr(space + 1))});
  });
  return result;
}

const Detector* findDetector(std::string_view name) {
  const auto* found = std::ranges::find(kDetectors, name, &Detector::name);
  return found == std::end(kDetectors) ? nullptr : found;
}

std::string_view detectorName(std::uint32_t number) { return kDetectors[number].name; }

std::uint32_t detectorNumber(std::string_view name) {
  return static_cast<std::uint32_t>(findDetector(name) - kDetectors);
}

std::vector<std::string_view> detectorNames() {
  std::vector<std::string_view> names;
  for (const Detector& detector : kDetectors) names.push_back(detector.name);
  return names;
}

DetectorMatcher::DetectorMatcher(std::uint32_t index, const Detector& detector, double min_score)
    : index_(index),
      detector_(&detector),
      pattern_(detector.pattern, Pattern::Case::kFolded),
      bar_(min_score > 0 ? min_score : kDetectorBar) {
  context_.characters = kContextCharacters;
  eachItem(detector.context, [&](std::string_view word) { context_.words.emplace_back(word); });
}

void DetectorMatcher::find(const MessageForms& message, std::string_view locale, Scratch& scratch,
                           std::vector<Hit>& hits) const {
  const std::string_view text = message.folded.text;
  const std::size_t first_hit = hits.size();
  for (std::uint32_t from = 0; from < text.size() && pattern_.find(text, from, scratch.groups);) {
    const std::string_view match = scratch.groups[0];
    const auto begin = static_cast<std::uint32_t>(match.data() - text.data());
    const auto end = begin + static_cast<std::uint32_t>(match.size());
    const Candidate candidate{text, match, std::span(scratch.groups).subspan(1),
                              standsNear(text, begin, end, context_), locale};
    scratch.findings.clear();
    detector_->confirm(candidate, scratch.findings);
    for (Finding& finding : scratch.findings) {
      if (finding.score < bar_) continue;
      const std::uint32_t part = candidate.place(finding.part);
      Hit hit;
      hit.matcher = index_;
      hit.item = static_cast<std::uint32_t>(detector_ - kDetectors);
      hit.begin = message.folded.originalBegin(part);
      hit.end = message.folded.originalEnd(part + static_cast<std::uint32_t>(finding.part.size()));
      hit.score = std::min(finding.score, 1.0);
      hit.values = std::move(finding.values);
      const bool overlaps = hits.size() > first_hit && hits.back().end > hit.begin;
      if (!overlaps) hits.push_back(std::move(hit));
    }
    from = end;
  }
}

}  // namespace decorum::text
