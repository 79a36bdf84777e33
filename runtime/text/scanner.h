/// One pass over a message for all matchers of a policy.
///
///   message ─ fold (offset map) ─┬─ phrase literals ─┐
///                                ├─ pattern prefilter ┼─ confirm (boundaries, RE2, validator,
///                                near) ─► hits └─ raw text ─────────┘
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/result.h"
#include "runtime/base/effort.h"
#include "runtime/text/matcher.h"

namespace decorum::text {

/// A typed value that a hit carries: field `i` is the i-th of `valueFields(matcher)`.
struct HitValue {
  bool present = false;
  std::int64_t integer = 0;  ///< fields of type int (also times and durations, in ms)
  double number = 0;         ///< fields of type number
  std::string text;          ///< fields of type text
};

/// One occurrence of one matcher. Hits of one matcher are leftmost, longest at equal start where
/// the engine allows a choice, and do not overlap; they are ordered by `begin`.
struct Hit {
  std::uint32_t matcher = 0;
  std::uint32_t item = 0;   ///< index of the phrase in `Matcher::phrases`; of a detector its number
                            ///< in the catalogue; else 0
  std::uint32_t begin = 0;  ///< byte offsets into the original message, end excluded; always at
  std::uint32_t end = 0;    ///< code point boundaries
  double score = 1;         ///< 0 to 1
  std::vector<HitValue> values;
};

/// Why a matcher cannot be used. `help` proposes a way out ("" for none).
struct MatcherError {
  std::string message;
  std::string help;
  std::uint32_t begin = 0;  ///< byte range within the pattern that is to blame; 0..0 if unknown
  std::uint32_t end = 0;
};

/// Names and types of the values that hits of a matcher carry (`it.amount`): those of its groups,
/// or those of its detector in the catalogue.
enum class ValueType : std::uint8_t { kInt, kNumber, kText, kTime };
struct ValueField {
  std::string name;
  ValueType type = ValueType::kText;
  bool operator==(const ValueField&) const = default;
};
std::vector<ValueField> valueFields(const Matcher& matcher);
/// Those of `hit`, which `matcher` has found: of a group, what the member that found it gives.
std::vector<ValueField> valueFields(const Matcher& matcher, const Hit& hit);

/// Judges one matcher alone, as the compiler does for each so that an error can name its place:
/// syntax, constructs that need backtracking (refused, with a hint), unknown validator or detector,
/// cost of compiling. Empty result: it is fine.
std::vector<MatcherError> checkMatcher(const Matcher& matcher);

/// Known names, for suggestions.
std::vector<std::string_view> validatorNames();
std::vector<std::string_view> detectorNames();  ///< "pii.card", "pii.email", "money", "url", …
/// The name of the detector that `Hit::item` numbers.
std::string_view detectorName(std::uint32_t number);
/// The number of a detector that there is.
std::uint32_t detectorNumber(std::string_view name);

struct ScriptEvidence;  // of fold_unicode.h
class DatabaseShelf;    // of database_shelf.h

/// What is known of a message beside its words, where a detector reads by it.
struct ScanContext {
  std::string_view locale = {};  ///< BCP 47, of the conversation; "" where it is not known
  /// Of what stood before, where the message is a part of a longer text; borrowed.
  const ScriptEvidence* before = nullptr;
};

/// Memory of a scan; reused from message to message. One thread at a time.
class ScanScratch {
 public:
  ScanScratch();
  ~ScanScratch();
  ScanScratch(ScanScratch&&) noexcept;
  ScanScratch& operator=(ScanScratch&&) noexcept;
  /// What all scans with it took.
  Effort effort() const;
  struct Impl;
  std::unique_ptr<Impl> impl;
};

/// What a scan found beside the hits.
struct ScanResult {
  std::vector<Hit> hits;  ///< ordered by matcher, then begin
  /// Patterns, ascending, whose search was given up because of what it read: behind the last of
  /// their hits there may be more.
  std::vector<std::uint32_t> given_up;
};

/// The most that a scan can take.
struct ScanBound {
  Effort shared;                 ///< of the text, and of phrases as they are written
  std::vector<Effort> matchers;  ///< what one matcher alone adds; of several alike one has it all
};
/// Of a text that has at most so many bytes as it is, folded, and decoded. The matchers are those
/// that `checkMatcher` accepts.
ScanBound boundOf(std::span<const Matcher> matchers, std::uint64_t bytes);

/// The automaton over a table of matchers. Immutable: any number of threads may scan with it, each
/// with a scratch of its own.
class Scanner {
 public:
  /// Matchers that `checkMatcher` accepts always build, within the limits of the engine; the error
  /// names the index of the matcher to blame. Databases on the `shelf` are not compiled again, and
  /// those that are made are kept there.
  struct BuildError {
    std::uint32_t matcher = 0;
    MatcherError error;
  };
  static Result<Scanner, BuildError> build(std::span<const Matcher> matchers,
                                           DatabaseShelf* shelf = nullptr);

  Scanner(Scanner&&) noexcept;
  Scanner& operator=(Scanner&&) noexcept;
  ~Scanner();

  /// Finds every hit of every matcher in `message`, which is valid UTF-8 (see `repairUtf8`).
  /// `result` is overwritten; its memory is reused.
  void scan(std::string_view message, ScanScratch& scratch, ScanResult& result,
            const ScanContext& context = {}) const;

  struct Impl;

 private:
  explicit Scanner(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace decorum::text
