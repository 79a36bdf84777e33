/// The fields that both shapes share, read into an event.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/event.h"

namespace decorum::logs {

/// The text under `key`; null where there is none or it is no text.
const std::string* textField(const Value& object, std::string_view key);

/// An id, which some logs write as a number.
std::optional<std::string> idField(const Value& object, std::string_view key);

/// Reads fields into `event`. Each thing that cannot be read is a problem of the line and a fault
/// of the event.
class FieldReader {
 public:
  FieldReader(Event& event, std::vector<std::string>& problems, std::string where = "")
      : event_(event), problems_(problems), where_(std::move(where)) {}

  /// A text, null, or a list of parts of which the texts count.
  void content(const Value& value, std::string_view key);
  /// Of a tool call: an object, or its JSON in a text. Absent or "" is no arguments.
  void arguments(const Value* value);
  /// Of a tool result: an object.
  void result(const Value* value);
  /// `time`, `facts`, `signals`, `truncated`.
  void common(const Value& object);
  void facts(const Value& value);
  /// Those that the event has already stay.
  void signals(const Value& value);
  void malformed(std::string what);

 private:
  Event& event_;
  std::vector<std::string>& problems_;
  std::string where_;  // put before problems: "message 3: "
};

}  // namespace decorum::logs
