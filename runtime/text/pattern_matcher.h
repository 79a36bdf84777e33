/// A pattern with all that decides its hits: the expression, its validator, its context, the values
/// of its groups.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/base/effort.h"
#include "runtime/text/message_forms.h"
#include "runtime/text/near.h"
#include "runtime/text/pattern.h"
#include "runtime/text/scanner.h"
#include "runtime/text/validators.h"

namespace decorum::text {

/// `text` as a value of `type`; `present` only if it is one.
HitValue readValue(std::string_view text, ValueType type);

class PatternMatcher {
 public:
  /// `matcher` is a pattern that `checkMatcher` accepts, at `index` of the table.
  PatternMatcher(std::uint32_t index, const Matcher& matcher);

  const Pattern& pattern() const { return pattern_; }
  bool exact() const { return exact_; }
  std::uint32_t index() const { return index_; }
  const std::vector<Context>& contexts() const { return contexts_; }

  /// Appends its hits in the message, leftmost first. Where a match fails the validator or its
  /// context, the search goes on behind it. False where it was given up (`kMostBytesRead`): then
  /// there may be more hits behind the last.
  bool find(const MessageForms& message, std::vector<std::string_view>& groups,
            std::vector<Hit>& hits, Effort& effort) const;

  /// The most that it can take in a text of so many bytes.
  Effort bound(std::uint64_t bytes) const;

 private:
  /// What one pattern may read of one message: every hit may need a look far ahead. Patterns that
  /// do not look far ahead hardly come near it.
  static constexpr std::uint64_t kMostBytesRead = 128ull << 20;

  void findWhole(const MessageForms& message, std::vector<std::string_view>& groups,
                 std::vector<Hit>& hits, Effort& effort) const;
  bool confirm(const MessageForms& message, std::string_view text,
               const std::vector<std::string_view>& groups, Hit& hit) const;

  std::uint32_t index_;
  Pattern pattern_;
  bool exact_;
  bool whole_;
  Validator validator_;
  std::vector<Context> contexts_;
  std::uint64_t surroundings_ = 0;  ///< characters around a match that its contexts may look at
  double min_score_;
  std::vector<ValueField> fields_;
};

}  // namespace decorum::text
