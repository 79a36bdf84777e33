#include "runtime/eval/trace.h"

#include <algorithm>
#include <set>
#include <utility>

#include "runtime/eval/operations.h"
#include "runtime/plan/operations.h"

namespace decorum::eval {
namespace {

using plan::Condition;
using plan::ConditionId;
using plan::kNone;
using plan::Node;
using plan::NodeId;
using plan::Op;
using plan::SlotId;

/// Whether a child of a condition with value `parent` took part in making it so.
bool decided(Condition::Kind kind, const Value& parent, const Value& child) {
  if (kind == Condition::Kind::kNot) return true;
  if (parent.state != State::kOk) return child.state != State::kOk;
  const bool needs_all = (kind == Condition::Kind::kAnd) == parent.isTrue();
  return needs_all || (child.state == State::kOk && child.isTrue() == parent.isTrue());
}

/// The node of the list behind a node over one.
SlotId listSlot(const plan::Plan& plan, const Node& node) {
  const Node& load = plan.nodes[plan.operands[node.first_operand]];
  return static_cast<SlotId>(load.payload);
}

bool hasBadElement(const ListValue& list) {
  return std::any_of(list.states.begin(), list.states.end(),
                     [](State state) { return state != State::kOk; });
}

/// Follows faults from a node to where they came from, through the bodies of quantifiers too.
class Search {
 public:
  Search(const Interpreter& interpreter, RecordView record, Scratch& scratch)
      : interpreter_(interpreter), plan_(interpreter.plan()), record_(record), scratch_(scratch) {}

  std::vector<FaultSource> run(NodeId node, Element it) {
    places_.push_back({node, it, kNone});
    for (std::size_t i = 0; i < places_.size(); ++i) follow(Place(places_[i]));
    return {sources_.begin(), sources_.end()};
  }

 private:
  struct Place {
    NodeId root = kNone;
    Element it;
    SlotId list = kNone;  ///< the slot that `it` is a row of
  };

  void follow(const Place& place) {
    if (interpreter_.value(place.root, record_, place.it, scratch_).state == State::kOk) return;
    std::set<NodeId> seen = {place.root};
    std::vector<NodeId> pending = {place.root};
    while (!pending.empty()) {
      const NodeId id = pending.back();
      pending.pop_back();
      std::vector<NodeId> causes = causesOf(id, place);
      if (causes.empty()) addSource(id, place);
      for (const NodeId cause : causes) {
        if (seen.insert(cause).second) pending.push_back(cause);
      }
    }
  }

  /// The operands that made a node what it is; none where it made the fault itself.
  std::vector<NodeId> causesOf(NodeId id, const Place& place) {
    const Node& node = plan_.nodes[id];
    std::vector<NodeId> causes;
    for (std::uint32_t i = 0; i < node.operand_count; ++i) {
      const NodeId operand = plan_.operands[node.first_operand + i];
      const State state = interpreter_.valueAgain(operand, record_, place.it, scratch_).state;
      if (state == State::kOk) continue;
      const bool isDefault = node.op >= Op::kDefaultBool && node.op <= Op::kDefaultText;
      if (isDefault && i == 0 && state == State::kMissing) continue;  // that is what it is for
      if (isDefault && i == 1 && !causes.empty()) continue;           // was not asked
      causes.push_back(operand);
    }
    return causes;
  }

  void addSource(NodeId id, const Place& place) {
    const Node& node = plan_.nodes[id];
    if (plan::isLoad(node.op)) return addSlot(static_cast<SlotId>(node.payload));
    if (plan::isIt(node.op) && place.list != kNone) return addSlot(place.list);
    if (plan::isQuantifier(node.op)) return addRows(node);
    const bool overList = node.op >= Op::kHasBool;
    if (overList && hasBadElement(*record_.cells[listSlot(plan_, node)].list)) {
      return addSlot(listSlot(plan_, node));
    }
    sources_.insert({kNone, id});
  }

  void addSlot(SlotId slot) { sources_.insert({slot, kNone}); }

  void addRows(const Node& node) {
    const SlotId slot = listSlot(plan_, node);
    const ListValue& list = *record_.cells[slot].list;
    const NodeId body = plan_.quantifiers[node.payload].body;
    for (std::size_t row = 0; row < list.size(); ++row) {
      places_.push_back({body, element(list, row), slot});
    }
  }

  const Interpreter& interpreter_;
  const plan::Plan& plan_;
  RecordView record_;
  Scratch& scratch_;
  std::vector<Place> places_;  ///< still to look at, and those looked at
  std::set<FaultSource> sources_;
};

}  // namespace

std::vector<Decider> trace(const Interpreter& interpreter, std::uint32_t rule, RecordView record,
                           Scratch& scratch) {
  const plan::Plan& plan = interpreter.plan();
  const ConditionId root = plan.rules[rule].condition;
  if (root == kNone) return {};
  const auto valueOf = [&](ConditionId id) {
    // The node of a `not` may be the one under it: its value comes from its child.
    bool negated = false;
    for (; plan.conditions[id].kind == Condition::Kind::kNot; negated = !negated) {
      id = plan.conditions[id].children[0];
    }
    const Value value = interpreter.valueAgain(plan.conditions[id].node, record, {}, scratch);
    return negated && value.state == State::kOk ? ofBool(value.isFalse()) : value;
  };
  interpreter.value(plan.conditions[root].node, record, {}, scratch);  // computes what it stands on
  std::vector<Decider> deciders;
  std::vector<ConditionId> pending = {root};
  while (!pending.empty()) {
    const ConditionId id = pending.back();
    pending.pop_back();
    const Condition& condition = plan.conditions[id];
    const Value value = valueOf(id);
    if (condition.kind == Condition::Kind::kLeaf) deciders.push_back({id, value});
    for (std::size_t i = condition.children.size(); i-- > 0;) {
      const ConditionId child = condition.children[i];
      if (decided(condition.kind, value, valueOf(child))) pending.push_back(child);
    }
  }
  return deciders;
}

std::vector<FaultSource> faultSources(const Interpreter& interpreter, NodeId node,
                                      RecordView record, Element it, Scratch& scratch) {
  return Search(interpreter, record, scratch).run(node, it);
}

}  // namespace decorum::eval
