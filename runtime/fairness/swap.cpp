#include "runtime/fairness/swap.h"

#include <algorithm>
#include <utility>

#include "runtime/base/assert.h"
#include "runtime/text/case.h"

namespace decorum::fairness {

Swapper::Swapper(const plan::Swap& swap) {
  text::Matcher matcher;
  const auto add = [&](const std::string& phrase, const std::string& partner) {
    if (std::find(matcher.phrases.begin(), matcher.phrases.end(), phrase) != matcher.phrases.end())
      return;
    matcher.phrases.push_back(phrase);
    partners_.push_back(partner);
  };
  for (std::size_t i = 0; i < swap.from.size(); ++i) {
    add(swap.from[i], swap.to[i]);
    add(swap.to[i], swap.from[i]);
  }
  auto built = text::Scanner::build({&matcher, 1});
  DECORUM_ASSERT(built.ok(), "phrases without options always build");
  scanner_.emplace(std::move(*built));
}

std::optional<Swapper::Swapped> Swapper::swap(std::string_view text,
                                              text::ScanScratch& scratch) const {
  text::ScanResult found;
  scanner_->scan(text, scratch, found);
  if (found.hits.empty()) return std::nullopt;
  Swapped swapped;
  std::size_t at = 0;
  for (const text::Hit& hit : found.hits) {
    swapped.text.append(text.substr(at, hit.begin - at));
    const auto begin = static_cast<std::uint32_t>(swapped.text.size());
    swapped.text +=
        text::inCaseOf(text.substr(hit.begin, hit.end - hit.begin), partners_[hit.item]);
    swapped.spans.push_back(
        {{hit.begin, hit.end}, {begin, static_cast<std::uint32_t>(swapped.text.size())}});
    at = hit.end;
  }
  swapped.text.append(text.substr(at));
  return swapped;
}

}  // namespace decorum::fairness
