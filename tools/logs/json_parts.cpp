#include "tools/logs/json_parts.h"

#include <algorithm>
#include <set>

#include "decorum/value.h"

namespace decorum::logs {
namespace {

class PartReader {
 public:
  explicit PartReader(std::string_view json) : json_(json) {}

  JsonPart value() {
    skipBlanks();
    JsonPart part;
    part.begin = at_;
    const char first = at_ < json_.size() ? json_[at_] : '\0';
    if (first == '"') {
      part.kind = JsonPart::Kind::kText;
      skipText();
    } else if (first == '{') {
      object(part);
    } else if (first == '[') {
      list(part);
    } else {
      at_ = std::min(json_.find_first_of(" \t\r\n,]}", at_), json_.size());
    }
    part.end = at_;
    return part;
  }

 private:
  void skipBlanks() { at_ = std::min(json_.find_first_not_of(" \t\r\n", at_), json_.size()); }

  void skipText() {
    for (++at_; at_ < json_.size() && json_[at_] != '"'; ++at_)
      if (json_[at_] == '\\') ++at_;
    at_ = std::min(at_ + 1, json_.size());
  }

  /// Moves behind a comma, or the bracket that ends; whether it was a comma.
  bool goesOn() {
    skipBlanks();
    return at_ < json_.size() && json_[at_++] == ',';
  }

  /// Moves behind the bracket where nothing stands in it.
  bool isEmpty(char bracket) {
    ++at_;
    skipBlanks();
    const bool empty = at_ < json_.size() && json_[at_] == bracket;
    if (empty) ++at_;
    return empty;
  }

  void object(JsonPart& part) {
    part.kind = JsonPart::Kind::kObject;
    if (isEmpty('}')) return;
    do {
      const JsonPart name = value();
      skipBlanks();
      ++at_;  // the colon
      part.members.push_back({decodedText(json_, name), value()});
    } while (goesOn());
  }

  void list(JsonPart& part) {
    part.kind = JsonPart::Kind::kList;
    if (isEmpty(']')) return;
    do part.elements.push_back(value());
    while (goesOn());
  }

  std::string_view json_;
  std::size_t at_ = 0;
};

}  // namespace

const JsonPart* JsonPart::find(std::string_view name) const {
  for (const auto& [each, part] : members)
    if (each == name) return &part;
  return nullptr;
}

JsonPart partsOf(std::string_view json) { return PartReader(json).value(); }

std::string decodedText(std::string_view json, const JsonPart& text) {
  const auto value = Value::parse(text.of(json));
  return value.ok() && value->text() != nullptr ? *value->text() : std::string();
}

std::string twinMember(const JsonPart& part) {
  std::set<std::string_view> names;
  for (const auto& [name, member] : part.members) {
    if (!names.insert(name).second) return name;
    if (std::string twin = twinMember(member); !twin.empty()) return twin;
  }
  for (const JsonPart& element : part.elements)
    if (std::string twin = twinMember(element); !twin.empty()) return twin;
  return "";
}

}  // namespace decorum::logs
