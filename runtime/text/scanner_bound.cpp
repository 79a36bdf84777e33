// The most that a scan can take: the sum over all that is looked for, as if everything stood
// everywhere. No automaton is made for it.
#include <algorithm>

#include "runtime/text/scanner_impl.h"

namespace decorum::text {
namespace {

/// Of phrases without overlaps: the shortest, one behind another.
std::uint64_t mostHits(const Matcher& matcher, std::uint64_t bytes) {
  std::uint64_t least = bytes + 1;
  for (const std::string& phrase : matcher.phrases) {
    Folded folded;
    foldAccents(phrase, folded);
    const std::size_t begin = folded.text.find_first_not_of(' ');
    const std::size_t end = folded.text.find_last_not_of(' ');
    const std::uint64_t size = matcher.options.exact ? phrase.size() : end + 1 - begin;
    least = std::min(least, size);
  }
  // A word of three letters may stand for one of five, and one of its forms for a longer one.
  const bool varied = matcher.options.typos > 0 || !matcher.options.stem.empty();
  if (varied) least = std::min(least, std::max<std::uint64_t>(2, least / 2));
  return bytes / std::max<std::uint64_t>(1, least);
}

}  // namespace

ScanBound boundOf(std::span<const Matcher> matchers, std::uint64_t bytes) {
  ScanBound bound;
  bound.matchers.resize(matchers.size());
  Scanner::Impl impl;
  for (std::uint32_t i = 0; i < matchers.size(); ++i) {
    impl.add(i, matchers[i]);
    if (matchers[i].kind == MatcherKind::kPhrases)
      bound.matchers[i][EffortKind::kHit] = mostHits(matchers[i], bytes);
  }
  impl.addDetectors();
  impl.buildPrefilters();

  bound.shared[EffortKind::kAsciiByte] = bytes;
  bound.shared[EffortKind::kUnicodeByte] = bytes;
  for (std::uint8_t form = 0; form < kForms; ++form) {
    if (impl.filters[form].size() > 0) bound.shared[EffortKind::kScannedByte] += bytes;
    if (impl.phrases[form].empty()) continue;
    impl.phrases[form].buildIndex();
    impl.phrases[form].addBound(bytes, bound.shared, bound.matchers);
    if (form == kPlain) bound.shared[EffortKind::kUnicodeByte] += bytes;
  }
  for (const auto& search : impl.searches) {
    if (search.pattern) bound.matchers[search.pattern->index()] += search.pattern->bound(bytes);
  }
  impl.detectors.addBound(bytes, 1, bound.shared, bound.matchers);
  if (impl.in_runs.expressions() > 0) {
    constexpr std::uint64_t kLeastRun = 3;  // "%41"
    bound.shared[EffortKind::kReadByte] += 3 * bytes;
    bound.shared[EffortKind::kAsciiByte] += bytes;
    bound.shared[EffortKind::kUnicodeByte] += bytes;
    impl.in_runs.addBound(bytes, bytes / kLeastRun + 1, bound.shared, bound.matchers);
  }
  return bound;
}

}  // namespace decorum::text
