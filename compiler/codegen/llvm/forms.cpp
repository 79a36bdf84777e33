#include "compiler/codegen/llvm/forms.h"

#include <algorithm>

#include "runtime/eval/triggers.h"

namespace decorum::codegen {
namespace {

using plan::NodeId;
using plan::Op;
using plan::Plan;
using plan::SlotId;
using Kind = eval::Test::Kind;

/// A rule that waits for one of more things is not worth asking for them first.
constexpr std::size_t kMostWaitedFor = 4;

struct Reader {
  const Plan& plan;
  const eval::Questions& questions;

  bool joins(NodeId id) const {
    const Op op = plan.nodes[id].op;
    return (op == Op::kAnd || op == Op::kOr || op == Op::kNot) && questions.isWrittenOut(id);
  }

  bool needsBranches(NodeId id) const {
    const plan::Node& node = plan.nodes[id];
    if (joins(id)) {
      const auto operands = questions.operandsOf(node);
      return std::any_of(operands.begin(), operands.end(),
                         [&](NodeId operand) { return needsBranches(operand); });
    }
    if (node.op == Op::kConstBool) return false;
    const eval::Test test = questions.of(id).test;
    if (test.kind == Kind::kNode) return true;
    std::uint64_t mask = 0;
    return test.kind == Kind::kInSet &&
           beyondMask(plan.int_sets[test.other], mask).size() > kFewMembers;
  }

  /// Nothing where the condition may hold though all is at rest, or for too many slots.
  std::vector<SlotId> waitsFor(NodeId id) const {
    const plan::Node& node = plan.nodes[id];
    if (!joins(id)) {
      const eval::Question question = questions.of(id);
      const SlotId slot = question.test.slot;
      const bool waits = question.test.kind == Kind::kBool && !question.when_missing &&
                         eval::rests(plan.slots[slot].kind);
      return waits ? std::vector{slot} : std::vector<SlotId>();
    }
    if (node.op == Op::kAnd) return leastOf(questions.operandsOf(node));
    return node.op == Op::kOr ? allOf(questions.operandsOf(node)) : std::vector<SlotId>();
  }

  std::vector<SlotId> leastOf(std::span<const NodeId> operands) const {
    std::vector<SlotId> least;
    for (const NodeId operand : operands) {
      const std::vector<SlotId> slots = waitsFor(operand);
      if (!slots.empty() && (least.empty() || slots.size() < least.size())) least = slots;
    }
    return least;
  }

  std::vector<SlotId> allOf(std::span<const NodeId> operands) const {
    std::vector<SlotId> all;
    for (const NodeId operand : operands) {
      const std::vector<SlotId> slots = waitsFor(operand);
      if (slots.empty()) return {};
      all.insert(all.end(), slots.begin(), slots.end());
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all.size() <= kMostWaitedFor ? all : std::vector<SlotId>();
  }
};

}  // namespace

Form formOf(NodeId guard, const Plan& plan, const eval::Questions& questions) {
  if (guard == plan::kNone) return {};
  const Reader reader{plan, questions};
  Form form;
  form.has_branches = reader.needsBranches(guard);
  if (!form.has_branches) form.waits_for = reader.waitsFor(guard);
  return form;
}

std::vector<std::int64_t> beyondMask(const std::vector<std::int64_t>& set, std::uint64_t& mask) {
  std::vector<std::int64_t> beyond;
  for (const std::int64_t member : set) {
    if (member < 0 || member > 63)
      beyond.push_back(member);
    else
      mask |= std::uint64_t{1} << member;
  }
  return beyond;
}

}  // namespace decorum::codegen
