#include "runtime/base/json_document.h"

#include <algorithm>

namespace decorum {
namespace {

using simdjson::dom::element_type;

/// simdjson takes one level less than this, and one more where the innermost is empty: no text that
/// `Value::parse` refuses, and nearly all that it takes.
constexpr std::size_t kMaxDepth = 64;

}  // namespace

std::size_t JsonList::size() const {
  std::size_t count = 0;  // simdjson's own count ends at 2^24
  for (auto at = list_.begin(); at != list_.end(); ++at) ++count;
  return count;
}

std::optional<double> JsonNode::number() const {
  if (element_.type() == element_type::UINT64) {
    return static_cast<double>(element_.get<std::uint64_t>().value_unsafe());
  }
  return as<double>(element_type::DOUBLE);
}

std::optional<JsonList> JsonNode::list() const {
  if (element_.type() != element_type::ARRAY) return std::nullopt;
  return JsonList(element_.get<simdjson::dom::array>().value_unsafe());
}

std::optional<JsonObject> JsonNode::object() const {
  if (element_.type() != element_type::OBJECT) return std::nullopt;
  return JsonObject(element_.get<simdjson::dom::object>().value_unsafe());
}

std::optional<JsonNode> JsonNode::find(std::string_view name) const {
  const auto members = object();
  if (!members) return std::nullopt;
  std::optional<JsonNode> found;
  for (const auto& [each, value] : *members) {
    if (each == name) found = value;
  }
  return found;
}

Value JsonNode::toValue() const {
  if (const auto truth = boolean()) return *truth;
  if (const auto whole = integer()) return *whole;
  if (const auto any = number()) return *any;
  if (const auto words = text()) return std::string(*words);
  if (const auto elements = list()) {
    Value::List made;
    for (const JsonNode element : *elements) made.push_back(element.toValue());
    return made;
  }
  if (const auto members = object()) {
    Value::Object made;
    for (const auto& [name, member] : *members) {
      made.emplace_back(std::string(name), member.toValue());
    }
    return made;
  }
  return {};
}

std::optional<JsonNode> JsonDocument::read(std::string_view json) {
  const std::size_t room = json.size() + simdjson::SIMDJSON_PADDING;
  if (padded_.size() < room) padded_.resize(std::max(room, 2 * padded_.size()));
  std::copy(json.begin(), json.end(), padded_.begin());
  std::fill_n(padded_.begin() + static_cast<std::ptrdiff_t>(json.size()),
              simdjson::SIMDJSON_PADDING, '\0');
  if (parser_.capacity() < json.size() || parser_.max_depth() != kMaxDepth) {
    if (parser_.allocate(std::max<std::size_t>(padded_.size(), 1024), kMaxDepth) !=
        simdjson::SUCCESS) {
      return std::nullopt;
    }
  }
  const auto parsed = parser_.parse(padded_.data(), json.size(), false);
  if (parsed.error() != simdjson::SUCCESS) return std::nullopt;
  return JsonNode(parsed.value_unsafe());
}

}  // namespace decorum
