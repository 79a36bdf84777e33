/// JSON texts (RFC 8259) read where they stand: nothing is made of what nobody asks for. Includes
/// simdjson, so that few files include this.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "decorum/value.h"

namespace decorum {

class JsonNode;

/// The elements of a list, in their order.
class JsonList {
 public:
  explicit JsonList(simdjson::dom::array list) : list_(list) {}

  class Iterator {
   public:
    explicit Iterator(simdjson::dom::array::iterator at) : at_(at) {}
    inline JsonNode operator*() const;
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_ != other.at_; }

   private:
    simdjson::dom::array::iterator at_;
  };
  Iterator begin() const { return Iterator(list_.begin()); }
  Iterator end() const { return Iterator(list_.end()); }
  /// Counts them.
  std::size_t size() const;

 private:
  simdjson::dom::array list_;
};

/// The members of an object, in their order; a name may stand in it twice.
class JsonObject {
 public:
  explicit JsonObject(simdjson::dom::object object) : object_(object) {}

  class Iterator {
   public:
    explicit Iterator(simdjson::dom::object::iterator at) : at_(at) {}
    inline std::pair<std::string_view, JsonNode> operator*() const;
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_ != other.at_; }

   private:
    simdjson::dom::object::iterator at_;
  };
  Iterator begin() const { return Iterator(object_.begin()); }
  Iterator end() const { return Iterator(object_.end()); }

 private:
  simdjson::dom::object object_;
};

/// A value in a text that was read, asked as a `Value` is and with the same answers. Borrows from
/// its document: valid until that reads another text.
class JsonNode {
 public:
  explicit JsonNode(simdjson::dom::element element) : element_(element) {}

  bool isNull() const { return element_.is_null(); }
  std::optional<bool> boolean() const { return as<bool>(simdjson::dom::element_type::BOOL); }
  std::optional<std::int64_t> integer() const {
    return as<std::int64_t>(simdjson::dom::element_type::INT64);
  }
  /// Also an integer beyond 64 bits with a sign, as the nearest double.
  std::optional<double> number() const;
  std::optional<std::string_view> text() const {
    return as<std::string_view>(simdjson::dom::element_type::STRING);
  }
  std::optional<JsonList> list() const;
  std::optional<JsonObject> object() const;
  /// The member `name` of an object, the last where there are several.
  std::optional<JsonNode> find(std::string_view name) const;

  /// The same, owning what it holds.
  Value toValue() const;

 private:
  template <class T>
  std::optional<T> as(simdjson::dom::element_type type) const {
    if (element_.type() != type) return std::nullopt;
    return element_.get<T>().value_unsafe();
  }

  simdjson::dom::element element_;
};

JsonNode JsonList::Iterator::operator*() const { return JsonNode(*at_); }
std::pair<std::string_view, JsonNode> JsonObject::Iterator::operator*() const {
  return {at_.key(), JsonNode(at_.value())};
}

/// What code written for `Value` and `JsonNode` alike asks for.
// NOLINTNEXTLINE(bugprone-return-const-ref-from-parameter): of what is read, which outlives it
inline const Value& toValue(const Value& value) { return value; }
inline Value toValue(const JsonNode& node) { return node.toValue(); }

/// Reads texts one after the other, in memory that it keeps.
class JsonDocument {
 public:
  /// Nothing where it cannot: `Value::parse` then says what is wrong, or reads what this one does
  /// not (an integer beyond 64 bits). What both read is the same value.
  std::optional<JsonNode> read(std::string_view json);

 private:
  simdjson::dom::parser parser_;
  std::vector<char> padded_;  ///< the text, and behind it what simdjson may look at
};

}  // namespace decorum
