#include "tools/logs/log_line.h"

#include <algorithm>
#include <optional>

#include "decorum/verdict.h"
#include "tools/logs/chat_shape.h"
#include "tools/logs/fields.h"

namespace decorum::logs {
namespace {

std::optional<EventKind> kindNamed(std::string_view word) {
  for (const EventKind kind :
       {EventKind::kUser, EventKind::kDocument, EventKind::kToolCall, EventKind::kToolResult,
        EventKind::kReply, EventKind::kTimer, EventKind::kClose})
    if (word == name(kind)) return kind;
  return std::nullopt;
}

bool hasText(EventKind kind) {
  return kind == EventKind::kUser || kind == EventKind::kReply || kind == EventKind::kDocument;
}

Result<LogLine, std::string> parseEventShape(const Value& line) {
  const std::string* const word = textField(line, "event");
  if (word == nullptr) return std::string("'event' is no text");
  const auto kind = kindNamed(*word);
  if (!kind) return "'" + *word + "' is no kind of event";
  const auto conversation = idField(line, "conversation");
  if (!conversation) return std::string("an event needs a 'conversation'");

  LogLine read;
  read.conversation = *conversation;
  read.event_id = idField(line, "id").value_or("");
  Event event;
  event.kind = *kind;
  FieldReader fields(event, read.problems);
  if (const Value* const text = line.find("text"))
    fields.content(*text, "text");
  else if (hasText(*kind))
    fields.malformed("there is no 'text'");
  if (const std::string* const tool = textField(line, "tool")) event.tool = *tool;
  if (const auto call = idField(line, "call")) event.call = *call;
  if (*kind == EventKind::kToolCall) {
    if (event.tool.empty()) fields.malformed("a tool call has no 'tool'");
    fields.arguments(line.find("arguments"));
  }
  if (*kind == EventKind::kToolResult) fields.result(line.find("result"));
  fields.common(line);
  read.events.push_back(std::move(event));
  read.places.emplace_back();
  return read;
}

}  // namespace

Result<LogLine, std::string> parseLogLine(std::string_view json) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (json.starts_with(kByteOrderMark)) json.remove_prefix(kByteOrderMark.size());
  auto line = Value::parse(json);
  if (!line) return line.error();
  if (line->object() == nullptr) return std::string("not a JSON object");
  if (line->find("messages") != nullptr) return parseChatShape(*line);
  if (line->find("event") != nullptr) return parseEventShape(*line);
  return std::string("neither a conversation ('messages') nor an event ('event')");
}

}  // namespace decorum::logs
