/// What decides guards by machine code.
#pragma once

#include <utility>

#include "runtime/eval/branch_evaluator.h"
#include "runtime/eval/evaluator.h"
#include "runtime/eval/machine_code.h"
#include "runtime/eval/unknown_inputs.h"

namespace decorum::eval {

/// Calls compiled code. Borrows the branches, which are asked where few rules are due and for those
/// of which an input is not known, and decides exactly as they do.
class NativeEvaluator final : public Evaluator {
 public:
  /// `code` has a function for each word of the plan's rules.
  NativeEvaluator(const BranchEvaluator& branches, MachineCode code)
      : branches_(branches),
        interpreter_(branches.interpreter()),
        unknown_(interpreter_.plan(), branches.branches()),
        code_(std::move(code)) {}

  void evaluate(EventKind phase, RecordView record, Scratch& scratch, RuleBits& fired,
                RuleBits& undecided) const override;
  void evaluateDue(EventKind phase, const RuleBits& due, RecordView record, Scratch& scratch,
                   RuleBits& fired, RuleBits& undecided) const override;
  Value operand(plan::NodeId node, RecordView record, Scratch& scratch) const override;

 private:
  void decide(EventKind phase, const RuleBits& due, const Cell* cells, const State* states,
              Scratch& scratch, RuleBits& fired, RuleBits& undecided) const;

  const BranchEvaluator& branches_;
  const Interpreter& interpreter_;
  UnknownInputs unknown_;
  MachineCode code_;
};

}  // namespace decorum::eval
