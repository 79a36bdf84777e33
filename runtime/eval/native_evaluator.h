/// What decides guards by machine code.
#pragma once

#include <utility>

#include "runtime/eval/branch_evaluator.h"
#include "runtime/eval/evaluator.h"
#include "runtime/eval/machine_code.h"

namespace decorum::eval {

/// Calls compiled code, and asks the interpreter where that is unsure. Borrows the branches, which
/// are asked where few rules are due, and decides exactly as they do.
class NativeEvaluator final : public Evaluator {
 public:
  /// `code` has a function for each word of the plan's rules.
  NativeEvaluator(const BranchEvaluator& branches, MachineCode code)
      : branches_(branches), interpreter_(branches.interpreter()), code_(std::move(code)) {}

  void evaluate(EventKind phase, RecordView record, Scratch& scratch, RuleBits& fired,
                RuleBits& undecided) const override;
  void evaluateDue(EventKind phase, const RuleBits& due, RecordView record, Scratch& scratch,
                   RuleBits& fired, RuleBits& undecided) const override;
  Value operand(plan::NodeId node, RecordView record, Scratch& scratch) const override;

 private:
  void decide(const RuleBits& due, const RuleBits& rules, RecordView record, Scratch& scratch,
              RuleBits& fired, RuleBits& undecided) const;

  const BranchEvaluator& branches_;
  const Interpreter& interpreter_;
  MachineCode code_;
};

}  // namespace decorum::eval
