/// What decides guards where no native code does: a walk through their branches.
#pragma once

#include <vector>

#include "runtime/eval/branches.h"
#include "runtime/eval/evaluator.h"
#include "runtime/eval/interpreter.h"
#include "runtime/eval/steps.h"

namespace decorum::eval {

class Asked;

/// Borrows an interpreter, which outlives it, and decides exactly as that does.
class BranchEvaluator final : public Evaluator {
 public:
  explicit BranchEvaluator(const Interpreter& interpreter);

  void evaluate(EventKind phase, RecordView record, Scratch& scratch, RuleBits& fired,
                RuleBits& undecided) const override;
  void evaluateDue(EventKind phase, const RuleBits& due, RecordView record, Scratch& scratch,
                   RuleBits& fired, RuleBits& undecided) const override;
  Value operand(plan::NodeId node, RecordView record, Scratch& scratch) const override;

  /// Decides the rules `these` of one word alone; adds to both. Rules of another phase may be among
  /// them.
  void decideWord(std::size_t word, std::uint64_t these, RecordView record, Asked& asked,
                  RuleBits& fired, RuleBits& undecided) const;

  const Branches& branches() const { return branches_; }
  const Interpreter& interpreter() const { return interpreter_; }
  /// The rules with `phase` in their `on`.
  const RuleBits& rulesOf(EventKind phase) const { return rules_[static_cast<std::size_t>(phase)]; }

 private:
  static constexpr std::size_t kPhases = static_cast<std::size_t>(EventKind::kClose) + 1;

  const Interpreter& interpreter_;
  Branches branches_;
  std::vector<Step> steps_;  ///< of `branches_.tests`
  std::array<RuleBits, kPhases> rules_;
};

/// Answers of the interpreter for one call of an evaluator, computed once each.
class Asked {
 public:
  Asked(const Interpreter& interpreter, RecordView record, Scratch& scratch)
      : interpreter_(interpreter), record_(record), scratch_(scratch) {}

  Value value(plan::NodeId node) {
    if (has_begun_) return interpreter_.valueAgain(node, record_, {}, scratch_);
    has_begun_ = true;
    return interpreter_.value(node, record_, {}, scratch_);
  }
  /// Settles a rule whose guard is unsure.
  void settle(std::uint32_t rule, RuleBits& fired, RuleBits& undecided);

 private:
  const Interpreter& interpreter_;
  RecordView record_;
  Scratch& scratch_;
  bool has_begun_ = false;
};

}  // namespace decorum::eval
