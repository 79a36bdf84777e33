#include "tools/goals/machine.h"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "runtime/base/rfc3339.h"
#include "tools/goals/native_twin.h"
#include "tools/goals/vectorscan_twin.h"

namespace decorum::goals {
namespace {

std::string processor() {
  std::ifstream cpus("/proc/cpuinfo");
  for (std::string line; std::getline(cpus, line);) {
    if (line.rfind("model name", 0) == 0) return line.substr(line.find(':') + 2);
  }
  return "unknown";
}

std::string builtBy() {
#if defined(__clang__)
  return "clang " __clang_version__;
#else
  return "g++ " __VERSION__;
#endif
}

}  // namespace

double loadNow() {
  double load = 0;
  return ::getloadavg(&load, 1) == 1 ? load : 0;
}

Machine thisMachine() {
  Machine machine;
  machine.processor = processor();
  machine.processors = std::thread::hardware_concurrency();
  machine.load_before = loadNow();
  utsname system{};
  ::uname(&system);
  machine.system = fmt::format("{} {} {}", system.sysname, system.release, system.machine);
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  machine.date = formatTime(std::chrono::duration_cast<std::chrono::seconds>(now).count() * 1'000);
  machine.version = DECORUM_VERSION;
  machine.built_by = builtBy();
#ifdef NDEBUG
  machine.build = "release";
#else
  machine.build = "with assertions";
#endif
  machine.llvm = DECORUM_LLVM_VERSION;
  machine.vectorscan = VectorscanTwin::version();  // "5.4.9 " and, of a release, a day
  machine.vectorscan = machine.vectorscan.substr(0, machine.vectorscan.find(' '));
  const std::string compiler = NativeTwin::compiler();
  if (!compiler.empty()) machine.by_hand = compiler + ", " + NativeTwin::flags();
  return machine;
}

}  // namespace decorum::goals
