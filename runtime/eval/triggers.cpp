#include "runtime/eval/triggers.h"

#include <algorithm>
#include <iterator>
#include <span>

#include "runtime/plan/operations.h"

namespace decorum::eval {
namespace {

using plan::Node;
using plan::NodeId;
using plan::Op;
using plan::Plan;
using plan::SlotId;
using plan::SlotKind;
using Slots = std::optional<std::vector<SlotId>>;

class Analysis {
 public:
  Analysis(const Plan& plan, const std::vector<bool>& memory_at_rest, std::size_t most)
      : plan_(plan), memory_at_rest_(memory_at_rest), most_(most), of_(plan.nodes.size()) {}

  std::vector<Slots> run() {
    for (NodeId id = 0; id < plan_.nodes.size(); ++id) {
      const Node& node = plan_.nodes[id];
      if (node.in_body || plan::info(node.op).result != plan::Rep::kBool) continue;
      of_[id] = ofNode(node);
      if (of_[id] && of_[id]->size() > most_) of_[id].reset();
    }
    return std::move(of_);
  }

 private:
  std::span<const NodeId> operandsOf(const Node& node) const {
    return {plan_.operands.data() + node.first_operand, node.operand_count};
  }
  bool isZeroAtRest(SlotId id) const {
    const plan::Slot& slot = plan_.slots[id];
    return slot.kind == SlotKind::kMemory ? memory_at_rest_[slot.ref] : rests(slot.kind);
  }

  Slots ofNode(const Node& node) const {
    switch (node.op) {
      case Op::kConstBool:
        return node.payload == 0 ? Slots(std::in_place) : std::nullopt;
      case Op::kLoadBool:
        return ofLoad(node);
      case Op::kKnown:
        return ofKnown(node);
      case Op::kAnd:
        return ofAnd(node);
      case Op::kOr:
        return ofOr(node);
      case Op::kLtInt:
      case Op::kLeInt:
        return ofMore(node);
      case Op::kEqInt:
        return ofEqual(node);
      default:
        return std::nullopt;
    }
  }

  Slots ofLoad(const Node& node) const {
    const auto slot = static_cast<SlotId>(node.payload);
    if (!plan::isLoad(node.op) || !isZeroAtRest(slot) || plan_.slots[slot].optional) {
      return std::nullopt;
    }
    return std::vector<SlotId>{slot};
  }

  /// Whether something missing at rest is there.
  Slots ofKnown(const Node& node) const {
    const Node& load = plan_.nodes[operandsOf(node)[0]];
    if (!plan::isLoad(load.op)) return std::nullopt;
    const auto slot = static_cast<SlotId>(load.payload);
    const bool missing_at_rest = plan_.slots[slot].kind == SlotKind::kMemory &&
                                 plan_.slots[slot].optional && isZeroAtRest(slot);
    return missing_at_rest ? Slots(std::vector<SlotId>{slot}) : std::nullopt;
  }

  /// The smallest of the operands' sets will do.
  Slots ofAnd(const Node& node) const {
    Slots best;
    for (const NodeId operand : operandsOf(node)) {
      const Slots& one = of_[operand];
      if (one && (!best || one->size() < best->size())) best = one;
    }
    return best;
  }

  Slots ofOr(const Node& node) const {
    std::vector<SlotId> all;
    for (const NodeId operand : operandsOf(node)) {
      if (!of_[operand]) return std::nullopt;
      std::vector<SlotId> merged;
      std::set_union(all.begin(), all.end(), of_[operand]->begin(), of_[operand]->end(),
                     std::back_inserter(merged));
      if (merged.size() > most_) return std::nullopt;
      all = std::move(merged);
    }
    return all;
  }

  /// `c < x` and `c <= x`, where they do not hold of 0.
  Slots ofMore(const Node& node) const {
    const Node& bound = plan_.nodes[operandsOf(node)[0]];
    if (bound.op != Op::kConstInt) return std::nullopt;
    const auto least = static_cast<std::int64_t>(bound.payload);
    const bool holds_of_zero = node.op == Op::kLtInt ? least < 0 : least <= 0;
    return holds_of_zero ? std::nullopt : ofLoad(plan_.nodes[operandsOf(node)[1]]);
  }

  Slots ofEqual(const Node& node) const {
    for (const int side : {0, 1}) {
      const Node& constant = plan_.nodes[operandsOf(node)[side]];
      if (constant.op != Op::kConstInt || constant.payload == 0) continue;
      return ofLoad(plan_.nodes[operandsOf(node)[1 - side]]);
    }
    return std::nullopt;
  }

  const Plan& plan_;
  const std::vector<bool>& memory_at_rest_;
  std::size_t most_;
  std::vector<Slots> of_;
};

}  // namespace

bool rests(SlotKind kind) {
  return kind == SlotKind::kFound || kind == SlotKind::kOccurrences ||
         kind == SlotKind::kDistinct || kind == SlotKind::kMemory;
}

std::vector<std::optional<std::vector<SlotId>>> triggers(const Plan& plan,
                                                         const std::vector<bool>& memory_at_rest,
                                                         std::size_t most) {
  return Analysis(plan, memory_at_rest, most).run();
}

}  // namespace decorum::eval
