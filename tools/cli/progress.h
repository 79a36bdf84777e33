#pragma once

#include <chrono>
#include <cstdint>

namespace decorum::cli {

/// How far a long run is, on standard error, where someone is watching.
class Progress {
 public:
  void show(std::uint64_t bytes, std::uint64_t lines);
  /// Takes away what stands there, before anything else is written.
  void clear();

 private:
  std::chrono::steady_clock::time_point shown_ = std::chrono::steady_clock::now();
  bool any_ = false;
};

}  // namespace decorum::cli
