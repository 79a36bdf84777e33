/// JSON as we write it: compact, UTF-8 whatever the bytes given, members in the order of the calls.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace decorum {

/// Appends `text` as a JSON string. Ill-formed UTF-8 becomes U+FFFD; of the other characters only
/// the quote, the backslash and control characters are escaped.
void appendJsonString(std::string& out, std::string_view text);

/// Appends the shortest number that reads back as `value`, always with a point or an exponent, so
/// that it reads back as a double; `null` for what JSON cannot say.
void appendJsonNumber(std::string& out, double value);

/// Writes objects and lists with their commas.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& beginObject() { return open('{'); }
  JsonWriter& endObject() { return close('}'); }
  JsonWriter& beginList() { return open('['); }
  JsonWriter& endList() { return close(']'); }
  JsonWriter& key(std::string_view name);
  JsonWriter& text(std::string_view value);
  JsonWriter& integer(std::int64_t value);
  JsonWriter& boolean(bool value);
  /// A value that is JSON already.
  JsonWriter& json(std::string_view value);

  /// A member, left out where the text is empty.
  JsonWriter& textMember(std::string_view name, std::string_view value);

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void separate();

  std::string& out_;
  bool first_ = true;
};

}  // namespace decorum
