#include "tools/cli/log_clock.h"

#include <fmt/format.h>

#include "runtime/base/rfc3339.h"
#include "runtime/engine/policy_impl.h"
#include "tools/cli/console.h"
#include "tools/logs/duration_text.h"

namespace decorum::cli {
namespace {

/// Reads a time or a duration into `to`.
template <class Parse>
bool readOption(const std::string& text, const char* option, Parse parse, std::int64_t& to) {
  if (text.empty()) return true;
  const auto value = parse(text);
  if (value)
    to = *value;
  else
    complain(fmt::format("{}: '{}' is not understood", option, text));
  return value.has_value();
}

}  // namespace

void addLogClockOptions(const Verb& verb, LogClockOptions& options) {
  verb.option("--start TIME", options.start,
              "When conversations without times begin, as 2026-11-22T09:00:00Z (else in 1970)");
  verb.option("--every DURATION", options.every,
              "How far an event without a time moves the clock, as \"30 seconds\" (else not)");
}

std::optional<LogClock> readLogClock(const LogClockOptions& options) {
  LogClock clock;
  if (!readOption(options.start, "--start", parseTime, clock.start_ms) ||
      !readOption(options.every, "--every", logs::parseDuration, clock.every_ms))
    return std::nullopt;
  clock.is_given = !options.start.empty();
  return clock;
}

void warnOfDates(const LogClock& clock, const Policy& policy) {
  if (clock.is_given || !clock.asked->load(std::memory_order_relaxed)) return;
  std::string late;
  for (const plan::Rule& rule : policy.impl().plan.rules)
    if (rule.effective_ms && *rule.effective_ms > clock.start_ms)
      late += (late.empty() ? "" : ", ") + rule.name;
  if (late.empty()) return;
  complain(
      fmt::format("events without a time were judged as of 1970, before these rules take "
                  "effect: {}. Give --start",
                  late));
}

}  // namespace decorum::cli
