/// C++ that was written out, compiled by the compiler of this machine and taken into this process:
/// what someone gets who writes the rules by hand.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "decorum/result.h"
#include "tools/goals/rule_set.h"

namespace decorum::goals {

/// Records as the C++ reads them, each at a multiple of 64 bytes.
class FlatRecords {
 public:
  explicit FlatRecords(const std::vector<Inputs>& events);
  const void* at(std::size_t i) const { return lines_.data() + i * lines_each_; }

 private:
  struct alignas(64) Line {
    std::byte bytes[64] = {};
  };
  std::size_t lines_each_ = 0;
  std::vector<Line> lines_;
};

class NativeTwin {
 public:
  /// Compiles with `$CXX`, or `c++`, and `flags()`. Error: why there is none.
  static Result<NativeTwin, std::string> make(const std::string& source, const std::string& of);

  const std::string& of() const { return of_; }  ///< what it is called
  void decide(const void* record, std::uint64_t* fired) const { decide_(record, fired); }

  static const char* flags() { return "-std=c++17 -O3 -march=native -w"; }
  /// The first line of what the compiler says of itself; "" where there is none.
  static std::string compiler();

 private:
  using Decide = void (*)(const void*, std::uint64_t*);
  NativeTwin(std::string of, std::shared_ptr<void> library, Decide function)
      : of_(std::move(of)), library_(std::move(library)), decide_(function) {}

  std::string of_;
  std::shared_ptr<void> library_;
  Decide decide_;
};

}  // namespace decorum::goals
