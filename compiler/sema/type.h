/// Types of the language, as values.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "compiler/diagnostics/source.h"

namespace decorum::sema {

using EnumId = std::uint32_t;
inline constexpr EnumId kNoEnum = std::numeric_limits<EnumId>::max();

/// The enumeration `mon, tue, … sun` of `weekday`, which stands in no table.
inline constexpr EnumId kWeekdays = kNoEnum - 1;

struct RecordField;

/// A type. `int` and `number` may carry a range (`-1..1`). Enumerations are equal when their
/// members are, in order. Comparisons and assignment rules are in `types.md` of the language docs.
struct Type {
  enum class Kind : std::uint8_t {
    kError,  ///< already reported: fits everything, later phases stay silent
    kBool,
    kInt,
    kNumber,
    kText,
    kEnum,
    kTime,
    kDuration,
    kClock,  ///< `time of day` and literals such as `09:00`
    kSet,
    kList,
    kRecord,  ///< element of a list
  };
  Kind kind = Kind::kError;
  bool optional = false;
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  EnumId enumeration = kNoEnum;     ///< kEnum: index into `Module::enumerations`
  std::vector<Type> element;        ///< kSet, kList: exactly one
  std::vector<RecordField> fields;  ///< kRecord

  bool is(Kind k) const { return kind == k; }
  bool isError() const { return kind == Kind::kError; }
  Type known() const;  ///< the same, and never missing
};

struct RecordField {
  std::string name;
  Type type;
};

// Copies a type, so its fields must be whole.
inline Type Type::known() const {
  Type type = *this;
  type.optional = false;
  return type;
}

inline Type makeType(Type::Kind kind, bool optional = false) {
  Type type;
  type.kind = kind;
  type.optional = optional;
  return type;
}

}  // namespace decorum::sema
