#include "runtime/engine/memory_index.h"

#include <algorithm>
#include <set>

#include "runtime/eval/triggers.h"
#include "runtime/memory/operators.h"
#include "runtime/plan/operations.h"

namespace decorum::engine {
namespace {

using plan::kNone;
using plan::NodeId;
using plan::Operator;
using plan::OperatorKind;
using plan::Plan;
using plan::SlotId;
using plan::SlotKind;

/// Whether a tick at which the first (second) operand does not hold leaves the state as it is, so
/// long as it is empty.
bool sleepsWhileFalse(const Operator& op) {
  switch (op.kind) {
    case OperatorKind::kEver:
    case OperatorKind::kPreviously:
    case OperatorKind::kInLast:
    case OperatorKind::kCount:
    case OperatorKind::kTimeSince:
    case OperatorKind::kTurnsSince:
    case OperatorKind::kFor:
      return true;
    // `every of last` counts ticks only while there are runs, `since` only after its F, and a pair
    // needs an E first.
    case OperatorKind::kEveryOf:
      return op.key == kNone;
    default:
      return false;
  }
}

/// By operator: whether it says false, 0 or missing before anything was kept. Aggregates over
/// nothing are what their operand is then.
std::vector<bool> zeroAtRest(const Plan& plan) {
  std::vector<bool> at_rest;
  for (const Operator& op : plan.memory) {
    const memory::Reading reading = memory::readNothing(op);
    at_rest.push_back(reading.kind == memory::Reading::Kind::kMissing ||
                      (reading.kind == memory::Reading::Kind::kKnown && reading.bits == 0));
  }
  return at_rest;
}

/// Slots that a node reads, of operands of operators too.
void collectTextSlots(const Plan& plan, NodeId root, std::set<NodeId>& seen,
                      std::set<SlotId>& slots) {
  if (root == kNone || !seen.insert(root).second) return;
  const plan::Node& node = plan.nodes[root];
  for (std::uint32_t i = 0; i < node.operand_count; ++i) {
    collectTextSlots(plan, plan.operands[node.first_operand + i], seen, slots);
  }
  if (!plan::isLoad(node.op)) return;
  const plan::Slot& slot = plan.slots[node.payload];
  if (slot.kind == SlotKind::kMemory) {
    const Operator& op = plan.memory[slot.ref];
    collectTextSlots(plan, op.operand, seen, slots);
    collectTextSlots(plan, op.second, seen, slots);
    return;
  }
  slots.insert(static_cast<SlotId>(node.payload));
}

}  // namespace

SlotIndex::SlotIndex(const std::vector<std::vector<std::uint32_t>>& by_slot) {
  for (const auto& some : by_slot) {
    all_.insert(all_.end(), some.begin(), some.end());
    first_.push_back(static_cast<std::uint32_t>(all_.size()));
  }
}

RuleIndex::RuleIndex(const Plan& plan) {
  const auto triggers = eval::triggers(plan, zeroAtRest(plan));
  for (eval::RuleBits& bits : always) bits.clear(eval::ruleWords(plan));
  std::vector<std::vector<std::uint32_t>> by_slot(plan.slots.size());
  for (std::uint32_t rule = 0; rule < plan.rules.size(); ++rule) {
    const NodeId guard = plan.rules[rule].guard;
    if (guard != kNone && triggers[guard]) {
      for (const SlotId slot : *triggers[guard]) by_slot[slot].push_back(rule);
      continue;
    }
    for (std::size_t kind = 0; kind < kEventKinds; ++kind) {
      if ((plan.rules[rule].on >> kind & 1) != 0) always[kind].add(rule);
    }
  }
  woken = SlotIndex(by_slot);
}

MemoryIndex::MemoryIndex(const Plan& plan) {
  for (const Operator& op : plan.memory) {
    offsets.push_back(bytes);
    bytes += static_cast<std::uint32_t>(memory::stateBytes(op));
  }
  for (OperatorBits& bits : always) bits.assign(words(), 0);
  const auto triggers = eval::triggers(plan, zeroAtRest(plan));
  std::vector<std::vector<std::uint32_t>> by_slot(plan.slots.size());
  for (std::uint32_t i = 0; i < plan.memory.size(); ++i) {
    const Operator& op = plan.memory[i];
    std::set<NodeId> seen;
    std::set<SlotId> slots;
    collectTextSlots(plan, op.operand, seen, slots);
    collectTextSlots(plan, op.second, seen, slots);
    text_slots.emplace_back(slots.begin(), slots.end());
    if (op.kind == OperatorKind::kFlagged) {
      flags.push_back(i);
      continue;
    }
    if (op.kind == OperatorKind::kJoined) {  // looked at with the text, before all others
      joins.push_back(i);
      continue;
    }
    if (sleepsWhileFalse(op) && triggers[op.operand]) {
      for (const SlotId slot : *triggers[op.operand]) by_slot[slot].push_back(i);
      continue;
    }
    for (std::size_t kind = 0; kind < kEventKinds; ++kind) {
      const auto event = static_cast<EventKind>(kind);
      const bool calls = op.kind == OperatorKind::kCallKey &&
                         (event == EventKind::kToolCall || event == EventKind::kToolResult);
      const bool due =
          ticks(op.clock, event) || (op.second != kNone && ticks(op.second_clock, event));
      if (calls || due) add(always[kind], i);
    }
  }
  woken = SlotIndex(by_slot);
  for (SlotId slot = 0; slot < plan.slots.size(); ++slot) {
    const SlotKind kind = plan.slots[slot].kind;
    if (kind == SlotKind::kTextHash || kind == SlotKind::kSimilarity) text_hashes.push_back(slot);
    if (kind == SlotKind::kSalt) salts.push_back(slot);
  }
}

}  // namespace decorum::engine
