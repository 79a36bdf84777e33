/// Conversations as chat APIs and services log them: one JSON object a line (docs/formats.md).
///
/// Chat shape: a whole conversation, `{"id", "messages": [{"role", "content", …}]}`. Event shape:
/// one event, `{"conversation", "event", "text", …}`. What is unknown is ignored. What is malformed
/// is told, and costs no more than itself: an event that is there but cannot be read whole is
/// judged with a fault.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/event.h"
#include "decorum/result.h"

namespace decorum::logs {

/// Where the text of an event stands in its line.
struct TextPlace {
  enum class Part : std::uint8_t {
    kEvent,         ///< event shape: the line itself
    kContent,       ///< `content` of a message
    kCall,          ///< an element of its `tool_calls`
    kFunctionCall,  ///< its `function_call`
  };
  Part part = Part::kEvent;
  std::size_t message = 0;  ///< index into `messages`
  std::size_t call = 0;     ///< index into `tool_calls`
};

struct LogLine {
  std::string conversation;  ///< "" where a conversation of chat shape has no id
  bool whole = false;        ///< chat shape: the events are all there are
  std::string event_id;      ///< of event shape: the event's `id`, "" where it has none
  std::vector<Event> events;
  std::vector<TextPlace> places;      ///< of each event's text
  std::vector<std::string> problems;  ///< what was malformed, for a person
};

/// Reads one line. Error: why nothing of it can be used.
Result<LogLine, std::string> parseLogLine(std::string_view json);

}  // namespace decorum::logs
