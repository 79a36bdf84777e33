/// Chance with a seed: the same sequence on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace decorum::test {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  /// 0 to `below - 1`.
  std::size_t below(std::size_t below) { return static_cast<std::size_t>(engine_() % below); }
  std::size_t between(std::size_t low, std::size_t high) { return low + below(high - low + 1); }
  bool percent(unsigned chance) { return below(100) < chance; }
  template <class T>
  T of(const std::vector<T>& all) {
    return all[below(all.size())];
  }
  std::uint64_t bits() { return engine_(); }

 private:
  std::mt19937_64 engine_;
};

}  // namespace decorum::test
