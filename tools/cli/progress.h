#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace decorum::cli {

/// How far a long run is, on standard error, where someone is watching.
class Progress {
 public:
  void show(std::uint64_t bytes, std::uint64_t lines);
  /// The same in other words, which take the place of what stands there.
  void say(std::string_view words);
  /// Takes away what stands there, before anything else is written.
  void clear();

 private:
  bool isDue();

  std::chrono::steady_clock::time_point shown_ = std::chrono::steady_clock::now();
  bool any_ = false;
};

}  // namespace decorum::cli
