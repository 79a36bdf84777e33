/// Scores findings against labels by the rules of the sets: a record speaks only of the types in
/// its scope, optional spans count neither way, and an overlap uses each span once.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/bench/pii/records.h"

namespace decorum::bench {

struct Counts {
  std::uint64_t right = 0;
  std::uint64_t wrong = 0;
  std::uint64_t missed = 0;

  void add(const Counts& other);
  std::uint64_t gold() const { return right + missed; }
  /// Precision, recall, F1 and F2; absent where nothing was found, or nothing was there.
  std::array<std::optional<double>, 4> rates() const;
};

struct Tally {
  Counts exact;
  Counts overlap;
};

/// What was wrongly found or missed (by overlap).
struct Mistake {
  bool missed = false;
  std::string id;
  std::string text;
  Span span;
};

class Score {
 public:
  /// Takes in one text. `found` has gold types; a span may stand in it twice.
  void add(const Record& record, std::vector<Span> found);

  const std::map<std::string, Tally>& types() const { return types_; }
  const std::vector<Mistake>& mistakes() const { return mistakes_; }

 private:
  void addExact(const std::vector<Span>& gold, const std::vector<Span>& found);
  void addOverlap(const Record& record, const std::vector<Span>& found);

  std::map<std::string, Tally> types_;
  std::vector<Mistake> mistakes_;
};

}  // namespace decorum::bench
