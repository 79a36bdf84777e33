/// One regular expression, ready to run. RE2 decides what it finds; what only backtracking could
/// find is refused.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/text/matcher.h"
#include "runtime/text/scanner.h"

namespace re2 {
class FilteredRE2;
}

namespace decorum::text {

/// Errors of `matcher`'s expression; `begin` and `end` are bytes of `matcher.pattern`.
std::vector<MatcherError> checkPattern(const Matcher& matcher);

/// The named groups of `matcher`'s expression in their order, with their types; none if it is
/// wrong.
std::vector<ValueField> patternFields(const Matcher& matcher);

/// One match: byte ranges of the text that was searched.
struct PatternMatch {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// Immutable; any number of threads.
class Pattern {
 public:
  enum class Case : std::uint8_t { kFolded, kAsWritten };

  /// `expression` is one that `checkPattern` takes. Folded: found in any case, and typographic
  /// characters in it are read as in folded text.
  Pattern(std::string_view expression, Case how);
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;
  ~Pattern();

  /// The leftmost match at or after `from`, into `groups` (the whole match first, then the named
  /// groups; a group without part in the match has null data). False if there is none.
  bool find(std::string_view text, std::uint32_t from, std::vector<std::string_view>& groups) const;
  /// As above, for matches that end at `until` or before.
  bool find(std::string_view text, std::uint32_t from, std::uint32_t until,
            std::vector<std::string_view>& groups) const;

  /// As `find`, for a match of the whole `text`.
  bool matchesWhole(std::string_view text, std::vector<std::string_view>& groups) const;

  const std::vector<std::string>& groupNames() const;

  /// As RE2 was given it.
  const std::string& expression() const;
  std::uint32_t steps() const;  ///< of its program: what a byte of text may cost

  /// The most bytes that `find` can have read from `from` on to find `match`.
  std::uint64_t readFor(std::string_view text, std::uint32_t from, std::string_view match) const;

  /// The most that `readFor` comes to over so many matches of a text of so many bytes.
  std::uint64_t readAtMost(std::uint64_t bytes, std::uint64_t matches) const;
  /// Every match has at least so many bytes; at least 1.
  std::uint32_t leastBytes() const;

  /// Strings in lower case of which every match has at least one, in folded text or, if all are
  /// ASCII, in the lower case of any text; none if there are no such strings.
  const std::vector<std::string>& literals() const;
  static constexpr int kLeastLiteralBytes = 3;

  /// Adds the expression to `filter`, as it is searched for; false if it does not take it.
  bool addTo(re2::FilteredRE2& filter) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace decorum::text
