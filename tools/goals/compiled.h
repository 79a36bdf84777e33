/// Policies as they are measured: compiled, and records for their plans.
#pragma once

#include <string>
#include <vector>

#include "decorum/compile.h"
#include "runtime/engine/policy_impl.h"
#include "tools/goals/row.h"
#include "tools/goals/rule_set.h"

namespace decorum::goals {

/// Throws `std::runtime_error` with the findings where it has mistakes.
Policy compiled(const std::string& text, Backend backend = Backend::kInterpreter);

PolicySize sizeOf(std::string what, const std::string& text, const Policy& policy);

/// Values of an event as a plan's slots hold them.
class Record {
 public:
  /// Everything that no slot of a rule set stands for is at fault.
  Record(const plan::Plan& plan, const Inputs& inputs);
  eval::RecordView view() const { return {cells_.data(), states_.data()}; }
  /// Slots of what was found.
  const std::vector<plan::SlotId>& found() const { return found_; }

 private:
  std::vector<eval::Cell> cells_;
  std::vector<eval::State> states_;
  std::vector<plan::SlotId> found_;
};
std::vector<Record> recordsOf(const plan::Plan& plan, const std::vector<Inputs>& events);

/// A policy of N / 2 lists of two phrases, whose rules ask for one of them and two facts each.
std::string textPolicy(std::size_t rules);
/// 64 messages of about 100 words under it, of which one word is looked for where `found`.
std::vector<Event> textEvents(std::size_t rules, bool found);
/// A rule for each operator, over a phrase of its own.
std::string memoryPolicy(std::size_t operators);

/// English of so many bytes, without a number.
std::string english(std::size_t bytes);
/// The i-th of endlessly many words that are in no English text.
std::string madeUpWord(std::size_t i);

}  // namespace decorum::goals
