#include "runtime/eval/questions.h"

#include <algorithm>

#include "runtime/plan/operations.h"

namespace decorum::eval {

using plan::kNone;
using plan::Node;
using plan::NodeId;
using plan::Op;
using plan::Plan;
using plan::SlotId;
using Kind = Test::Kind;

namespace {

/// A condition that several use is written out for each of them, as long as it is small: beyond so
/// many tests the interpreter computes it once for all.
constexpr std::uint32_t kMostCopied = 8;
/// Conditions that nest deeper are left to the interpreter, which has a stack of its own.
constexpr std::uint32_t kMostDepth = 200;
constexpr std::uint32_t kNodeCost = 50;

bool joins(Op op) { return op == Op::kNot || op == Op::kAnd || op == Op::kOr; }

std::uint32_t costOfTest(Kind kind) {
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

Question ofNode(NodeId id) { return {{.kind = Kind::kNode, .other = id}}; }

std::uint32_t atMostAMillion(std::uint64_t count) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(count, 1'000'000));
}

}  // namespace

Questions::Questions(const Plan& plan) : plan_(plan), of_(plan.nodes.size()) {
  countUsers();
  for (NodeId id = 0; id < plan.nodes.size(); ++id) measure(id);
}

void Questions::countUsers() {
  for (const Node& node : plan_.nodes) {
    for (const NodeId operand : operandsOf(node)) ++of_[operand].users;
  }
  for (const plan::Rule& rule : plan_.rules) {
    if (rule.guard != kNone) ++of_[rule.guard].users;
  }
}

/// Operands stand before their users.
void Questions::measure(NodeId id) {
  const Node& node = plan_.nodes[id];
  Measured& is = of_[id];
  if (!joins(node.op)) {
    is.cost = costOfTest(of(id).test.kind);
    return;
  }
  std::uint64_t tests = 0;
  std::uint64_t cost = 0;
  for (const NodeId operand : operandsOf(node)) {
    tests += isWrittenOut(operand) ? of_[operand].tests : 1;
    cost += costOf(operand);
    is.depth = std::max(is.depth, of_[operand].depth + 1);
  }
  is.tests = atMostAMillion(tests);
  is.cost = atMostAMillion(cost);
}

bool Questions::isWrittenOut(NodeId id) const {
  const Measured& is = of_[id];
  return is.depth <= kMostDepth && (is.users <= 1 || is.tests <= kMostCopied);
}

std::uint32_t Questions::costOf(NodeId id) const {
  return isWrittenOut(id) ? of_[id].cost : kNodeCost;
}

std::vector<NodeId> Questions::cheapestFirst(const Node& node) const {
  const auto operands = operandsOf(node);
  std::vector<NodeId> ordered(operands.begin(), operands.end());
  std::stable_sort(ordered.begin(), ordered.end(),
                   [&](NodeId a, NodeId b) { return costOf(a) < costOf(b); });
  return ordered;
}

Cell Questions::cell(NodeId constant) const {
  return {.integer = static_cast<std::int64_t>(plan_.nodes[constant].payload)};
}

std::optional<Questions::Input> Questions::inputOf(NodeId id) const {
  const Node& node = plan_.nodes[id];
  if (plan::isLoad(node.op)) return Input{static_cast<SlotId>(node.payload), {}};
  const bool defaults =
      node.op == Op::kDefaultBool || node.op == Op::kDefaultInt || node.op == Op::kDefaultNumber;
  if (!defaults || !isConst(operand(node, 1))) return std::nullopt;
  auto input = inputOf(operand(node, 0));
  if (input && !input->otherwise) input->otherwise = cell(operand(node, 1));
  return input;
}

Question Questions::of(NodeId id) const {
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

Question Questions::ofInput(NodeId id, const std::optional<Input>& input, Test test) const {
  if (!input) return ofNode(id);
  test.slot = input->slot;
  Question question{test};
  if (input->otherwise) question.when_missing = holds(test, *input->otherwise, plan_);
  return question;
}

Question Questions::ofComparison(NodeId id, Kind kind, Kind turned,
                                 std::optional<Kind> of_slots) const {
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

Test Questions::inSet(std::uint64_t index) const {
  const std::vector<std::int64_t>& set = plan_.int_sets[index];
  Test test{.kind = Kind::kInSet, .other = static_cast<std::uint32_t>(index)};
  if (set.empty() || set.front() < 0 || set.back() > 63) return test;
  test.kind = Kind::kInMask;
  for (const std::int64_t member : set) test.constant |= std::uint64_t{1} << member;
  return test;
}

}  // namespace decorum::eval
