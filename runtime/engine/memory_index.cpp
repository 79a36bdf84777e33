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

MemoryIndex::MemoryIndex(const Plan& plan) {
  std::vector<bool> at_rest;
  for (const Operator& op : plan.memory) {
    offsets.push_back(bytes);
    bytes += static_cast<std::uint32_t>(memory::stateBytes(op));
    // Aggregates over nothing are what their operand is then; all others say false, 0 or missing.
    const bool aggregate = op.kind >= OperatorKind::kMin && op.kind <= OperatorKind::kSum;
    at_rest.push_back(!aggregate);
    slots_of_memory.push_back(op.slot);
  }
  for (OperatorBits& bits : always) bits.assign(words(), 0);
  const auto triggers = eval::triggers(plan, at_rest);
  std::vector<std::vector<std::uint32_t>> woken(plan.slots.size());
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
    if (sleepsWhileFalse(op) && triggers[op.operand]) {
      for (const SlotId slot : *triggers[op.operand]) woken[slot].push_back(i);
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
  for (const auto& operators : woken) {
    first_woken_.push_back(static_cast<std::uint32_t>(woken_.size()));
    woken_.insert(woken_.end(), operators.begin(), operators.end());
  }
  first_woken_.push_back(static_cast<std::uint32_t>(woken_.size()));
  for (SlotId slot = 0; slot < plan.slots.size(); ++slot) {
    const SlotKind kind = plan.slots[slot].kind;
    if (kind == SlotKind::kTextHash || kind == SlotKind::kSimilarity) text_hashes.push_back(slot);
    if (kind == SlotKind::kSalt) salts.push_back(slot);
  }
}

std::span<const std::uint32_t> MemoryIndex::wokenBy(SlotId slot) const {
  return std::span(woken_).subspan(first_woken_[slot], first_woken_[slot + 1] - first_woken_[slot]);
}

}  // namespace decorum::engine
