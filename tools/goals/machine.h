#pragma once

#include <cstddef>
#include <string>

namespace decorum::goals {

/// Where, when and with what something was measured.
struct Machine {
  std::string processor;
  std::size_t processors = 0;
  double load_before = 0, load_after = 0;  ///< of the last minute
  std::string system;                      ///< "Linux 6.1.0-18-amd64 x86_64"
  std::string date;                        ///< "2026-11-27T12:00:00Z"
  std::string version;                     ///< of Decorum
  std::string built_by;                    ///< the compiler
  std::string build;                       ///< "release", "with assertions"
  std::string llvm;                        ///< "" where no native code is made
  std::string vectorscan;
  std::string by_hand;  ///< the compiler of the C++ written by hand, with its flags
};
Machine thisMachine();
double loadNow();

}  // namespace decorum::goals
