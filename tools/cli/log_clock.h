/// The clock of conversations whose events have no time, on the command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "tools/cli/command_line.h"

namespace decorum::cli {

struct LogClock {
  std::int64_t start_ms = 0;  ///< of a conversation
  std::int64_t every_ms = 0;  ///< how far each event without a time moves it
};

struct LogClockOptions {
  std::string start;
  std::string every;
};

/// Adds `--start` and `--every`.
void addLogClockOptions(const Verb& verb, LogClockOptions& options);

/// Nothing where one of them is not understood, which is complained about.
std::optional<LogClock> readLogClock(const LogClockOptions& options);

}  // namespace decorum::cli
