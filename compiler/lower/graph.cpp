#include "compiler/lower/graph.h"

#include <algorithm>
#include <bit>
#include <optional>

#include "runtime/base/assert.h"
#include "runtime/plan/operations.h"

namespace decorum::lowering {

using plan::kNone;
using plan::NodeId;
using plan::Op;
using plan::Rep;

namespace {

bool isDefault(Op op) {
  return op == Op::kDefaultBool || op == Op::kDefaultInt || op == Op::kDefaultNumber ||
         op == Op::kDefaultText;
}

/// The result of an operation on known integers; empty where it is left to run time.
std::optional<std::int64_t> foldInt(Op op, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  bool overflow = false;
  switch (op) {
    case Op::kEqBool:
    case Op::kEqInt:
      return a == b;
    case Op::kLtInt:
      return a < b;
    case Op::kLeInt:
      return a <= b;
    case Op::kAddInt:
      overflow = __builtin_add_overflow(a, b, &result);
      break;
    case Op::kSubInt:
      overflow = __builtin_sub_overflow(a, b, &result);
      break;
    case Op::kMulInt:
      overflow = __builtin_mul_overflow(a, b, &result);
      break;
    default:
      return std::nullopt;
  }
  return overflow ? std::nullopt : std::optional(result);
}

std::optional<bool> foldComparison(Op op, double a, double b) {
  switch (op) {
    case Op::kEqNumber:
      return a == b;
    case Op::kNeNumber:
      return a < b || a > b;  // false with NaN, as all comparisons
    case Op::kLtNumber:
      return a < b;
    case Op::kLeNumber:
      return a <= b;
    default:
      return std::nullopt;
  }
}

template <class T>
void makeSet(std::vector<T>& members) {
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
}

/// The index of `members` in `sets`, added if it is not there.
template <class T>
std::uint64_t setIndex(std::vector<std::vector<T>>& sets, std::vector<T> members) {
  auto at = std::find(sets.begin(), sets.end(), members);
  if (at == sets.end()) at = sets.insert(at, std::move(members));
  return static_cast<std::uint64_t>(at - sets.begin());
}

}  // namespace

NodeId Graph::constant(bool value) { return intern(Op::kConstBool, {}, value ? 1 : 0); }
NodeId Graph::constant(std::int64_t value) {
  return intern(Op::kConstInt, {}, static_cast<std::uint64_t>(value));
}
NodeId Graph::constant(double value) {
  return intern(Op::kConstNumber, {}, std::bit_cast<std::uint64_t>(value));
}
NodeId Graph::constant(const std::string& value) {
  const auto [at, added] =
      strings_.try_emplace(value, static_cast<std::uint32_t>(plan_->strings.size()));
  if (added) plan_->strings.push_back(value);
  return intern(Op::kConstText, {}, at->second);
}

Rep Graph::rep(NodeId node) const { return plan::info(plan_->nodes[node].op).result; }

bool Graph::isConstant(NodeId node) const { return plan::isConst(plan_->nodes[node].op); }

bool Graph::isConstant(NodeId node, bool value) const {
  const auto& n = plan_->nodes[node];
  return n.op == Op::kConstBool && (n.payload != 0) == value;
}

std::int64_t Graph::constantInt(NodeId node) const {
  return static_cast<std::int64_t>(plan_->nodes[node].payload);
}
double Graph::constantNumber(NodeId node) const {
  return std::bit_cast<double>(plan_->nodes[node].payload);
}
const std::string& Graph::constantText(NodeId node) const {
  return plan_->strings[plan_->nodes[node].payload];
}

std::span<const NodeId> Graph::operands(NodeId node) const {
  const auto& n = plan_->nodes[node];
  return {plan_->operands.data() + n.first_operand, n.operand_count};
}

NodeId Graph::intern(Op op, std::vector<NodeId> operands, std::uint64_t payload) {
  const auto [at, added] =
      nodes_.try_emplace({op, payload, operands}, static_cast<NodeId>(plan_->nodes.size()));
  if (!added) return at->second;
  plan::Node node;
  node.op = op;
  node.payload = payload;
  node.first_operand = static_cast<std::uint32_t>(plan_->operands.size());
  node.operand_count = static_cast<std::uint32_t>(operands.size());
  node.in_body = plan::isIt(op) || std::any_of(operands.begin(), operands.end(),
                                               [&](NodeId id) { return plan_->nodes[id].in_body; });
  plan_->operands.insert(plan_->operands.end(), operands.begin(), operands.end());
  plan_->nodes.push_back(node);
  subjects_.push_back(subjects(at->second));
  return at->second;
}

NodeId Graph::junction(Op op, const std::vector<NodeId>& operands) {
  const bool decisive = op == Op::kOr;  // `true` decides an `or`, `false` an `and`
  std::vector<NodeId> kept;
  const auto keep = [&](NodeId id) {
    if (std::find(kept.begin(), kept.end(), id) == kept.end()) kept.push_back(id);
  };
  for (const NodeId id : operands) {
    if (isConstant(id, decisive)) return id;
    if (isConstant(id, !decisive)) continue;
    if (plan_->nodes[id].op == op) {
      for (const NodeId inner : this->operands(id)) keep(inner);
    } else {
      keep(id);
    }
  }
  if (kept.empty()) return constant(!decisive);
  if (kept.size() == 1) return kept[0];
  return intern(op, std::move(kept), 0);
}

NodeId Graph::make(Op op, std::vector<NodeId> operands, std::uint64_t payload) {
  if (op == Op::kAnd || op == Op::kOr) return junction(op, operands);
  const bool known = !operands.empty() && isConstant(operands[0]);
  if (op == Op::kNot) {
    if (known) return constant(isConstant(operands[0], false));
    if (plan_->nodes[operands[0]].op == Op::kNot) return this->operands(operands[0])[0];
  }
  if (op == Op::kKnown && known) return constant(true);
  if (isDefault(op) && known) return operands[0];
  if (op == Op::kToNumber && known) return constant(static_cast<double>(constantInt(operands[0])));
  if (op == Op::kNegNumber && known) return constant(-constantNumber(operands[0]));
  if (op == Op::kNegInt && known && constantInt(operands[0]) != INT64_MIN) {
    return constant(-constantInt(operands[0]));
  }
  if (operands.size() == 2 && known && isConstant(operands[1])) {
    if (op == Op::kEqText) return constant(operands[0] == operands[1]);
    if (rep(operands[0]) == Rep::kNumber) {
      const auto folded =
          foldComparison(op, constantNumber(operands[0]), constantNumber(operands[1]));
      if (folded) return constant(*folded);
    } else if (rep(operands[0]) != Rep::kText) {
      const auto folded = foldInt(op, constantInt(operands[0]), constantInt(operands[1]));
      if (folded)
        return plan::info(op).result == Rep::kBool ? constant(*folded != 0) : constant(*folded);
    }
  }
  return intern(op, std::move(operands), payload);
}

NodeId Graph::memberOf(NodeId value, std::vector<std::int64_t> members) {
  makeSet(members);
  if (members.empty()) return constant(false);
  if (isConstant(value)) {
    return constant(std::binary_search(members.begin(), members.end(), constantInt(value)));
  }
  return make(Op::kMemberInt, {value}, setIndex(plan_->int_sets, std::move(members)));
}

NodeId Graph::memberOf(NodeId value, std::vector<double> members) {
  makeSet(members);
  if (members.empty()) return constant(false);
  return make(Op::kMemberNumber, {value}, setIndex(plan_->number_sets, std::move(members)));
}

NodeId Graph::memberOf(NodeId value, std::vector<std::string> members) {
  makeSet(members);
  if (members.empty()) return constant(false);
  return make(Op::kMemberText, {value}, setIndex(plan_->text_sets, std::move(members)));
}

NodeId Graph::load(plan::SlotId slot) {
  switch (plan_->slots[slot].rep) {
    case Rep::kBool:
      return intern(Op::kLoadBool, {}, slot);
    case Rep::kInt:
      return intern(Op::kLoadInt, {}, slot);
    case Rep::kNumber:
      return intern(Op::kLoadNumber, {}, slot);
    case Rep::kText:
      return intern(Op::kLoadText, {}, slot);
    case Rep::kList:
      return intern(Op::kLoadList, {}, slot);
  }
  DECORUM_ASSERT(false, "a slot has a representation");
  return kNone;
}

plan::SlotId Graph::slot(const plan::Slot& slot) {
  const std::string name = slot.ref == kNone ? slot.name : std::string();
  const auto [at, added] = slots_.try_emplace({slot.kind, slot.subject, slot.ref, name},
                                              static_cast<plan::SlotId>(plan_->slots.size()));
  if (added) plan_->slots.push_back(slot);
  return at->second;
}

plan::SlotId Graph::remember(plan::Operator op, const std::string& name) {
  const OperatorKey key{op.kind, op.unit,     op.clock,  op.second_clock, op.operand, op.second,
                        op.key,  op.read_key, op.window, op.keep,         op.ref};
  const auto known = operators_.find(key);
  if (known != operators_.end()) return known->second;
  plan::Slot slot;
  slot.kind = plan::SlotKind::kMemory;
  const char value = plan::info(op.kind).value;
  slot.rep = value == '=' ? rep(op.operand) : plan::repOfLetter(value);
  slot.ref = static_cast<std::uint32_t>(plan_->memory.size());
  slot.optional = op.kind == plan::OperatorKind::kTimeSince ||
                  op.kind == plan::OperatorKind::kTurnsSince ||
                  op.kind == plan::OperatorKind::kLatest || op.kind == plan::OperatorKind::kCallKey;
  slot.name = name;
  op.slot = this->slot(slot);
  plan_->memory.push_back(op);
  operators_.emplace(key, op.slot);
  return op.slot;
}

namespace {

std::uint8_t bitOf(EventKind kind) {
  return static_cast<std::uint8_t>(1u << static_cast<unsigned>(kind));
}

constexpr std::uint8_t kLooksBack = 0x80;

std::uint8_t bitOfClock(std::uint8_t clock) {
  return clock == plan::kEveryEvent ? std::uint8_t{0} : bitOf(static_cast<EventKind>(clock));
}

}  // namespace

std::uint8_t Graph::subjects(NodeId id) const {
  const plan::Node& node = plan_->nodes[id];
  std::uint8_t all = 0;
  for (const NodeId operand : operands(id)) all |= subjects_[operand];
  if (plan::isQuantifier(node.op)) all |= subjects_[plan_->quantifiers[node.payload].body];
  if (!plan::isLoad(node.op)) return all;
  const plan::Slot& slot = plan_->slots[node.payload];
  switch (slot.kind) {
    case plan::SlotKind::kFact:
    case plan::SlotKind::kNow:
    case plan::SlotKind::kTimeOfDay:
    case plan::SlotKind::kWeekday:
    case plan::SlotKind::kWithinHours:
    case plan::SlotKind::kSalt:
      return all;
    case plan::SlotKind::kMemory: {
      const plan::Operator& op = plan_->memory[slot.ref];
      all |= kLooksBack;
      // A look-up speaks of what it is looked up by, everything else of what it remembers.
      if (op.kind == plan::OperatorKind::kLatest) return all | subjects_[op.read_key];
      if (op.operand == kNone) return all;
      all |= subjects_[op.operand] | bitOfClock(op.clock);
      return op.second == kNone ? all : all | subjects_[op.second];
    }
    case plan::SlotKind::kHitQuantifier:
      return all | bitOf(slot.subject) | subjects_[plan_->quantifiers[slot.ref].body];
    default:
      return all | bitOf(slot.subject);
  }
}

bool Graph::looksBack(NodeId node) const { return (subjects_[node] & kLooksBack) != 0; }

std::uint8_t Graph::clock(NodeId node) const {
  const std::uint8_t all = subjects_[node];
  for (std::uint8_t kind = plan::kEveryEvent; kind-- > 0;) {
    if (all >> kind & 1) return kind;
  }
  return plan::kEveryEvent;
}

plan::MatcherId Graph::matcher(const text::Matcher& matcher) {
  const std::string key =
      matcher.phrases.empty() ? matcher.pattern + '\n' + matcher.detector : matcher.phrases.front();
  auto& alike = matchers_[key];
  for (const auto id : alike) {
    if (plan_->matchers[id] == matcher) return id;
  }
  alike.push_back(static_cast<plan::MatcherId>(plan_->matchers.size()));
  plan_->matchers.push_back(matcher);
  return alike.back();
}

void Graph::scan(EventKind subject, plan::MatcherId matcher) {
  auto& scanned = plan_->scans[static_cast<std::size_t>(subject)];
  const auto at = std::lower_bound(scanned.begin(), scanned.end(), matcher);
  if (at == scanned.end() || *at != matcher) scanned.insert(at, matcher);
}

}  // namespace decorum::lowering
