/// The seam between the engine and whatever decides guards: the interpreter, or compiled code.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include "decorum/event.h"
#include "runtime/plan/plan.h"

namespace decorum::eval {

enum class State : std::uint8_t { kOk = 0, kMissing = 1, kFault = 2 };

struct ListValue;

/// Eight bytes of payload. Text and lists are borrowed.
union Cell {
  std::int64_t integer;  ///< bool is 0 or 1
  double number;
  const std::string* text;
  const ListValue* list;
};
static_assert(sizeof(Cell) == 8);

/// The elements of a list: `width` cells each, one after another. Owns its texts.
struct ListValue {
  std::uint32_t width = 1;
  std::vector<Cell> cells;
  std::vector<State> states;
  std::deque<std::string> texts;
  std::size_t size() const { return width == 0 ? 0 : cells.size() / width; }
};

/// The record of one event: cells and states by SlotId. Borrowed for the time of one call.
struct RecordView {
  const Cell* cells = nullptr;
  const State* states = nullptr;
};

/// A set of rules as bits, by index into `Plan::rules`.
using RuleBits = std::vector<std::uint64_t>;
inline bool test(const RuleBits& bits, std::uint32_t rule) {
  return bits[rule / 64] >> (rule % 64) & 1;
}

/// Decides the guards of all rules of a phase. Immutable; any number of threads at once.
class Evaluator {
 public:
  virtual ~Evaluator() = default;

  /// For every rule with `phase` in its `on`: sets its bit in `fired` where the guard holds, in
  /// `undecided` where the guard is a fault. Bits of other rules are 0. Both have a bit for each
  /// rule.
  virtual void evaluate(EventKind phase, RecordView record, RuleBits& fired,
                        RuleBits& undecided) const = 0;
};

}  // namespace decorum::eval
