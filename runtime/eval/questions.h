/// What conditions ask of single slots: what branches and native code are made from.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "runtime/eval/branches.h"
#include "runtime/eval/evaluator.h"
#include "runtime/plan/operations.h"
#include "runtime/plan/plan.h"

namespace decorum::eval {

struct Question {
  Test test;                                        ///< its ways are not set
  std::optional<bool> when_missing = std::nullopt;  ///< what holds where the slot is missing
};

/// Reads the conditions of a plan, which outlives it.
class Questions {
 public:
  explicit Questions(const plan::Plan& plan);

  /// What a node asks of one slot; of the interpreter where it is not as simple (`kNode`).
  Question of(plan::NodeId id) const;

  /// Whether an And, Or or Not is written out, in the place of being asked for as a whole.
  bool isWrittenOut(plan::NodeId id) const;

  std::span<const plan::NodeId> operandsOf(const plan::Node& node) const {
    return {plan_.operands.data() + node.first_operand, node.operand_count};
  }
  std::vector<plan::NodeId> cheapestFirst(const plan::Node& node) const;

 private:
  /// A slot, and what stands for it where it is missing.
  struct Input {
    plan::SlotId slot = plan::kNone;
    std::optional<Cell> otherwise;
  };
  struct Measured {
    std::uint32_t users = 0;
    std::uint32_t tests = 1;  ///< when written out
    std::uint32_t depth = 1;
    std::uint32_t cost = 0;
  };

  void countUsers();
  void measure(plan::NodeId id);
  std::uint32_t costOf(plan::NodeId id) const;
  plan::NodeId operand(const plan::Node& node, std::size_t i) const {
    return plan_.operands[node.first_operand + i];
  }
  bool isConst(plan::NodeId id) const { return plan::isConst(plan_.nodes[id].op); }
  Cell cell(plan::NodeId constant) const;
  /// A load, or one with a constant default.
  std::optional<Input> inputOf(plan::NodeId id) const;
  Question ofInput(plan::NodeId id, const std::optional<Input>& input, Test test) const;
  /// `turned` is what `constant OP slot` says of the slot.
  Question ofComparison(plan::NodeId id, Test::Kind kind, Test::Kind turned,
                        std::optional<Test::Kind> of_slots) const;
  Test inSet(std::uint64_t index) const;

  const plan::Plan& plan_;
  std::vector<Measured> of_;
};

}  // namespace decorum::eval
