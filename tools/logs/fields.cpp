#include "tools/logs/fields.h"

#include <algorithm>

#include "runtime/base/rfc3339.h"

namespace decorum::logs {
namespace {

// Enough of a value to find it by.
std::string cut(const std::string& value) {
  constexpr std::size_t kShown = 40;
  return value.size() <= kShown ? value : "of " + std::to_string(value.size()) + " bytes";
}

// A part of a message: {"type": "text", "text": "…"}. A refusal is what the person reads too.
const std::string* textOfPart(const Value& part) {
  if (part.text() != nullptr) return part.text();
  if (const std::string* const text = textField(part, "text")) return text;
  return textField(part, "refusal");
}

}  // namespace

const std::string* textField(const Value& object, std::string_view key) {
  const Value* const found = object.find(key);
  return found == nullptr ? nullptr : found->text();
}

std::optional<std::string> idField(const Value& object, std::string_view key) {
  const Value* const found = object.find(key);
  if (found == nullptr) return std::nullopt;
  if (found->text() != nullptr) return *found->text();
  if (found->integer() != nullptr) return std::to_string(*found->integer());
  return std::nullopt;
}

void FieldReader::malformed(std::string what) {
  problems_.push_back(where_ + what);
  event_.malformed.push_back(std::move(what));
}

void FieldReader::content(const Value& value, std::string_view key) {
  if (value.isNull()) return;
  if (value.text() != nullptr) {
    event_.text = *value.text();
    return;
  }
  if (value.list() == nullptr) {
    malformed("'" + std::string(key) + "' is neither text nor a list of parts");
    return;
  }
  bool first = true;
  for (const Value& part : *value.list()) {
    const std::string* const text = textOfPart(part);
    if (text == nullptr) continue;
    if (!first) event_.text += '\n';
    event_.text += *text;
    first = false;
  }
}

void FieldReader::arguments(const Value* value) {
  event_.arguments = Value(Value::Object{});
  if (value == nullptr || value->isNull()) return;
  if (value->object() != nullptr) {
    event_.arguments = *value;
    return;
  }
  event_.arguments.reset();
  const std::string of = event_.tool.empty() ? "the arguments" : "the arguments of " + event_.tool;
  if (value->text() == nullptr) {
    malformed(of + " are no JSON object");
    return;
  }
  if (value->text()->empty()) {
    event_.arguments = Value(Value::Object{});
    return;
  }
  auto parsed = Value::parse(*value->text());
  if (!parsed)
    malformed(of + " are no JSON: " + parsed.error());
  else if (parsed->object() == nullptr)
    malformed(of + " are no JSON object");
  else
    event_.arguments = std::move(*parsed);
}

void FieldReader::result(const Value* value) {
  if (value == nullptr || value->isNull()) return;
  if (value->object() == nullptr) {
    malformed("'result' is no object");
    return;
  }
  if (event_.text.empty()) event_.text = value->toJson();
  event_.arguments = *value;
}

void FieldReader::common(const Value& object) {
  if (const Value* const time = object.find("time"); time != nullptr && !time->isNull()) {
    event_.time_ms = time->text() != nullptr ? parseTime(*time->text()) : std::nullopt;
    if (!event_.time_ms) malformed("'time' is no RFC 3339 time: " + cut(time->toJson()));
  }
  if (const Value* const given = object.find("facts")) facts(*given);
  if (const Value* const given = object.find("signals")) signals(*given);
  if (const Value* const cut = object.find("truncated"))
    event_.truncated = cut->boolean() != nullptr && *cut->boolean();
}

void FieldReader::facts(const Value& value) {
  if (value.isNull()) return;
  if (value.object() == nullptr) {
    malformed("'facts' is no object");
    return;
  }
  for (const auto& [name, record] : *value.object()) event_.facts.emplace_back(name, record);
}

void FieldReader::signals(const Value& value) {
  if (value.isNull()) return;
  if (value.object() == nullptr) {
    malformed("'signals' is no object");
    return;
  }
  for (const auto& [name, score] : *value.object()) {
    const bool has = std::any_of(event_.signals.begin(), event_.signals.end(),
                                 [&](const auto& given) { return given.first == name; });
    if (!has) event_.signals.emplace_back(name, score);
  }
}

}  // namespace decorum::logs
