/// The record of a conversation: a cell and a state for each slot of the plan, what owns the texts
/// and lists in them, and why a slot is at fault. Facts, arguments and what a text was found to
/// hold stay in it from event to event.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/engine/faults.h"
#include "runtime/eval/evaluator.h"
#include "runtime/plan/plan.h"

namespace decorum::engine {

class Record {
 public:
  /// What an event that brings nothing has: `ok` and zero for what is found in texts, `missing` or
  /// `fault` for what the host did not give.
  explicit Record(const plan::Plan& plan);
  Record(const Record& other);
  Record& operator=(const Record&) = delete;
  Record(Record&&) noexcept = default;
  Record& operator=(Record&&) noexcept = default;

  eval::RecordView view() const { return {cells_.data(), states_.data()}; }
  eval::Value at(plan::SlotId slot) const { return {cells_[slot], states_[slot]}; }

  void setInt(plan::SlotId slot, std::int64_t value) { set(slot, {.integer = value}); }
  void set(plan::SlotId slot, eval::Cell cell) {
    cells_[slot] = cell;
    states_[slot] = eval::State::kOk;
  }
  void setValue(plan::SlotId slot, eval::Value value) {
    cells_[slot] = value.cell;
    states_[slot] = value.state;
  }
  /// Copies the text.
  void setText(plan::SlotId slot, std::string_view text);
  /// The list behind a slot of lists, to be filled and then set.
  eval::ListValue& list(plan::SlotId slot) { return lists_[storage_[slot]]; }
  void setList(plan::SlotId slot) { set(slot, {.list = &list(slot)}); }

  /// Not given: `missing` where that is allowed, a fault where it is not.
  void setMissing(plan::SlotId slot);
  void setFault(plan::SlotId slot, FaultNote note);
  /// A fault that `noteOf` will not know: the caller does.
  void setUnknown(plan::SlotId slot);

  /// The event is over: what was wrong stays known, how it was wrong is not kept.
  void forgetDetails();
  /// Why a slot is at fault; null where `setUnknown` or `setMissing` made it so.
  const FaultNote* noteOf(plan::SlotId slot) const;

 private:
  const plan::Plan* plan_;
  std::vector<eval::Cell> cells_;
  std::vector<eval::State> states_;
  std::vector<std::uint32_t> storage_;  ///< by slot: index into `texts_` or `lists_`
  std::vector<std::string> texts_;      ///< never resized: cells point into it
  std::vector<eval::ListValue> lists_;
  std::map<plan::SlotId, FaultNote> notes_;
};

}  // namespace decorum::engine
