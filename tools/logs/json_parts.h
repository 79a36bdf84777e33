/// A JSON text as places in it, so that some of them can be replaced and all else stays as it is,
/// byte for byte.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace decorum::logs {

struct JsonMember;

struct JsonPart {
  enum class Kind : std::uint8_t { kScalar, kText, kList, kObject };
  Kind kind = Kind::kScalar;  ///< numbers, `true`, `false` and `null` are scalars
  std::size_t begin = 0;      ///< bytes of the whole text; of a text with its quotes
  std::size_t end = 0;
  std::vector<JsonPart> elements;
  std::vector<JsonMember> members;

  std::string_view of(std::string_view json) const { return json.substr(begin, end - begin); }
  /// Null where there is none, or this is no object.
  const JsonPart* find(std::string_view name) const;
};
struct JsonMember {
  std::string name;
  JsonPart value;
};

/// The parts of `json`, which `Value::parse` accepts.
JsonPart partsOf(std::string_view json);

/// A text without quotes and escapes.
std::string decodedText(std::string_view json, const JsonPart& text);

/// The name of a member that stands in one object twice; "" where there is none. What reads only
/// one of the two would overlook the other.
std::string twinMember(const JsonPart& part);

}  // namespace decorum::logs
