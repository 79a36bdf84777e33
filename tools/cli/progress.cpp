#include "tools/cli/progress.h"

#include <fmt/format.h>

#include "tools/cli/console.h"

namespace decorum::cli {

bool Progress::isDue() {
  if (!isErrorTerminal()) return false;
  const auto now = std::chrono::steady_clock::now();
  if (now - shown_ < std::chrono::milliseconds(200)) return false;
  shown_ = now;
  any_ = true;
  return true;
}

void Progress::show(std::uint64_t bytes, std::uint64_t lines) {
  if (isDue())
    printError(fmt::format("\r{} lines, {:.1f} MB", lines, static_cast<double>(bytes) / 1e6));
}

void Progress::say(std::string_view words) {
  if (isDue()) printError(fmt::format("\r{}\x1b[K", words));
}

void Progress::clear() {
  if (any_) printError("\r\x1b[K");
  any_ = false;
}

}  // namespace decorum::cli
