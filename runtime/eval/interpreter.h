/// The interpreter: the meaning of a plan, written down. Every other way to evaluate one is held to
/// it on random plans.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "runtime/eval/evaluator.h"
#include "runtime/plan/plan.h"

namespace decorum::eval {

/// Borrows a plan, which must have passed `verify` and outlive it. Every node is computed at most
/// once a call, whoever asks for it, and operands that cannot change a result are computed all the
/// same: the order of evaluation is not observable.
class Interpreter final : public Evaluator {
 public:
  explicit Interpreter(const plan::Plan& plan);

  void evaluate(EventKind phase, RecordView record, Scratch& scratch, RuleBits& fired,
                RuleBits& undecided) const override;

  void evaluateDue(EventKind phase, const RuleBits& due, RecordView record, Scratch& scratch,
                   RuleBits& fired, RuleBits& undecided) const override;

  Value operand(plan::NodeId node, RecordView record, Scratch& scratch) const override {
    return value(node, record, {}, scratch);
  }

  /// The value of one node: a hole of a message, a condition, the `where` of a redaction (then `it`
  /// is the row of one hit). Nodes not `in_body` need no `it`.
  Value value(plan::NodeId node, RecordView record, Element it, Scratch& scratch) const;

  /// As `value`, with what the calls since the latest `value` on this scratch have computed: only
  /// where the record and `it` are the same.
  Value valueAgain(plan::NodeId node, RecordView record, Element it, Scratch& scratch) const;

  /// A quantifier over rows that are no slot: over the hits of its matchers in a text. The order of
  /// work for a record with `kHitQuantifier` slots is ascending by slot: a body may read those
  /// before it.
  Value quantify(std::uint32_t quantifier, const ListValue& rows, RecordView record,
                 Scratch& scratch) const;

  const plan::Plan& plan() const { return plan_; }

 private:
  struct Body {
    std::vector<plan::NodeId> nodes;   ///< under the body, depending on `it`; ascending
    std::vector<plan::NodeId> inputs;  ///< others that those read; computed once for all elements
  };
  static constexpr std::size_t kPhases = static_cast<std::size_t>(EventKind::kClose) + 1;

  Body makeBody(plan::NodeId body) const;
  std::vector<plan::NodeId> nodesOfPhase(std::size_t phase) const;
  void start(Scratch& scratch) const;
  void force(plan::NodeId node, RecordView record, Element it, Scratch& scratch) const;
  Value apply(const plan::Node& node, RecordView record, Element it, Scratch& scratch) const;
  Value applyQuantifier(std::uint32_t quantifier, const ListValue& rows, RecordView record,
                        Scratch& scratch) const;

  const plan::Plan& plan_;
  std::vector<Body> bodies_;  ///< by quantifier
  std::array<std::vector<std::uint32_t>, kPhases> rules_;
  std::array<std::vector<plan::NodeId>, kPhases> nodes_;  ///< what these rules need, ascending
};

}  // namespace decorum::eval
