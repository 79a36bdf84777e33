#include "runtime/eval/branches.h"

#include <algorithm>
#include <optional>
#include <span>

#include "runtime/plan/operations.h"

namespace decorum::eval {
namespace {

using plan::kNone;
using plan::Node;
using plan::NodeId;
using plan::Op;
using plan::Plan;
using Kind = Test::Kind;

/// A condition that several use is written out for each of them, as long as it is small: beyond so
/// many tests the interpreter computes it once for all.
constexpr std::uint32_t kMostCopied = 8;
/// Conditions that nest deeper are left to the interpreter, which has a stack of its own.
constexpr std::uint32_t kMostDepth = 200;
constexpr std::uint32_t kNodeCost = 50;

class Builder {
 public:
  Builder(const Plan& plan, Branches& made) : plan_(plan), made_(made), of_(plan.nodes.size()) {
    countUsers();
    for (NodeId id = 0; id < plan.nodes.size(); ++id) measure(id);
  }

  /// Writes the way of one condition; returns where it begins. Tests are written from the last to
  /// the first, so that each knows where it leads: numbers are turned round in `finish`.
  TestId write(NodeId id, TestId if_true, TestId if_false) {
    const Node& node = plan_.nodes[id];
    if (isWay(id)) {
      switch (node.op) {
        case Op::kNot:
          return write(operand(node, 0), if_false, if_true);
        case Op::kAnd:
          return writeAll(node, if_true, if_false, true);
        case Op::kOr:
          return writeAll(node, if_true, if_false, false);
        default:
          break;
      }
    }
    if (node.op == Op::kConstBool) return node.payload != 0 ? if_true : if_false;
    const Question question = questionOf(id);
    Test test = question.test;
    test.if_true = if_true;
    test.if_false = if_false;
    if (question.when_missing) test.if_missing = *question.when_missing ? if_true : if_false;
    made_.tests.push_back(test);
    return static_cast<TestId>(made_.tests.size() - 1);
  }

  void finish() {
    std::reverse(made_.tests.begin(), made_.tests.end());
    const auto last = static_cast<TestId>(made_.tests.size() - 1);
    const auto turn = [&](TestId& id) {
      if (!isEnd(id)) id = last - id;
    };
    for (Test& test : made_.tests) {
      turn(test.if_true);
      turn(test.if_false);
      turn(test.if_missing);
    }
    for (TestId& id : made_.guards) turn(id);
    for (TestId& id : made_.operands) turn(id);
  }

 private:
  struct Question {
    Test test;
    std::optional<bool> when_missing = std::nullopt;  ///< what holds where the slot is missing
  };
  /// A slot, and what stands for it where it is missing.
  struct Input {
    plan::SlotId slot = kNone;
    std::optional<Cell> otherwise;
  };
  struct Measured {
    std::uint32_t users = 0;
    std::uint32_t tests = 1;  ///< when written out
    std::uint32_t depth = 1;
    std::uint32_t cost = 0;
  };

  std::span<const NodeId> operandsOf(const Node& node) const {
    return {plan_.operands.data() + node.first_operand, node.operand_count};
  }
  NodeId operand(const Node& node, std::size_t i) const {
    return plan_.operands[node.first_operand + i];
  }
  static bool joins(Op op) { return op == Op::kNot || op == Op::kAnd || op == Op::kOr; }

  void countUsers() {
    for (const Node& node : plan_.nodes) {
      for (const NodeId operand : operandsOf(node)) ++of_[operand].users;
    }
    for (const plan::Rule& rule : plan_.rules) {
      if (rule.guard != kNone) ++of_[rule.guard].users;
    }
  }

  /// Operands stand before their users.
  void measure(NodeId id) {
    const Node& node = plan_.nodes[id];
    Measured& is = of_[id];
    if (!joins(node.op)) {
      is.cost = costOf(questionOf(id).test.kind);
      return;
    }
    std::uint64_t tests = 0;
    std::uint64_t cost = 0;
    for (const NodeId operand : operandsOf(node)) {
      const Measured& part = of_[operand];
      tests += isWay(operand) ? part.tests : 1;
      cost += isWay(operand) ? part.cost : kNodeCost;
      is.depth = std::max(is.depth, part.depth + 1);
    }
    is.tests = static_cast<std::uint32_t>(std::min<std::uint64_t>(tests, 1'000'000));
    is.cost = static_cast<std::uint32_t>(std::min<std::uint64_t>(cost, 1'000'000));
  }

  /// Whether a condition is written out, in the place of being asked for as a whole.
  bool isWay(NodeId id) const {
    const Measured& is = of_[id];
    return is.depth <= kMostDepth && (is.users <= 1 || is.tests <= kMostCopied);
  }

  static std::uint32_t costOf(Kind kind) {
    switch (kind) {
      case Kind::kBool:
      case Kind::kThere:
        return 1;
      case Kind::kInSet:
        return 4;
      case Kind::kNode:
        return kNodeCost;
      default:
        return 2;
    }
  }

  TestId writeAll(const Node& node, TestId if_true, TestId if_false, bool is_and) {
    const auto operands = operandsOf(node);
    std::vector<NodeId> ordered(operands.begin(), operands.end());
    std::stable_sort(ordered.begin(), ordered.end(), [&](NodeId a, NodeId b) {
      return (isWay(a) ? of_[a].cost : kNodeCost) < (isWay(b) ? of_[b].cost : kNodeCost);
    });
    TestId next = is_and ? if_true : if_false;
    for (std::size_t i = ordered.size(); i-- > 0;) {
      next = is_and ? write(ordered[i], next, if_false) : write(ordered[i], if_true, next);
    }
    return next;
  }

