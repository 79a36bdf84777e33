/// Which of many patterns a text is worth searching for, told by the strings that stand in it: a
/// pattern like `(pay|refund) .* (fee|fine)` needs one of two and one of two more. What a pattern
/// needs is RE2's to derive (re2/filtered_re2.h; Cox, "Regular Expression Matching with a Trigram
/// Index", 2012, has the idea).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "runtime/text/pattern.h"

namespace decorum::text {

/// Of one text: which strings stand in it. May serve several prefilters in turn.
struct PrefilterScratch {
  std::vector<std::uint32_t> seen;  ///< by string: `text` if it stands in the text
  std::uint32_t text = 0;           ///< counts the texts
  std::vector<int> atoms;
  std::vector<int> potentials;
};

/// Patterns are numbers of the caller's. Immutable once built; any number of threads.
class Prefilter {
 public:
  Prefilter();
  Prefilter(Prefilter&&) noexcept;
  Prefilter& operator=(Prefilter&&) noexcept;
  ~Prefilter();

  /// `expression` has `literals`: then it can match only where what RE2 derives of it stands.
  void add(std::uint32_t pattern, const Pattern& expression);
  /// It can match only where one of `strings` (in lower case, not empty) stands.
  void addAny(std::uint32_t pattern, std::span<const std::string> strings);

  /// It can match only where one of `strings` (not empty) stands too, whatever else is known of it.
  void require(std::uint32_t pattern, std::span<const std::string> strings);

  /// The strings to look for, in lower case and each once; their indices are what `candidates`
  /// takes.
  std::vector<std::string> build();

  /// Begins a text in which exactly `strings` stand, some of them more than once. Appends the
  /// patterns that may match it, in any order and some of them more than once; `permits` was not
  /// asked yet.
  void candidates(std::span<const std::uint32_t> strings, PrefilterScratch& scratch,
                  std::vector<std::uint32_t>& patterns) const;

  /// Whether all that was required of `pattern` stands in the text that `scratch` is of.
  bool permits(std::uint32_t pattern, const PrefilterScratch& scratch) const;

  /// Patterns that `candidates` does not tell, as no string can spare them.
  const std::vector<std::uint32_t>& always() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace decorum::text
