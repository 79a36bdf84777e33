/// The seam between the engine and whatever decides guards: the interpreter, or compiled code.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "decorum/event.h"
#include "runtime/eval/rule_bits.h"
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

/// What an operation makes. The cell means something only where the state is `kOk`.
struct Value {
  Cell cell{.integer = 0};
  State state = State::kFault;
  bool isTrue() const { return state == State::kOk && cell.integer != 0; }
  bool isFalse() const { return state == State::kOk && cell.integer == 0; }
};

/// The elements of a list: rows of `width` cells each, one after another. Owns its texts.
///
/// Of a list of single values a row is that value; of a list of records its fields in the order of
/// `FieldShape::element`. Of hits a row is `[values…, text, score]`: the values of the matcher
/// (`missing` where a hit has none), then the matched text as it stands in the message, then the
/// score. Hits of several matchers in one list are filled up with `missing` before the text, so
/// that text and score are always the last two: `kItMatchedText` is `width - 2`, `kItScore`
/// `width - 1`.
struct ListValue {
  std::uint32_t width = 1;
  std::vector<Cell> cells;
  std::vector<State> states;
  std::deque<std::string> texts;
  std::size_t size() const { return width == 0 ? 0 : cells.size() / width; }
};

/// The element that `it` speaks of: one row of a list. Borrowed; none where `cells` is null.
struct Element {
  const Cell* cells = nullptr;
  const State* states = nullptr;
  std::uint32_t width = 0;
};
inline Element element(const ListValue& list, std::size_t row) {
  return {list.cells.data() + row * list.width, list.states.data() + row * list.width, list.width};
}

/// The record of one event: cells and states by SlotId. Borrowed for the time of one call.
struct RecordView {
  const Cell* cells = nullptr;
  const State* states = nullptr;
};

/// Room for the values of nodes, kept between events so that judging allocates nothing. Owned by
/// the caller, used by one thread at a time, with any number of evaluators of any plans.
struct Scratch {
  std::vector<Value> values;          ///< by NodeId
  std::vector<std::uint32_t> stamps;  ///< by NodeId: when `values` was computed
  std::uint32_t stamp = 0;
  std::vector<plan::NodeId> pending;
  RuleBits unsure;  ///< rules of which an input is not known
};

/// Decides the guards of all rules of a phase. Immutable; any number of threads at once, each with
/// a scratch of its own.
class Evaluator {
 public:
  virtual ~Evaluator() = default;

  /// For every rule with `phase` in its `on`: sets its bit in `fired` where the guard holds (or
  /// there is none), in `undecided` where the guard could not be known. Other rules are in neither;
  /// what they held before does not matter.
  virtual void evaluate(EventKind phase, RecordView record, Scratch& scratch, RuleBits& fired,
                        RuleBits& undecided) const = 0;

  /// The same for the rules in `due` alone, which has `ruleWords` words: others are in neither.
  virtual void evaluateDue(EventKind phase, const RuleBits& due, RecordView record,
                           Scratch& scratch, RuleBits& fired, RuleBits& undecided) const = 0;

  /// The one to ask for the whole of an event: another may take over between events, and decides
  /// alike. Lives as long as this one.
  virtual const Evaluator& now() const { return *this; }

  /// Whether someone looks at the whole record: it then holds all that could be found out.
  virtual bool looksOn() const { return false; }

  /// The value of an operand or a key of an operator of the memory.
  virtual Value operand(plan::NodeId node, RecordView record, Scratch& scratch) const = 0;
};

}  // namespace decorum::eval
