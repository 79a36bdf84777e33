#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "decorum/value.h"

namespace decorum {

/// What happened in a conversation. The first five carry text that rules may look at.
enum class EventKind : std::uint8_t {
  kUser,
  kDocument,
  kToolCall,
  kToolResult,
  kReply,
  kTimer,
  kClose
};

/// One event, as the host saw it. Plain data, owned by the host.
struct Event {
  EventKind kind = EventKind::kUser;
  /// UTF-8, at most `Limits::message_bytes`. Of a tool call: `arguments` as the host has them
  /// written, so that spans are places in that and the rest stays as it is; anything else is
  /// unused.
  std::string text;
  /// UTC, ms since 1970-01-01T00:00:00Z. Absent: the time of the event before it, at first 0.
  std::optional<std::int64_t> time_ms;
  /// `{"customer", {{"tier", "plus"}}}`: records replace those of the same name from now on.
  std::vector<std::pair<std::string, Value>> facts;
  /// Scores for this event alone: a number, or null for "asked, and there is none".
  std::vector<std::pair<std::string, Value>> signals;
  /// Of tool calls and results: the tool's name as the host calls it.
  std::string tool;
  /// Of tool calls and results: what pairs a result with its call. Absent, a result answers the
  /// oldest call of its tool that has none yet.
  std::string call;
  /// Of tool calls: a JSON object. Of tool results: the result where it is an object; absent,
  /// `text` is read as JSON where the tool declares results.
  std::optional<Value> arguments;
  /// The host cut the text short; no rule takes it for a whole one.
  bool truncated = false;
  /// What the host could not read of this event (malformed arguments, …): becomes a fault each.
  std::vector<std::string> malformed;
};

}  // namespace decorum
