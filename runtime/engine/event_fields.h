/// The members of JSON that events are written with, read into an event: the same of a `Value` and
/// of a `JsonNode`.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "decorum/event.h"
#include "runtime/base/json_document.h"
#include "runtime/base/rfc3339.h"

namespace decorum::engine {

/// What `find` gives: a pointer or an optional, empty where there is nothing.
template <class Node>
using Found = decltype(std::declval<const Node&>().find(std::string_view()));
inline void keep(const Value& value, const Value*& place) { place = &value; }
inline void keep(const JsonNode& node, std::optional<JsonNode>& place) { place = node; }

/// The text that was found; nothing where it is no text.
template <class AnyFound>
std::optional<std::string_view> textOf(const AnyFound& found) {
  if (!found) return std::nullopt;
  const auto text = found->text();
  if (!text) return std::nullopt;
  return std::string_view(*text);
}

/// Puts an id, which some write as a number, into `id`; false where it is neither.
template <class AnyFound>
bool readId(const AnyFound& found, std::string& id) {
  if (const auto text = textOf(found)) {
    id = *text;
    return true;
  }
  if (!found) return false;
  const auto integer = found->integer();
  if (integer) id = std::to_string(*integer);
  return static_cast<bool>(integer);
}

/// Reads members into `event`. Each thing that cannot be read is a problem for a person, and a
/// fault of the event.
template <class Node>
class FieldReader {
 public:
  /// `where` is put before problems: "message 3: ".
  FieldReader(Event& event, std::vector<std::string>& problems, std::string where = "")
      : event_(event), problems_(problems), where_(std::move(where)) {}

  /// A text, null, or a list of parts of which the texts count.
  void content(const Node& value, std::string_view key) {
    if (value.isNull()) return;
    if (const auto text = value.text()) {
      event_.text = *text;
      return;
    }
    const auto parts = value.list();
    if (!parts) {
      malformed("'" + std::string(key) + "' is neither text nor a list of parts");
      return;
    }
    bool first = true;
    for (const Node& part : *parts) {
      const auto text = textOfPart(part);
      if (!text) continue;
      if (!first) event_.text += '\n';
      event_.text += *text;
      first = false;
    }
  }

  /// Of a tool call: an object, or its JSON in a text. Absent or "" is no arguments.
  void arguments(const Found<Node>& value) {
    event_.arguments = Value(Value::Object{});
    if (!value || value->isNull()) return;
    if (value->object()) {
      event_.arguments = toValue(*value);
      return;
    }
    event_.arguments.reset();
    const std::string of =
        event_.tool.empty() ? "the arguments" : "the arguments of " + event_.tool;
    const auto text = textOf(value);
    if (!text) {
      malformed(of + " are no JSON object");
      return;
    }
    if (text->empty()) {
      event_.arguments = Value(Value::Object{});
      return;
    }
    auto parsed = Value::parse(*text);
    if (!parsed)
      malformed(of + " are no JSON: " + parsed.error());
    else if (parsed->object() == nullptr)
      malformed(of + " are no JSON object");
    else
      event_.arguments = std::move(*parsed);
  }

  /// Of a tool result: an object.
  void result(const Found<Node>& value) {
    if (!value || value->isNull()) return;
    if (!value->object()) {
      malformed("'result' is no object");
      return;
    }
    event_.arguments = toValue(*value);
    if (event_.text.empty()) event_.text = event_.arguments->toJson();
  }

  void time(const Found<Node>& value) {
    if (!value || value->isNull()) return;
    const auto text = textOf(value);
    event_.time_ms = text ? parseTime(*text) : std::nullopt;
    if (!event_.time_ms) malformed("'time' is no RFC 3339 time: " + cut(toValue(*value).toJson()));
  }

  void truncated(const Found<Node>& value) {
    if (!value) return;
    const auto truth = value->boolean();
    event_.truncated = truth && *truth;
  }

  void facts(const Found<Node>& value) {
    if (!isObject(value, "facts")) return;
    const auto records = value->object();
    for (const auto& [name, record] : *records)
      event_.facts.emplace_back(std::string(name), toValue(record));
  }

  /// Those that the event has already stay.
  void signals(const Found<Node>& value) {
    if (!isObject(value, "signals")) return;
    const auto scores = value->object();
    for (const auto& [key, score] : *scores) {
      const std::string_view name = key;
      const bool has = std::any_of(event_.signals.begin(), event_.signals.end(),
                                   [&](const auto& given) { return given.first == name; });
      if (!has) event_.signals.emplace_back(std::string(name), toValue(score));
    }
  }

  /// False for null and for nothing; anything else that is no object is malformed.
  bool isObject(const Found<Node>& value, std::string_view key) {
    if (!value || value->isNull()) return false;
    if (value->object()) return true;
    malformed("'" + std::string(key) + "' is no object");
    return false;
  }

  void malformed(std::string what) {
    problems_.push_back(where_ + what);
    event_.malformed.push_back(std::move(what));
  }

 private:
  /// {"type": "text", "text": "…"}. A refusal is what the person reads too.
  static std::optional<std::string_view> textOfPart(const Node& part) {
    if (const auto text = part.text()) return std::string_view(*text);
    if (const auto text = textOf(part.find("text"))) return text;
    return textOf(part.find("refusal"));
  }

  /// Enough of a value to find it by.
  static std::string cut(const std::string& value) {
    constexpr std::size_t kShown = 40;
    return value.size() <= kShown ? value : "of " + std::to_string(value.size()) + " bytes";
  }

  Event& event_;
  std::vector<std::string>& problems_;
  std::string where_;
};

}  // namespace decorum::engine
