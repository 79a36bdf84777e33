/// The interpreter with someone who looks on: what coverage and the failures of tests are made
/// from. A policy that nobody watches is evaluated by others and knows nothing of this.
#pragma once

#include <functional>

#include "runtime/eval/interpreter.h"

namespace decorum::eval {

/// Told of each event once its guards are decided, before anything is done about it. The record is
/// complete, and borrowed for the time of the call.
using Watcher = std::function<void(const Interpreter&, EventKind, RecordView)>;

/// Decides as the interpreter does. The watcher is called by whichever thread judges the event.
class Watched final : public Evaluator {
 public:
  Watched(const plan::Plan& plan, Watcher watcher)
      : interpreter_(plan), watcher_(std::move(watcher)) {}

  void evaluate(EventKind phase, RecordView record, Scratch& scratch, RuleBits& fired,
                RuleBits& undecided) const override {
    interpreter_.evaluate(phase, record, scratch, fired, undecided);
    watcher_(interpreter_, phase, record);
  }
  void evaluateDue(EventKind phase, const RuleBits& due, RecordView record, Scratch& scratch,
                   RuleBits& fired, RuleBits& undecided) const override {
    interpreter_.evaluateDue(phase, due, record, scratch, fired, undecided);
    watcher_(interpreter_, phase, record);
  }
  bool looksOn() const override { return true; }
  Value operand(plan::NodeId node, RecordView record, Scratch& scratch) const override {
    return interpreter_.operand(node, record, scratch);
  }

 private:
  Interpreter interpreter_;
  Watcher watcher_;
};

}  // namespace decorum::eval
