#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "decorum/result.h"

namespace decorum {

/// A JSON value, for facts, tool arguments and results. Objects keep the order of their members; of
/// equal names the last counts. Owns what it holds.
class Value {
 public:
  using List = std::vector<Value>;
  using Object = std::vector<std::pair<std::string, Value>>;

  Value() = default;                               ///< null
  Value(bool v) : data_(v) {}                      // NOLINT: implicit
  Value(int v) : data_(std::int64_t{v}) {}         // NOLINT: implicit
  Value(std::int64_t v) : data_(v) {}              // NOLINT: implicit
  Value(double v) : data_(v) {}                    // NOLINT: implicit
  Value(const char* v) : data_(std::string(v)) {}  // NOLINT: implicit
  Value(std::string v) : data_(std::move(v)) {}    // NOLINT: implicit
  Value(List v) : data_(std::move(v)) {}           // NOLINT: implicit
  Value(Object v) : data_(std::move(v)) {}         // NOLINT: implicit

  bool isNull() const { return data_.index() == 0; }
  const bool* boolean() const { return std::get_if<bool>(&data_); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&data_); }
  const double* number() const { return std::get_if<double>(&data_); }
  const std::string* text() const { return std::get_if<std::string>(&data_); }
  const List* list() const { return std::get_if<List>(&data_); }
  const Object* object() const { return std::get_if<Object>(&data_); }
  /// The member `name` of an object; null where there is none or this is no object.
  const Value* find(std::string_view name) const;

  /// Reads one JSON text (RFC 8259), nested at most 64 deep. Error: what is wrong, and where.
  static Result<Value, std::string> parse(std::string_view json);
  /// Compact JSON, UTF-8.
  std::string toJson() const;

  bool operator==(const Value&) const = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Object> data_;
};

}  // namespace decorum
