/// Whether values from the host are what the policy declared, and what they are in the record.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "runtime/engine/event_fields.h"
#include "runtime/engine/faults.h"
#include "runtime/eval/evaluator.h"
#include "runtime/plan/plan.h"

namespace decorum::engine {

struct Problem {
  FaultKind kind = FaultKind::kWrongType;
  std::string detail;  ///< never quotes a value where the field is private or protected
};

// A node is a `Value` or a `JsonNode`; the same value gives the same answers.

/// Reads `value`, which is not null, as a single value of `field`. Of a text the cell stays as it
/// is: it is one where there is no problem.
template <class Node>
std::optional<Problem> readSingle(const plan::Field& field, const Node& value, eval::Cell& cell);

/// Reads a list of at most `most` elements; `list` is overwritten and owns its texts.
template <class Node>
std::optional<Problem> readList(const plan::Field& field, const Node& value, std::size_t most,
                                eval::ListValue& list);

/// The member of a record that a field speaks of: of "address.city", `city` in `address`. Nothing
/// where it is not there or is JSON's null.
template <class Node>
Found<Node> memberOf(const Node& record, std::string_view field_name);

}  // namespace decorum::engine
