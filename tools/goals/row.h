/// A row of the project's table of goals: what is measured, the figures with their goals, and the
/// samples that they were made of.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tools/goals/timing.h"

namespace decorum::goals {

struct Figure {
  std::string of;                           ///< "1,000 rules, sparse"
  double value = 0;                         ///< the median over rounds
  std::string unit;                         ///< "ns", "MB/s"; "" of a ratio or a count
  std::optional<double> at_most, at_least;  ///< the goal; with neither it is there to be read

  bool hasGoal() const { return at_most.has_value() || at_least.has_value(); }
  bool isMet() const {
    return (!at_most || value <= *at_most) && (!at_least || value >= *at_least);
  }
};

struct Row {
  int number = 0;
  std::string what;
  std::string goal;  ///< in words
  std::vector<Figure> figures;
  std::vector<Sample> samples;
  std::vector<std::string> not_measured;  ///< what of it, and why

  /// The median over rounds of `over` by `under`, both of the same turns.
  void ratio(std::string of, const Sample& over, const Sample& under, Figure like);
  /// The median of a sample, times `scale`.
  void figure(std::string of, const Sample& sample, std::string unit, Figure like,
              double scale = 1);
};

inline Figure atMost(double goal) {
  return {.of = {}, .unit = {}, .at_most = goal, .at_least = {}};
}
inline Figure atLeast(double goal) {
  return {.of = {}, .unit = {}, .at_most = {}, .at_least = goal};
}
inline Figure noGoal() { return {}; }

struct Options {
  std::size_t rounds = 5;
  std::size_t rules = 10'000;  ///< of the largest policy; rows that need more are not measured
  Timing timing() const { return {.rounds = rounds}; }
};

/// A policy that was measured.
struct PolicySize {
  std::string what;
  std::size_t rules = 0;
  std::size_t text_bytes = 0;
  std::size_t nodes = 0;       ///< of its plan
  std::size_t plan_bytes = 0;  ///< as it is stored
};

/// What rows are put into while they are measured.
struct Findings {
  std::map<int, Row> rows;  ///< by number
  std::vector<PolicySize> policies;
};

/// Measures some rows each. They throw `std::runtime_error` where a twin answers otherwise than
/// what it is the twin of: then nothing is worth a figure.
void measureRules(const Options& options, Findings& findings);   // 1, 2, 7
void measureIndex(const Options& options, Findings& findings);   // 3, 9
void measureEvents(const Options& options, Findings& findings);  // 4, 11, 12
void measureTexts(const Options& options, Findings& findings);   // 5, 10, 13
void measureStart(const Options& options, Findings& findings);   // 6, 8, and of 7 the start

/// "10,000".
std::string shown(std::size_t count);

/// The row with this number, made where it is not there yet.
Row& rowOf(Findings& findings, int number);

}  // namespace decorum::goals
