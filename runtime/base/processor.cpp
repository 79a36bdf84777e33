#include "runtime/base/processor.h"

#include <array>

namespace decorum {

#if defined(__x86_64__)

std::span<const std::string_view> processorNames() {
  static constexpr std::array<std::string_view, 3> kNames = {"x86-64-v2", "x86-64-v3", "x86-64-v4"};
  return kNames;
}

std::string_view usualProcessor() { return "x86-64-v3"; }

bool runsHere(std::string_view name) {
  if (name == "x86-64-v2") return __builtin_cpu_supports("x86-64-v2") != 0;
  if (name == "x86-64-v3") return __builtin_cpu_supports("x86-64-v3") != 0;
  return name == "x86-64-v4" && __builtin_cpu_supports("x86-64-v4") != 0;
}

#else

std::span<const std::string_view> processorNames() {
  static constexpr std::array<std::string_view, 1> kNames = {"armv8-a"};
  return kNames;
}

std::string_view usualProcessor() { return "armv8-a"; }

bool runsHere(std::string_view name) {
#if defined(__aarch64__)
  return name == "armv8-a";
#else
  static_cast<void>(name);
  return false;
#endif
}

#endif

}  // namespace decorum
