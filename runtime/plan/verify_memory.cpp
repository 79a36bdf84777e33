// Operators of memory: what they read, what they keep, where their value goes.

#include <algorithm>

#include "runtime/plan/verifier.h"
#include "runtime/text/joined.h"

namespace decorum::plan {
namespace {

constexpr std::int64_t kMostWindowMs = std::int64_t{1} << 50;
constexpr std::uint32_t kMostKept = 1u << 20;

bool isAggregate(OperatorKind kind) {
  return kind == OperatorKind::kMin || kind == OperatorKind::kMax || kind == OperatorKind::kAvg ||
         kind == OperatorKind::kSum;
}

/// Whether a window of this kind of operator may count by `unit`.
bool mayCountBy(OperatorKind kind, Unit unit) {
  switch (kind) {
    case OperatorKind::kEveryOf:
    case OperatorKind::kRepeats:
    case OperatorKind::kNearlyRepeats:
    case OperatorKind::kJoined:
      return unit == Unit::kTicks;
    case OperatorKind::kThen:
      return unit == Unit::kTurns || unit == Unit::kTime;
    case OperatorKind::kFor:
      return unit == Unit::kTicks || unit == Unit::kTime;
    case OperatorKind::kInLast:
    case OperatorKind::kCount:
      return unit != Unit::kTurns;
    default:
      return isAggregate(kind) ? unit == Unit::kTicks || unit == Unit::kTime : unit == Unit::kWhole;
  }
}

bool keepsEntries(const Operator& op) {
  switch (op.kind) {
    case OperatorKind::kRepeats:
    case OperatorKind::kNearlyRepeats:
    case OperatorKind::kCallKey:
      return true;
    case OperatorKind::kCount:
      return op.unit != Unit::kWhole;
    default:
      return isAggregate(op.kind);
  }
}

}  // namespace

std::vector<std::uint32_t> Verifier::memoryDepths() const {
  std::vector<std::uint32_t> depths(plan_.nodes.size());
  for (NodeId id = 0; id < plan_.nodes.size(); ++id) {
    const Node& node = plan_.nodes[id];
    std::uint32_t depth = 0;
    for (const NodeId operand : operandsOf(node)) depth = std::max(depth, depths[operand]);
    if (isQuantifier(node.op)) {
      depth = std::max(depth, depths[plan_.quantifiers[node.payload].body]);
    }
    if (isLoad(node.op) && plan_.slots[node.payload].kind == SlotKind::kMemory) {
      depth = std::max(depth, plan_.slots[node.payload].ref + 1);
    }
    depths[id] = depth;
  }
  return depths;
}

bool Verifier::memory() {
  const std::vector<std::uint32_t> depths = memoryDepths();
  std::vector<bool> has_operator(plan_.slots.size());
  for (std::uint32_t i = 0; i < plan_.memory.size(); ++i) {
    const Operator& op = plan_.memory[i];
    if (!operatorInputs(i, op) || !operatorShape(i, op) || !operatorWindow(i, op)) return false;
    for (const NodeId node : {op.operand, op.second, op.key, op.read_key}) {
      if (node != kNone && depths[node] > i) return refuse("operator {} reads a later one", i);
    }
    has_operator[op.slot] = true;
  }
  for (NodeId id = 0; id < plan_.nodes.size(); ++id) {
    const Node& node = plan_.nodes[id];
    if (!isLoad(node.op) || plan_.slots[node.payload].kind != SlotKind::kMemory) continue;
    const Operator& op = plan_.memory[plan_.slots[node.payload].ref];
    for (const NodeId input : {op.operand, op.second, op.key, op.read_key}) {
      if (input != kNone && input >= id) return refuse("node {} reads what comes later", id);
    }
  }
  for (SlotId id = 0; id < plan_.slots.size(); ++id) {
    const Slot& slot = plan_.slots[id];
    if (slot.kind == SlotKind::kMemory && !has_operator[id]) {
      return refuse("slot {} is of no operator", id);
    }
    // Hits are looked at before anything is remembered.
    if (slot.kind == SlotKind::kHitQuantifier && depths[plan_.quantifiers[slot.ref].body] > 0) {
      return refuse("slot {}: what is asked of hits reads the memory", id);
    }
  }
  return true;
}

bool Verifier::operatorInputs(std::uint32_t index, const Operator& op) {
  if (static_cast<std::size_t>(op.kind) >= kOperatorCount) {
    return refuse("operator {}: there is no such kind", index);
  }
  for (const NodeId node : {op.operand, op.second, op.key, op.read_key}) {
    if (node == kNone) continue;
    if (node >= plan_.nodes.size() || plan_.nodes[node].in_body) {
      return refuse("operator {}: node {} is no operand", index, node);
    }
    if (info(plan_.nodes[node].op).result == Rep::kList) {
      return refuse("operator {}: a list is no operand", index);
    }
  }
  const OperatorInfo& kind = info(op.kind);
  const auto fits = [&](NodeId node, std::string_view letter) {
    if (letter.empty()) return node == kNone;
    if (node == kNone) return false;
    const Rep rep = info(plan_.nodes[node].op).result;
    return letter == "B" ? rep == Rep::kBool
                         : rep != Rep::kText || op.kind == OperatorKind::kCallKey;
  };
  if (!fits(op.operand, kind.first) || !fits(op.second, kind.second)) {
    return refuse("operator {} ({}): its operands do not fit", index, kind.word);
  }
  if ((op.key == kNone) != (op.read_key == kNone)) {
    return refuse("operator {}: a key for one side alone", index);
  }
  return true;
}

bool Verifier::operatorShape(std::uint32_t index, const Operator& op) {
  const OperatorInfo& kind = info(op.kind);
  if (op.clock >= kClocks || op.second_clock >= kClocks) {
    return refuse("operator {}: no such clock", index);
  }
  if (op.slot >= plan_.slots.size() || plan_.slots[op.slot].kind != SlotKind::kMemory ||
      plan_.slots[op.slot].ref != index) {
    return refuse("operator {}: slot {} is not its own", index, op.slot);
  }
  Rep rep = repOfLetter(kind.value);
  if (kind.value == '=') rep = info(plan_.nodes[op.operand].op).result;
  if (plan_.slots[op.slot].rep != rep) {
    return refuse("operator {} ({}): its slot holds {}", index, kind.word,
                  name(plan_.slots[op.slot].rep));
  }
  if (isAggregate(op.kind)) {
    const Rep values = info(plan_.nodes[op.operand].op).result;
    if (values != Rep::kInt && values != Rep::kNumber) {
      return refuse("operator {} ({}): not over numbers", index, kind.word);
    }
  }
  if (op.kind == OperatorKind::kFlagged && op.ref >= plan_.strings.size()) {
    return refuse("operator {}: no such flag", index);
  }
  if (op.kind == OperatorKind::kCallKey && op.ref >= plan_.tools.size()) {
    return refuse("operator {}: no such tool", index);
  }
  if (op.kind == OperatorKind::kJoined && !joins(op)) {
    return refuse("operator {}: its matcher joins no texts of the person", index);
  }
  return source(op.source);
}

bool Verifier::joins(const Operator& op) const {
  if (op.ref >= plan_.matchers.size() || op.clock != static_cast<std::uint8_t>(EventKind::kUser)) {
    return false;
  }
  const text::Matcher& matcher = plan_.matchers[op.ref];
  return matcher.kind == text::MatcherKind::kDetector && text::isJoinable(matcher.detector) &&
         op.window == matcher.joining && op.window >= 2 && op.window <= text::kMostJoined &&
         op.keep + 1 == op.window;
}

bool Verifier::operatorWindow(std::uint32_t index, const Operator& op) {
  const std::string_view word = info(op.kind).word;
  if (static_cast<unsigned>(op.unit) > static_cast<unsigned>(Unit::kTime) ||
      !mayCountBy(op.kind, op.unit)) {
    return refuse("operator {} ({}): its window counts something else", index, word);
  }
  if (op.unit != Unit::kWhole && (op.window < 1 || op.window > kMostWindowMs)) {
    return refuse("operator {} ({}): a window of {}", index, word, op.window);
  }
  // At 0 ticks or more it always is: a question that was settled when the policy was compiled.
  const bool too_many =
      op.kind == OperatorKind::kInLast && op.unit != Unit::kWhole && op.keep > kMostKept;
  if (too_many || (keepsEntries(op) && (op.keep < 1 || op.keep > kMostKept))) {
    return refuse("operator {} ({}): keeps {}", index, word, op.keep);
  }
  return true;
}

}  // namespace decorum::plan
