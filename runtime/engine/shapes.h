/// Whether values from the host are what the policy declared, and what they are in the record.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "decorum/value.h"
#include "runtime/engine/faults.h"
#include "runtime/eval/evaluator.h"
#include "runtime/plan/plan.h"

namespace decorum::engine {

struct Problem {
  FaultKind kind = FaultKind::kWrongType;
  std::string detail;  ///< never quotes a value where the field is private or protected
};

/// Reads `value`, which is not null, as a single value of `field`. A text cell borrows from
/// `value`.
std::optional<Problem> readSingle(const plan::Field& field, const Value& value, eval::Cell& cell);

/// Reads a list of at most `most` elements; `list` is overwritten and owns its texts.
std::optional<Problem> readList(const plan::Field& field, const Value& value, std::size_t most,
                                eval::ListValue& list);

/// The member of a record that a field speaks of: of "address.city", `city` in `address`. Null
/// where it is not there or is JSON's null.
const Value* memberOf(const Value& record, std::string_view field_name);

}  // namespace decorum::engine
