/// A third evaluator, for tests: recursive, without memory, and written from the description of the
/// operations alone. It shares no code with the interpreter, so that an error would have to be
/// made twice.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "runtime/eval/evaluator.h"
#include "runtime/plan/plan.h"

namespace decorum::test {

struct Missing {
  bool operator==(const Missing&) const = default;
};
struct Fault {
  bool operator==(const Fault&) const = default;
};
/// A list is the pointer that the record has.
using NaiveValue =
    std::variant<Fault, Missing, bool, std::int64_t, double, std::string, const eval::ListValue*>;

NaiveValue evaluateNaively(const plan::Plan& plan, plan::NodeId node, eval::RecordView record,
                           eval::Element it);

/// The same value as `other`, where NaN is the same as NaN and states count.
bool isSame(const NaiveValue& value, const eval::Value& other);

}  // namespace decorum::test
