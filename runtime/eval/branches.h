/// Guards as tests with two ways out: what evaluators that have to be fast walk through.
///
/// A guard is a way through tests, from its entry to an end. And and Or leave no trace but in where
/// the ways lead; so the first test that settles a guard is the last that is made. Cheap tests
/// stand first: evaluation order can never be observed. A test whose inputs are not known leads to
/// `kUnsure`: the interpreter, which knows Kleene's logic, is asked about the whole guard.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "runtime/eval/evaluator.h"
#include "runtime/eval/operations.h"
#include "runtime/plan/plan.h"

namespace decorum::eval {

using TestId = std::uint32_t;
/// Ends, in the place of tests.
inline constexpr TestId kHolds = 0xFFFFFFFF;
inline constexpr TestId kFails = 0xFFFFFFFE;
inline constexpr TestId kUnsure = 0xFFFFFFFD;  ///< not known here: the interpreter is asked
inline bool isEnd(TestId test) { return test >= kUnsure; }

/// One question about one slot, or about a node of any kind. Of comparisons the slot is on the
/// left.
struct Test {
  enum class Kind : std::uint8_t {
    kBool,   ///< the slot is true
    kThere,  ///< it has a value
    kEqInt,  ///< it equals `constant`
    kLtInt,
    kLeInt,
    kGtInt,
    kGeInt,
    kEqNumber,  ///< `constant` has the bits of a double
    kLtNumber,
    kLeNumber,
    kGtNumber,
    kGeNumber,
    kInMask,  ///< an int of 0 to 63 whose bit is set in `constant`
    kInSet,   ///< an int of set `other`
    kEqSlot,  ///< both are ints, `other` is a slot too
    kLtSlot,
    kLeSlot,
    kNode,  ///< what the interpreter says of node `other`
  };
  Kind kind = Kind::kBool;
  plan::SlotId slot = plan::kNone;
  std::uint32_t other = plan::kNone;
  TestId if_true = kHolds;
  TestId if_false = kFails;
  TestId if_missing = kUnsure;  ///< of `known` and `default`; a slot at fault is always unsure
  std::uint64_t constant = 0;
};

/// What a test of one slot says of its value.
inline bool holds(const Test& test, Cell cell, const plan::Plan& plan) {
  const auto constant = static_cast<std::int64_t>(test.constant);
  const auto number = std::bit_cast<double>(test.constant);
  switch (test.kind) {
    case Test::Kind::kBool:
      return cell.integer != 0;
    case Test::Kind::kEqInt:
      return cell.integer == constant;
    case Test::Kind::kLtInt:
      return cell.integer < constant;
    case Test::Kind::kLeInt:
      return cell.integer <= constant;
    case Test::Kind::kGtInt:
      return cell.integer > constant;
    case Test::Kind::kGeInt:
      return cell.integer >= constant;
    case Test::Kind::kEqNumber:
      return cell.number == number;
    case Test::Kind::kLtNumber:
      return cell.number < number;
    case Test::Kind::kLeNumber:
      return cell.number <= number;
    case Test::Kind::kGtNumber:
      return cell.number > number;
    case Test::Kind::kGeNumber:
      return cell.number >= number;
    case Test::Kind::kInMask: {
      const auto bit = static_cast<std::uint64_t>(cell.integer);
      return bit < 64 && (test.constant >> bit & 1) != 0;
    }
    case Test::Kind::kInSet:
      return isMember(plan.int_sets[test.other], cell.integer);
    default:
      return true;  // of what is there
  }
}

/// Made once for a plan; plain data.
struct Branches {
  explicit Branches(const plan::Plan& plan);

  std::vector<Test> tests;     ///< a way only leads onwards
  std::vector<TestId> guards;  ///< by rule: where its guard begins
  /// By node: where a condition that the memory looks at begins; `kNone`, which is no test, for all
  /// other nodes. (An end is no place to begin at: a constant is left to the interpreter.)
  std::vector<TestId> operands;
};

}  // namespace decorum::eval
