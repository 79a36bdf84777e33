/// The clock of conversations whose events have no time, on the command line.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "decorum/policy.h"
#include "tools/cli/command_line.h"

namespace decorum::cli {

struct LogClock {
  std::int64_t start_ms = 0;  ///< of a conversation
  std::int64_t every_ms = 0;  ///< how far each event without a time moves it
  bool is_given = false;      ///< the start was chosen, and is not 1970 for want of anything better
  /// Whether an event asked; shared by all copies, for any thread.
  std::shared_ptr<std::atomic<bool>> asked = std::make_shared<std::atomic<bool>>(false);

  /// The time of an event that has none, after one at `before_ms`.
  std::int64_t next(std::optional<std::int64_t> before_ms) const {
    asked->store(true, std::memory_order_relaxed);
    return before_ms ? *before_ms + every_ms : start_ms;
  }
};

struct LogClockOptions {
  std::string start;
  std::string every;
};

/// Adds `--start` and `--every`.
void addLogClockOptions(const Verb& verb, LogClockOptions& options);

/// Nothing where one of them is not understood, which is complained about.
std::optional<LogClock> readLogClock(const LogClockOptions& options);

/// Says on standard error that rules of the policy were not in force because events had no time.
void warnOfDates(const LogClock& clock, const Policy& policy);

}  // namespace decorum::cli
