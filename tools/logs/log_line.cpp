#include "tools/logs/log_line.h"

#include <utility>

#include "runtime/engine/event_shape.h"
#include "tools/logs/chat_shape.h"

namespace decorum::logs {
namespace {

Result<LogLine, std::string> parseEventShape(const Value& line) {
  engine::EventRead event;
  const Value* facts = nullptr;
  if (auto error = engine::readEventShape(line, event, facts)) return *std::move(error);
  if (facts != nullptr) event.event.facts = *facts->object();
  LogLine read;
  read.conversation = std::move(event.conversation);
  read.event_id = std::move(event.id);
  read.events.push_back(std::move(event.event));
  read.places.emplace_back();
  read.problems = std::move(event.problems);
  return read;
}

}  // namespace

Result<LogLine, std::string> parseLogLine(std::string_view json) {
  auto line = Value::parse(json);
  if (!line) return line.error();
  if (line->object() == nullptr) return std::string("not a JSON object");
  if (line->find("messages") != nullptr) return parseChatShape(*line);
  if (line->find("event") != nullptr) return parseEventShape(*line);
  return std::string("neither a conversation ('messages') nor an event ('event')");
}

}  // namespace decorum::logs
