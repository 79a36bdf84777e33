/// Times of things that are compared: they take turns, so that what disturbs one disturbs all.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace decorum::goals {

/// Figures of one thing, a round each.
struct Sample {
  std::string of;
  std::string unit;
  std::vector<double> rounds;
};

struct Work {
  std::string of;
  std::function<void(std::size_t repeats)> run;
};

struct Timing {
  std::size_t rounds = 5;
  double turn_ms = 20;  ///< of each at least, unless it is done once a turn
};

/// Seconds of the processor that this thread has had.
double threadSeconds();
/// Seconds by the steady clock.
double clockSeconds();

/// ns of the processor for one repeat, by round. A turn before the first one is not counted: it
/// warms up and tells how many repeats a turn needs.
std::vector<Sample> takeTurns(const std::vector<Work>& works, const Timing& timing);
/// The same with one repeat a turn and none before, of what takes long.
std::vector<Sample> takeTurnsOnce(const std::vector<Work>& works, std::size_t rounds);

/// 0 of none.
double median(std::vector<double> of);
/// By round, `over` by `under`.
std::vector<double> ratios(const Sample& over, const Sample& under);

/// Keeps the compiler from leaving away what makes `value`.
template <class T>
void keep(const T& value) {
  asm volatile("" : : "g"(&value) : "memory");
}

}  // namespace decorum::goals
