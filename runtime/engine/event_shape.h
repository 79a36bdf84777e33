/// One event as services write it down: `{"conversation", "event", "text", …}`. What is unknown is
/// ignored; what is malformed costs no more than itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/verdict.h"
#include "runtime/engine/event_fields.h"
#include "runtime/engine/subject_text.h"

namespace decorum::engine {

/// An event of event shape but for its facts, which stay as they are written.
struct EventRead {
  std::string conversation;
  std::string id;  ///< "" where it has none
  Event event;
  std::vector<std::string> problems;

  /// Nothing of the event before is left in it but memory.
  void clear();
};

/// The members that mean something; of equal names the last.
template <class Node>
struct EventMembers {
  explicit EventMembers(const Node& line) {
    const auto members = line.object();
    for (const auto& member : *members) {
      if (Found<Node>* const place = placeOf(member.first)) keep(member.second, *place);
    }
  }

  Found<Node> event{}, conversation{}, id{}, text{}, tool{}, call{}, arguments{}, result{}, time{},
      facts{}, signals{}, truncated{}, messages{};

 private:
  Found<Node>* placeOf(std::string_view name) {
    if (name == "event") return &event;
    if (name == "conversation") return &conversation;
    if (name == "id") return &id;
    if (name == "text") return &text;
    if (name == "facts") return &facts;
    if (name == "time") return &time;
    if (name == "signals") return &signals;
    if (name == "tool") return &tool;
    if (name == "call") return &call;
    if (name == "arguments") return &arguments;
    if (name == "result") return &result;
    if (name == "truncated") return &truncated;
    if (name == "messages") return &messages;
    return nullptr;
  }
};

inline std::optional<EventKind> kindNamed(std::string_view word) {
  for (const EventKind kind :
       {EventKind::kUser, EventKind::kDocument, EventKind::kToolCall, EventKind::kToolResult,
        EventKind::kReply, EventKind::kTimer, EventKind::kClose})
    if (word == name(kind)) return kind;
  return std::nullopt;
}

/// Reads `line`, an object, into `read`, which is clear. `facts` are its records, an object or
/// nothing. Returns why nothing of it can be used.
template <class Node>
std::optional<std::string> readEventShape(const Node& line, EventRead& read, Found<Node>& facts) {
  const EventMembers<Node> members(line);
  if (members.messages) return "a conversation ('messages'), not an event";
  if (!members.event) return "there is no 'event'";
  const auto word = textOf(members.event);
  if (!word) return "'event' is no text";
  const auto kind = kindNamed(*word);
  if (!kind) return "'" + std::string(*word) + "' is no kind of event";
  if (!readId(members.conversation, read.conversation)) return "an event needs a 'conversation'";

  readId(members.id, read.id);
  Event& event = read.event;
  event.kind = *kind;
  FieldReader<Node> fields(event, read.problems);
  const bool says =
      *kind == EventKind::kUser || *kind == EventKind::kReply || *kind == EventKind::kDocument;
  if (members.text)
    fields.content(*members.text, "text");
  else if (says)
    fields.malformed("there is no 'text'");
  if (const auto tool = textOf(members.tool)) event.tool = *tool;
  readId(members.call, event.call);
  if (*kind == EventKind::kToolCall) {
    if (event.tool.empty()) fields.malformed("a tool call has no 'tool'");
    fields.arguments(members.arguments);
  }
  if (*kind == EventKind::kToolResult) fields.result(members.result);
  fields.time(members.time);
  if (fields.isObject(members.facts, "facts")) facts = members.facts;
  fields.signals(members.signals);
  fields.truncated(members.truncated);
  return std::nullopt;
}

}  // namespace decorum::engine
