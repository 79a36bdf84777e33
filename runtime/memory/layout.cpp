#include "runtime/memory/layout.h"

#include "runtime/memory/operators.h"

namespace decorum::memory {
namespace {

constexpr std::uint32_t kValueBytes = 9;  // a cell and its state
constexpr std::uint32_t kRuleBytes = 17;
constexpr std::uint32_t kClockBytes = plan::kClocks * 20 + 24;

bool isKept(const plan::Slot& slot) {
  return slot.kind <= plan::SlotKind::kHitQuantifier && slot.kind != plan::SlotKind::kCurrentTool &&
         slot.kind != plan::SlotKind::kTruncated && slot.rep != plan::Rep::kText &&
         slot.rep != plan::Rep::kList;
}

}  // namespace

Layout layoutOf(const plan::Plan& plan) {
  Layout layout;
  for (const plan::Operator& op : plan.memory) {
    LayoutEntry entry;
    if (op.source != plan::kNone) {
      entry.what = plan.sources[op.source].text;
      entry.at = plan.sources[op.source].place;
    }
    if (op.kind == plan::OperatorKind::kCallKey) {
      entry.what = "calls of " + plan.tools[op.ref].name + " that have no result yet";
    }
    if (op.kind == plan::OperatorKind::kJoined) {
      entry.what = plan.matchers[op.ref].detector + " joining last " + std::to_string(op.window) +
                   " user turns";
    }
    entry.offset = layout.operator_bytes;
    entry.bytes = static_cast<std::uint32_t>(stateBytes(op));
    entry.identity = op.identity;
    layout.operator_bytes += entry.bytes;
    layout.operators.push_back(std::move(entry));
  }
  for (const plan::Slot& slot : plan.slots) layout.values += isKept(slot) ? 1 : 0;
  for (const plan::Rule& rule : plan.rules) {
    const bool remembers =
        rule.frequency != plan::Frequency::kAlways || rule.kind == RuleKind::kRetry;
    layout.rules += remembers ? 1 : 0;
  }
  layout.value_bytes = layout.values * kValueBytes;
  layout.rule_bytes = layout.rules * kRuleBytes;
  layout.clock_bytes = kClockBytes;
  return layout;
}

}  // namespace decorum::memory