  bool isConst(NodeId id) const { return plan::isConst(plan_.nodes[id].op); }
  Cell cell(NodeId constant) const {
    return {.integer = static_cast<std::int64_t>(plan_.nodes[constant].payload)};
  }

  /// A load, or one with a constant default.
  std::optional<Input> inputOf(NodeId id) const {
    const Node& node = plan_.nodes[id];
    if (plan::isLoad(node.op)) return Input{static_cast<plan::SlotId>(node.payload), {}};
    const bool defaults =
        node.op == Op::kDefaultBool || node.op == Op::kDefaultInt || node.op == Op::kDefaultNumber;
    if (!defaults || !isConst(operand(node, 1))) return std::nullopt;
    auto input = inputOf(operand(node, 0));
    if (input && !input->otherwise) input->otherwise = cell(operand(node, 1));
    return input;
  }

  static Question ofNode(NodeId id) { return {{.kind = Kind::kNode, .other = id}}; }

  /// What a node asks of one slot; of the interpreter where it is not as simple.
  Question questionOf(NodeId id) const {
    const Node& node = plan_.nodes[id];
    if (node.in_body) return ofNode(id);
    switch (node.op) {
      case Op::kLoadBool:
      case Op::kDefaultBool:
        return ofInput(id, inputOf(id), {.kind = Kind::kBool});
      case Op::kKnown: {
        if (!plan::isLoad(plan_.nodes[operand(node, 0)].op)) return ofNode(id);
        Question question = ofInput(id, inputOf(operand(node, 0)), {.kind = Kind::kThere});
        question.when_missing = false;
        return question;
      }
      case Op::kEqInt:
        return ofComparison(id, Kind::kEqInt, Kind::kEqInt, Kind::kEqSlot);
      case Op::kLtInt:
        return ofComparison(id, Kind::kLtInt, Kind::kGtInt, Kind::kLtSlot);
      case Op::kLeInt:
        return ofComparison(id, Kind::kLeInt, Kind::kGeInt, Kind::kLeSlot);
      case Op::kEqNumber:
        return ofComparison(id, Kind::kEqNumber, Kind::kEqNumber, std::nullopt);
      case Op::kLtNumber:
        return ofComparison(id, Kind::kLtNumber, Kind::kGtNumber, std::nullopt);
      case Op::kLeNumber:
        return ofComparison(id, Kind::kLeNumber, Kind::kGeNumber, std::nullopt);
      case Op::kMemberInt:
        return ofInput(id, inputOf(operand(node, 0)), inSet(node.payload));
      default:
        return ofNode(id);
    }
  }

  Question ofInput(NodeId id, const std::optional<Input>& input, Test test) const {
    if (!input) return ofNode(id);
    test.slot = input->slot;
    Question question{test};
    if (input->otherwise) question.when_missing = holds(test, *input->otherwise, plan_);
    return question;
  }

  /// `turned` is what `constant OP slot` says of the slot.
  Question ofComparison(NodeId id, Kind kind, Kind turned, std::optional<Kind> of_slots) const {
    const Node& node = plan_.nodes[id];
    const NodeId a = operand(node, 0);
    const NodeId b = operand(node, 1);
    if (isConst(b)) {
      return ofInput(id, inputOf(a), {.kind = kind, .constant = plan_.nodes[b].payload});
    }
    if (isConst(a)) {
      return ofInput(id, inputOf(b), {.kind = turned, .constant = plan_.nodes[a].payload});
    }
    const auto left = inputOf(a);
    const auto right = inputOf(b);
    const bool plain = left && right && !left->otherwise && !right->otherwise;
    if (!plain || !of_slots) return ofNode(id);
    return {{.kind = *of_slots, .slot = left->slot, .other = right->slot}};
  }

  Test inSet(std::uint64_t index) const {
    const std::vector<std::int64_t>& set = plan_.int_sets[index];
    Test test{.kind = Kind::kInSet, .other = static_cast<std::uint32_t>(index)};
    if (set.empty() || set.front() < 0 || set.back() > 63) return test;
    test.kind = Kind::kInMask;
    for (const std::int64_t member : set) test.constant |= std::uint64_t{1} << member;
    return test;
  }

  const Plan& plan_;
  Branches& made_;
  std::vector<Measured> of_;
};

}  // namespace

Branches::Branches(const Plan& plan) : operands(plan.nodes.size(), kNone) {
  Builder builder(plan, *this);
  // The last rule is written first, so that rules stand in their order.
  guards.resize(plan.rules.size(), kHolds);
  for (std::size_t rule = plan.rules.size(); rule-- > 0;) {
    const NodeId guard = plan.rules[rule].guard;
    if (guard != kNone) guards[rule] = builder.write(guard, kHolds, kFails);
  }
  for (const plan::Operator& op : plan.memory) {
    for (const NodeId node : {op.operand, op.second}) {
      const bool is_condition =
          node != kNone && plan::info(plan.nodes[node].op).result == plan::Rep::kBool;
      if (!is_condition || operands[node] != kNone) continue;
      const TestId begin = builder.write(node, kHolds, kFails);
      if (!isEnd(begin)) operands[node] = begin;
    }
  }
  builder.finish();
}

}  // namespace decorum::eval
