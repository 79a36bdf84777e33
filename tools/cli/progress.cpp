#include "tools/cli/progress.h"

#include <fmt/format.h>

#include "tools/cli/console.h"

namespace decorum::cli {

void Progress::show(std::uint64_t bytes, std::uint64_t lines) {
  if (!isErrorTerminal()) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - shown_ < std::chrono::milliseconds(200)) return;
  shown_ = now;
  printError(fmt::format("\r{} lines, {:.1f} MB", lines, static_cast<double>(bytes) / 1e6));
  any_ = true;
}

void Progress::clear() {
  if (any_) printError("\r\x1b[K");
  any_ = false;
}

}  // namespace decorum::cli
