#include "runtime/plan/identity.h"

#include <string>

#include "runtime/base/hash.h"
#include "runtime/plan/operations.h"
#include "runtime/plan/serialize.h"

namespace decorum::plan {
namespace {

constexpr std::uint64_t kKey = 0x6465636F72756D31;  // "decorum1"

/// Collects what an identity is made of, each part with its length.
class Parts {
 public:
  Parts& number(std::uint64_t value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    return *this;
  }
  Parts& text(std::string_view value) {
    number(value.size());
    bytes_.append(value);
    return *this;
  }
  std::uint64_t hash() const { return hash64(bytes_, kKey); }

 private:
  std::string bytes_;
};

class Identities {
 public:
  explicit Identities(const Plan& plan) : plan_(plan), nodes_(plan.nodes.size()) {
    // What an operator reads stands before what reads the operator, so one pass will do.
    for (NodeId id = 0; id < plan.nodes.size(); ++id) nodes_[id] = ofNode(plan.nodes[id]);
  }

  std::uint64_t ofOperator(const Operator& op) const {
    Parts parts;
    parts.text(info(op.kind).name).number(static_cast<std::uint64_t>(op.unit));
    parts.number(op.clock).number(op.second_clock);
    for (const NodeId node : {op.operand, op.second, op.key}) {
      parts.number(node == kNone ? 0 : nodes_[node]);
    }
    parts.number(static_cast<std::uint64_t>(op.window)).number(op.keep);
    if (op.kind == OperatorKind::kFlagged) parts.text(plan_.strings[op.ref]);
    if (op.kind == OperatorKind::kCallKey) parts.text(plan_.tools[op.ref].called);
    if (op.kind == OperatorKind::kJoined) parts.number(ofMatcher(op.ref));
    return parts.hash();
  }

  std::uint64_t ofSlot(const Slot& slot) const {
    Parts parts;
    parts.number(static_cast<std::uint64_t>(slot.kind))
        .number(static_cast<std::uint64_t>(slot.rep));
    switch (slot.kind) {
      case SlotKind::kMemory:
        parts.number(ofOperator(plan_.memory[slot.ref]));
        // Asked for by another key it says something else, from the same state.
        if (const NodeId key = plan_.memory[slot.ref].read_key; key != kNone) {
          parts.number(nodes_[key]);
        }
        break;
      case SlotKind::kFound:
      case SlotKind::kOccurrences:
      case SlotKind::kDistinct:
        parts.number(static_cast<std::uint64_t>(slot.subject)).number(ofMatcher(slot.ref));
        break;
      case SlotKind::kHitQuantifier:
        parts.number(static_cast<std::uint64_t>(slot.subject)).number(ofQuantifier(slot.ref));
        break;
      case SlotKind::kWithinHours:
        parts.text(bytesOf(plan_.hours[slot.ref]));
        break;
      default:
        parts.number(static_cast<std::uint64_t>(slot.subject)).text(slot.name);
        break;
    }
    return parts.hash();
  }

 private:
  std::uint64_t ofMatcher(MatcherId matcher) const {
    return matcherIdentity(plan_.matchers[matcher]);
  }

  std::uint64_t ofQuantifier(std::uint64_t index) const {
    const Quantifier& quantifier = plan_.quantifiers[index];
    Parts parts;
    parts.number(static_cast<std::uint64_t>(quantifier.kind)).number(nodes_[quantifier.body]);
    for (const MatcherId matcher : quantifier.matchers) parts.number(ofMatcher(matcher));
    return parts.hash();
  }

  std::uint64_t ofPayload(const Node& node) const {
    if (isLoad(node.op)) return ofSlot(plan_.slots[node.payload]);
    if (isQuantifier(node.op)) return ofQuantifier(node.payload);
    Parts parts;
    switch (node.op) {
      case Op::kConstText:
        return parts.text(plan_.strings[node.payload]).hash();
      case Op::kMemberInt:
        for (const auto member : plan_.int_sets[node.payload]) {
          parts.number(static_cast<std::uint64_t>(member));
        }
        return parts.hash();
      case Op::kMemberNumber:
        for (const double member : plan_.number_sets[node.payload]) {
          parts.number(__builtin_bit_cast(std::uint64_t, member));
        }
        return parts.hash();
      case Op::kMemberText:
        for (const auto& member : plan_.text_sets[node.payload]) parts.text(member);
        return parts.hash();
      default:
        return node.payload;
    }
  }

  std::uint64_t ofNode(const Node& node) const {
    Parts parts;
    parts.text(info(node.op).name).number(ofPayload(node));
    for (std::uint32_t i = 0; i < node.operand_count; ++i) {
      parts.number(nodes_[plan_.operands[node.first_operand + i]]);
    }
    return parts.hash();
  }

  const Plan& plan_;
  std::vector<std::uint64_t> nodes_;
};

}  // namespace

void identify(Plan& plan) {
  const Identities identities(plan);
  for (Operator& op : plan.memory) op.identity = identities.ofOperator(op);
}

std::vector<std::uint64_t> slotIdentities(const Plan& plan) {
  const Identities identities(plan);
  std::vector<std::uint64_t> slots;
  slots.reserve(plan.slots.size());
  for (const Slot& slot : plan.slots) slots.push_back(identities.ofSlot(slot));
  return slots;
}

std::uint64_t matcherIdentity(const text::Matcher& matcher) {
  return Parts().text(bytesOf(matcher)).hash();
}

std::uint64_t ruleIdentity(std::string_view name) { return Parts().text("rule").text(name).hash(); }

}  // namespace decorum::plan
