/// Why a guard came out as it did: for evidence, explanations and the rules that a fault decided.
/// Done again for the rules that fired, so that judging itself carries none of it.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/eval/interpreter.h"

namespace decorum::eval {

/// A condition that decided, as its author built it.
struct Decider {
  plan::ConditionId condition = plan::kNone;
  Value value;
};

/// The leaf conditions that made rule `rule` what it is, in the order in which they were written:
/// of a true `and` and a false `or` all, of a false `and` the false ones, of a true `or` the true
/// ones, and of one that is not known those that are not. Empty for a rule without conditions.
std::vector<Decider> trace(const Interpreter& interpreter, std::uint32_t rule, RecordView record,
                           Scratch& scratch);

/// Where a fault came from: a slot that is at fault (or missing where it had to be there), or an
/// operation whose operands were all there, such as an addition that overflowed. With
/// `slot == kNone` and `node` an `it.…` operation it is a value of the row given as `it`.
struct FaultSource {
  plan::SlotId slot = plan::kNone;
  plan::NodeId node = plan::kNone;  ///< kNone where `slot` is given
  bool operator==(const FaultSource&) const = default;
  auto operator<=>(const FaultSource&) const = default;
};

/// All sources behind a node that is not `ok`, ascending, each once; none for a node that is.
/// An undecided rule's are those of its guard.
std::vector<FaultSource> faultSources(const Interpreter& interpreter, plan::NodeId node,
                                      RecordView record, Element it, Scratch& scratch);

}  // namespace decorum::eval
