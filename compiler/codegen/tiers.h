/// Branches at first, native code as soon as there is some.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

#include "compiler/codegen/jit.h"
#include "decorum/compile.h"
#include "runtime/eval/branch_evaluator.h"

namespace decorum::codegen {

/// Makes native code, as `compileNative` does.
using CodeMaker = std::function<Result<Native, std::string>(const std::stop_token&)>;

/// Whoever asks `now` for the whole of an event has one evaluator for all of it: the change takes
/// place between events.
class Tiers final : public eval::Evaluator {
 public:
  /// Borrows `branches`. `problem` is why code will not be kept, where that is known already.
  Tiers(const eval::BranchEvaluator& branches, CodeMaker maker, std::string problem = "")
      : maker_(std::move(maker)),
        now_(&branches),
        code_{NativeCode::State::kBeingMade, std::move(problem)} {}
  Tiers(const Tiers&) = delete;
  Tiers& operator=(const Tiers&) = delete;
  /// Waits for a thread that makes code to stop, which takes a second or so.
  ~Tiers() override = default;

  /// Makes native code here, or on a thread of its own. One of the two, once.
  void make();
  void makeBeside();

  NativeCode code() const;
  /// Once nothing is being made any more.
  NativeCode awaitCode() const;

  const eval::Evaluator& now() const override { return *now_.load(std::memory_order_acquire); }
  void evaluate(EventKind phase, eval::RecordView record, eval::Scratch& scratch,
                eval::RuleBits& fired, eval::RuleBits& undecided) const override {
    now().evaluate(phase, record, scratch, fired, undecided);
  }
  void evaluateDue(EventKind phase, const eval::RuleBits& due, eval::RecordView record,
                   eval::Scratch& scratch, eval::RuleBits& fired,
                   eval::RuleBits& undecided) const override {
    now().evaluateDue(phase, due, record, scratch, fired, undecided);
  }
  eval::Value operand(plan::NodeId node, eval::RecordView record,
                      eval::Scratch& scratch) const override {
    return now().operand(node, record, scratch);
  }

 private:
  void make(const std::stop_token& stop);
  void settle(NativeCode code);

  CodeMaker maker_;
  std::unique_ptr<eval::Evaluator> native_;
  std::atomic<const eval::Evaluator*> now_;  ///< the branches, then `native_`
  mutable std::mutex mutex_;
  mutable std::condition_variable settled_;
  NativeCode code_;      ///< under `mutex_`
  std::jthread beside_;  ///< ends before what it uses
};

}  // namespace decorum::codegen
