/// Swapping phrases for their partners, as a counterfactual check asks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/fairness.h"
#include "runtime/plan/plan.h"
#include "runtime/text/scanner.h"

namespace decorum::fairness {

/// Puts every phrase of either list in the place of its partner: whole words, found as the policy's
/// phrases are, in the case of what they replace. Of a phrase that stands in both lists the first
/// pair counts. Immutable: any number of threads, each with a scratch of its own.
class Swapper {
 public:
  explicit Swapper(const plan::Swap& swap);

  struct Swapped {
    std::string text;
    std::vector<SwappedSpan> spans;  ///< in order
  };
  /// Nothing where no phrase occurs. `text` is valid UTF-8.
  std::optional<Swapped> swap(std::string_view text, text::ScanScratch& scratch) const;

 private:
  std::vector<std::string> partners_;  ///< by phrase
  std::optional<text::Scanner> scanner_;
};

}  // namespace decorum::fairness
