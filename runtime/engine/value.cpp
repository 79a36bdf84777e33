/// JSON values: reading, writing, members.
#include "decorum/value.h"

#include "runtime/base/careful_json.h"
#include "runtime/base/json_document.h"
#include "runtime/base/json_writer.h"

namespace decorum {
namespace {

void append(std::string& out, const Value& value) {
  if (const bool* boolean = value.boolean()) {
    out += *boolean ? "true" : "false";
  } else if (const std::int64_t* integer = value.integer()) {
    out += std::to_string(*integer);
  } else if (const double* number = value.number()) {
    appendJsonNumber(out, *number);
  } else if (const std::string* text = value.text()) {
    appendJsonString(out, *text);
  } else if (const Value::List* list = value.list()) {
    out += '[';
    for (const Value& element : *list) {
      if (&element != list->data()) out += ',';
      append(out, element);
    }
    out += ']';
  } else if (const Value::Object* object = value.object()) {
    out += '{';
    for (const auto& member : *object) {
      if (&member != object->data()) out += ',';
      appendJsonString(out, member.first);
      out += ':';
      append(out, member.second);
    }
    out += '}';
  } else {
    out += "null";
  }
}

}  // namespace

const Value* Value::find(std::string_view name) const {
  const Object* members = object();
  if (members == nullptr) return nullptr;
  for (auto member = members->rbegin(); member != members->rend(); ++member) {
    if (member->first == name) return &member->second;
  }
  return nullptr;
}

Result<Value, std::string> Value::parse(std::string_view json) {
  JsonDocument document;
  if (const auto node = document.read(json)) return node->toValue();
  return readCarefully(json);
}

std::string Value::toJson() const {
  std::string out;
  append(out, *this);
  return out;
}

}  // namespace decorum
