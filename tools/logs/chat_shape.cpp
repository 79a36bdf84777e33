// Messages as chat-completion APIs take them, as events.
//
//   system, developer, unknown roles   none
//   user                               user
//   assistant                          reply where it says something, then one tool_call a call
//   tool, function                     tool_result of the tool whose call it answers
#include "tools/logs/chat_shape.h"

#include <algorithm>
#include <map>

#include "runtime/engine/event_fields.h"

namespace decorum::logs {
namespace {

using FieldReader = engine::FieldReader<Value>;

/// The text under `key`; null where there is none or it is no text.
const std::string* textField(const Value& object, std::string_view key) {
  const Value* const found = object.find(key);
  return found == nullptr ? nullptr : found->text();
}

std::optional<std::string> idField(const Value& object, std::string_view key) {
  std::string id;
  return engine::readId(object.find(key), id) ? std::optional(std::move(id)) : std::nullopt;
}

class ChatReader {
 public:
  explicit ChatReader(LogLine& line) : line_(line) {}

  void message(const Value& message, std::size_t index) {
    where_ = "message " + std::to_string(index) + ": ";
    message_ = index;
    const std::string* const role = textField(message, "role");
    if (role == nullptr) {
      line_.problems.push_back(where_ + "there is no 'role'");
      return;
    }
    first_ = line_.events.size();
    if (*role == "user")
      said(EventKind::kUser, message);
    else if (*role == "assistant")
      answered(message);
    else if (*role == "tool" || *role == "function")
      returned(message);
    if (line_.events.size() > first_) describe(message);
  }

 private:
  // Valid until the next event is added.
  FieldReader add(EventKind kind, TextPlace::Part part, std::size_t call = 0) {
    line_.events.emplace_back().kind = kind;
    line_.places.push_back({part, message_, call});
    return FieldReader(line_.events.back(), line_.problems, where_);
  }

  void said(EventKind kind, const Value& message) {
    FieldReader fields = add(kind, TextPlace::Part::kContent);
    if (const Value* const content = message.find("content"))
      fields.content(*content, "content");
    else if (kind == EventKind::kUser)
      fields.malformed("there is no 'content'");
    if (const std::string* const refusal = textField(message, "refusal"))
      if (line_.events.back().text.empty()) line_.events.back().text = *refusal;
  }

  void answered(const Value& message) {
    const Value* const calls = message.find("tool_calls");
    const Value* const function = message.find("function_call");
    const bool has_calls = calls != nullptr && calls->list() != nullptr && !calls->list()->empty();
    const bool has_function = function != nullptr && function->object() != nullptr;
    said(EventKind::kReply, message);
    const Event& reply = line_.events.back();
    if ((has_calls || has_function) && reply.text.empty() && reply.malformed.empty()) {
      line_.events.pop_back();
      line_.places.pop_back();
    }
    if (calls != nullptr && !calls->isNull() && calls->list() == nullptr)
      line_.problems.push_back(where_ + "'tool_calls' is no list");
    if (has_calls)
      for (std::size_t i = 0; i < calls->list()->size(); ++i) {
        const Value& entry = (*calls->list())[i];
        call(entry, entry.find("function"), TextPlace::Part::kCall, i);
      }
    if (has_function) call(*function, function, TextPlace::Part::kFunctionCall, 0);
  }

  // `{"id", "function": {"name", "arguments"}}`; some logs leave the inner object out.
  void call(const Value& entry, const Value* function, TextPlace::Part part, std::size_t index) {
    const Value& described =
        function != nullptr && function->object() != nullptr ? *function : entry;
    FieldReader fields = add(EventKind::kToolCall, part, index);
    Event& event = line_.events.back();
    if (const std::string* const tool = textField(described, "name"))
      event.tool = *tool;
    else
      fields.malformed("a tool call has no name");
    fields.arguments(described.find("arguments"));
    if (const auto id = idField(entry, "id")) {
      tool_by_call_[*id] = event.tool;
      event.call = *id;
    }
  }

  void returned(const Value& message) {
    FieldReader fields = add(EventKind::kToolResult, TextPlace::Part::kContent);
    Event& event = line_.events.back();
    if (const auto id = idField(message, "tool_call_id")) {
      const auto known = tool_by_call_.find(*id);
      if (known != tool_by_call_.end()) event.tool = known->second;
      event.call = *id;
    }
    const std::string* const tool = textField(message, "name");
    if (event.tool.empty() && tool != nullptr) event.tool = *tool;
    const Value* const content = message.find("content");
    if (content != nullptr && content->object() != nullptr)
      fields.result(content);
    else if (content != nullptr)
      fields.content(*content, "content");
  }

  // Facts and the time are those of the message's first event and stay; signals speak of the
  // message, hence of all its events.
  void describe(const Value& message) {
    FieldReader fields(line_.events[first_], line_.problems, where_);
    fields.time(message.find("time"));
    fields.facts(message.find("facts"));
    fields.signals(message.find("signals"));
    fields.truncated(message.find("truncated"));
    const Event& first = line_.events[first_];
    for (std::size_t i = first_ + 1; i < line_.events.size(); ++i) {
      line_.events[i].time_ms = first.time_ms;
      line_.events[i].signals = first.signals;
      line_.events[i].truncated = first.truncated;
    }
  }

  LogLine& line_;
  std::string where_;
  std::size_t message_ = 0;
  std::size_t first_ = 0;  // event of the message being read
  std::map<std::string, std::string> tool_by_call_;
};

// What stands beside `messages` holds from the first event on: facts until a message replaces
// them, signals for every event that has no such signal of its own.
void applyToWhole(const Value& conversation, LogLine& line) {
  if (line.events.empty()) return;
  Event whole;
  FieldReader fields(whole, line.problems);
  fields.facts(conversation.find("facts"));
  fields.signals(conversation.find("signals"));
  Event& first = line.events.front();
  first.malformed.insert(first.malformed.end(), whole.malformed.begin(), whole.malformed.end());
  // The message's own come after, and of equal names the last counts.
  first.facts.insert(first.facts.begin(), whole.facts.begin(), whole.facts.end());
  for (Event& event : line.events)
    for (const auto& signal : whole.signals) {
      const bool has = std::any_of(event.signals.begin(), event.signals.end(),
                                   [&](const auto& own) { return own.first == signal.first; });
      if (!has) event.signals.push_back(signal);
    }
}

}  // namespace

Result<LogLine, std::string> parseChatShape(const Value& conversation) {
  const Value* const messages = conversation.find("messages");
  if (messages == nullptr || messages->list() == nullptr)
    return std::string("'messages' is no list");
  LogLine line;
  line.whole = true;
  if (auto id = idField(conversation, "id")) line.conversation = std::move(*id);
  ChatReader reader(line);
  for (std::size_t i = 0; i < messages->list()->size(); ++i)
    reader.message((*messages->list())[i], i);
  applyToWhole(conversation, line);
  return line;
}

}  // namespace decorum::logs
