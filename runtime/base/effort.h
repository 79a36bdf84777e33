/// What judging events is made of, counted by kind: as it is done, and at most.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace decorum {

enum class EffortKind : std::uint8_t {
#define EFFORT(NAME, ONE, NS) k##NAME,
#include "runtime/base/effort.def"
#undef EFFORT
};
inline constexpr std::size_t kEffortKinds = 0
#define EFFORT(NAME, ONE, NS) +1
#include "runtime/base/effort.def"
#undef EFFORT
    ;

/// What a unit of each kind takes, in ns.
using EffortFigures = std::array<double, kEffortKinds>;
/// Those that budgets are judged by, on every machine.
inline constexpr EffortFigures kReferenceFigures = {
#define EFFORT(NAME, ONE, NS) NS,
#include "runtime/base/effort.def"
#undef EFFORT
};
/// What one of a kind is, for people: "byte folded, ASCII".
constexpr std::string_view nameOfOne(EffortKind kind) {
  constexpr std::array<std::string_view, kEffortKinds> kNames = {
#define EFFORT(NAME, ONE, NS) ONE,
#include "runtime/base/effort.def"
#undef EFFORT
  };
  return kNames[static_cast<std::size_t>(kind)];
}

struct Effort {
  std::array<std::uint64_t, kEffortKinds> counts{};

  std::uint64_t& operator[](EffortKind kind) { return counts[static_cast<std::size_t>(kind)]; }
  std::uint64_t operator[](EffortKind kind) const { return counts[static_cast<std::size_t>(kind)]; }
  Effort& operator+=(const Effort& other) {
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += other.counts[i];
    return *this;
  }
  /// What was done since `before`, which is an earlier count of the same.
  Effort since(const Effort& before) const {
    Effort done = *this;
    for (std::size_t i = 0; i < counts.size(); ++i) done.counts[i] -= before.counts[i];
    return done;
  }
  double ns(const EffortFigures& figures = kReferenceFigures) const {
    double sum = 0;
    for (std::size_t i = 0; i < counts.size(); ++i)
      sum += static_cast<double>(counts[i]) * figures[i];
    return sum;
  }
};

}  // namespace decorum
