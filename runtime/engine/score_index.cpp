#include "runtime/engine/score_index.h"

#include <algorithm>

#include "runtime/plan/operations.h"

namespace decorum::engine {
namespace {

using plan::kNone;
using plan::NodeId;
using plan::Plan;
using plan::SlotId;

/// Who reads one slot.
class Readers {
 public:
  Readers(const Plan& plan, SlotId slot) : plan_(plan), reads_(plan.nodes.size()) {
    for (NodeId id = 0; id < plan.nodes.size(); ++id) reads_[id] = readsAt(plan.nodes[id], slot);
  }

  bool has(NodeId node) const { return node != kNone && reads_[node]; }

  /// In a body, the memory, or a message.
  bool anyBesideGuards() const {
    const auto& p = plan_;
    return std::any_of(p.quantifiers.begin(), p.quantifiers.end(),
                       [&](const plan::Quantifier& one) { return has(one.body); }) ||
           std::any_of(p.memory.begin(), p.memory.end(),
                       [&](const plan::Operator& op) {
                         return has(op.operand) || has(op.second) || has(op.key) ||
                                has(op.read_key);
                       }) ||
           std::any_of(p.messages.begin(), p.messages.end(),
                       [&](const plan::Message& message) { return isIn(message); }) ||
           std::any_of(p.rules.begin(), p.rules.end(), [&](const plan::Rule& rule) {
             return std::any_of(rule.finds.begin(), rule.finds.end(),
                                [&](const plan::Find& find) { return has(find.where); });
           });
  }

 private:
  bool readsAt(const plan::Node& node, SlotId slot) const {
    if (plan::isLoad(node.op) && node.payload == slot) return true;
    for (std::uint32_t i = 0; i < node.operand_count; ++i) {
      if (reads_[plan_.operands[node.first_operand + i]]) return true;
    }
    return false;
  }

  bool isIn(const plan::Message& message) const {
    return std::any_of(message.pieces.begin(), message.pieces.end(),
                       [&](const plan::Piece& piece) { return has(piece.value); });
  }

  const Plan& plan_;
  std::vector<bool> reads_;
};

AskedScore asked(const Plan& plan, std::uint32_t index) {
  const plan::Signal& signal = plan.signals[index];
  AskedScore asked{.signal = index, .slot = signal.slot};
  const Readers readers(plan, signal.slot);
  asked.at_once = readers.anyBesideGuards();
  asked.readers.clear(eval::ruleWords(plan));
  const auto its_text = static_cast<std::uint8_t>(1U << static_cast<unsigned>(signal.subject));
  for (std::uint32_t rule = 0; rule < plan.rules.size(); ++rule) {
    if (!readers.has(plan.rules[rule].guard)) continue;
    asked.at_once = asked.at_once || plan.rules[rule].on != its_text;
    asked.readers.add(rule);
  }
  return asked;
}

}  // namespace

ScoreIndex::ScoreIndex(const Plan& plan) {
  for (std::uint32_t i = 0; i < plan.signals.size(); ++i) {
    const plan::Signal& signal = plan.signals[i];
    if (signal.provider == signals::Provider::kHost || signal.slot == kNone) continue;
    this->asked[static_cast<std::size_t>(signal.subject)].push_back(engine::asked(plan, i));
  }
}

}  // namespace decorum::engine
