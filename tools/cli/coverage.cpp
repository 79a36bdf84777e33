#include "tools/cli/coverage.h"

#include <algorithm>
#include <set>

#include "runtime/plan/operations.h"

namespace decorum::cli {
namespace {

using plan::Condition;
using plan::ConditionId;
using plan::kNone;
using plan::NodeId;
using plan::OperatorKind;
using plan::Plan;

// ---------------------------------------------------------------------- the places of a rule

// What a setting settled: it decides nothing, and neither does what stands under it. The node of a
// `not` may be that of its child, which answers for it.
bool isSettled(const Plan& plan, const Condition& condition) {
  return condition.kind != Condition::Kind::kNot && plan::isConst(plan.nodes[condition.node].op);
}

void addLeaves(const Plan& plan, ConditionId id, std::vector<CoveredPart>& leaves) {
  const Condition& condition = plan.conditions[id];
  if (isSettled(plan, condition)) return;
  if (condition.kind == Condition::Kind::kLeaf) {
    CoveredPart leaf;
    leaf.id = id;
    if (condition.source != kNone) {
      leaf.text = plan.sources[condition.source].text;
      leaf.at = plan.sources[condition.source].place;
    }
    leaves.push_back(std::move(leaf));
  }
  for (const ConditionId child : condition.children) addLeaves(plan, child, leaves);
}

// Whether an operator answers a question that an author asked: with yes or no, with a number of
// times, or with how long ago. Least, greatest and such have no two sides, and some operators only
// serve others.
bool hasTwoSides(OperatorKind kind) {
  switch (kind) {
    case OperatorKind::kMin:
    case OperatorKind::kMax:
    case OperatorKind::kAvg:
    case OperatorKind::kSum:
    case OperatorKind::kCallKey:
    case OperatorKind::kLatest:
    case OperatorKind::kJoined:
      return false;
    default:
      return true;
  }
}

// The operators that a guard looks at, through others too.
class Operators {
 public:
  explicit Operators(const Plan& plan) : plan_(plan) {}

  void visit(NodeId id) {
    if (id == kNone || !nodes_.insert(id).second) return;
    const plan::Node& node = plan_.nodes[id];
    for (std::uint32_t i = 0; i < node.operand_count; ++i)
      visit(plan_.operands[node.first_operand + i]);
    if (plan::isQuantifier(node.op)) visit(plan_.quantifiers[node.payload].body);
    if (plan::isLoad(node.op)) visitSlot(plan_.slots[node.payload]);
  }
  const std::set<std::uint32_t>& found() const { return found_; }

 private:
  void visitSlot(const plan::Slot& slot) {
    if (slot.kind == plan::SlotKind::kHitQuantifier) visit(plan_.quantifiers[slot.ref].body);
    if (slot.kind != plan::SlotKind::kMemory || !found_.insert(slot.ref).second) return;
    const plan::Operator& op = plan_.memory[slot.ref];
    for (const NodeId operand : {op.operand, op.second, op.key, op.read_key}) visit(operand);
  }

  const Plan& plan_;
  std::set<NodeId> nodes_;
  std::set<std::uint32_t> found_;
};

std::vector<CoveredPart> operatorsOf(const Plan& plan, NodeId guard) {
  Operators operators(plan);
  operators.visit(guard);
  std::vector<CoveredPart> parts;
  for (const std::uint32_t id : operators.found()) {
    const plan::Operator& op = plan.memory[id];
    if (!hasTwoSides(op.kind) || op.source == kNone) continue;
    parts.push_back({id, plan.sources[op.source].text, plan.sources[op.source].place, {}});
  }
  return parts;
}

// ------------------------------------------------------------------------------- what was seen

Truth of(bool side) { return side ? Truth::kTrue : Truth::kFalse; }
bool isKnown(Truth truth) { return truth == Truth::kTrue || truth == Truth::kFalse; }

// A value that is missing makes what is compared with it a fault like any other: what a condition
// reads tells them apart.
Truth truthOf(const Condition& condition, const eval::Value& value, eval::RecordView record) {
  if (value.state == eval::State::kOk) return of(value.isTrue());
  bool is_missing = value.state == eval::State::kMissing;
  for (const plan::SlotId slot : condition.slots) {
    if (record.states[slot] == eval::State::kFault) return Truth::kUnknown;
    is_missing = is_missing || record.states[slot] == eval::State::kMissing;
  }
  return is_missing ? Truth::kMissing : Truth::kUnknown;
}

// Kleene's: one `settling` child settles a junction, else one without an answer leaves it so.
Truth junction(const Condition& condition, Truth settling, const Truths& truths) {
  Truth all = settling == Truth::kTrue ? Truth::kFalse : Truth::kTrue;
  for (const ConditionId child : condition.children) {
    if (truths[child] == settling) return settling;
    if (!isKnown(truths[child]) && all != Truth::kUnknown) all = truths[child];
  }
  return all;
}

void complete(const Plan& plan, ConditionId id, Truths& truths) {
  const Condition& condition = plan.conditions[id];
  if (isSettled(plan, condition)) {
    truths[id] = of(plan.nodes[condition.node].payload != 0);
    return;
  }
  for (const ConditionId child : condition.children) complete(plan, child, truths);
  switch (condition.kind) {
    case Condition::Kind::kLeaf:
      return;
    case Condition::Kind::kAnd:
      truths[id] = junction(condition, Truth::kFalse, truths);
      return;
    case Condition::Kind::kOr:
      truths[id] = junction(condition, Truth::kTrue, truths);
      return;
    case Condition::Kind::kNot:
      truths[id] = truths[condition.children[0]];
      if (isKnown(truths[id])) truths[id] = of(truths[id] == Truth::kFalse);
      return;
  }
}

// Whether a child of a junction alone decides it: no other settles it, and none is unknown by a
// fault. `x is known and x > 5` is decided by its first part where `x` is missing.
bool decides(const Condition& condition, ConditionId child, const Truths& truths) {
  const Truth settling = of(condition.kind == Condition::Kind::kOr);
  return std::all_of(condition.children.begin(), condition.children.end(), [&](ConditionId other) {
    return other == child || (truths[other] != settling && truths[other] != Truth::kUnknown);
  });
}

void addDeciding(const Plan& plan, ConditionId id, const Truths& truths,
                 std::vector<ConditionId>& leaves) {
  const Condition& condition = plan.conditions[id];
  if (isSettled(plan, condition)) return;
  if (condition.kind == Condition::Kind::kLeaf && isKnown(truths[id])) leaves.push_back(id);
  for (const ConditionId child : condition.children)
    if (condition.kind == Condition::Kind::kNot || decides(condition, child, truths))
      addDeciding(plan, child, truths, leaves);
}

// Missing and zero are the quiet side of an operator that counts or measures.
std::optional<bool> sideOf(const Plan& plan, const plan::Operator& op, eval::RecordView record) {
  const eval::Value value{record.cells[op.slot], record.states[op.slot]};
  if (value.state == eval::State::kFault) return std::nullopt;
  if (op.kind == OperatorKind::kTimeSince || op.kind == OperatorKind::kTurnsSince)
    return value.state == eval::State::kOk;
  if (plan.slots[op.slot].rep == plan::Rep::kNumber)
    return value.state == eval::State::kOk && value.cell.number != 0;
  return value.isTrue();
}

void note(Outcomes& outcomes, bool side) { (side ? outcomes.yes : outcomes.no) = true; }

bool names(const std::vector<FiredRule>& fired, const std::string& rule, bool& by_fault) {
  const auto found = std::find_if(fired.begin(), fired.end(),
                                  [&](const FiredRule& one) { return one.rule == rule; });
  if (found == fired.end()) return false;
  by_fault = found->by_fault;
  return true;
}

}  // namespace

CoverageCount CoverageTotals::whole() const {
  CoverageCount count = rules;
  count.add(conditions);
  count.add(memory);
  return count;
}

CoverageTotals totalsOf(const std::vector<RuleCoverage>& rules) {
  CoverageTotals totals;
  for (const RuleCoverage& rule : rules) {
    totals.rules.add(rule.fired);
    for (const CoveredPart& part : rule.conditions) totals.conditions.add(part.outcomes);
    for (const CoveredPart& part : rule.memory) totals.memory.add(part.outcomes);
  }
  return totals;
}

std::vector<ConditionId> decidingLeaves(const Plan& plan, ConditionId root, Truths& truths) {
  complete(plan, root, truths);
  std::vector<ConditionId> leaves;
  if (isKnown(truths[root])) addDeciding(plan, root, truths, leaves);
  return leaves;
}

CoverageBook::CoverageBook(const Plan& plan, const std::string& file)
    : plan_(plan), truths_(plan.conditions.size()) {
  for (std::uint32_t i = 0; i < plan.rules.size(); ++i) {
    const plan::Rule& rule = plan.rules[i];
    RuleCoverage covered;
    covered.rule = i;
    covered.name = rule.name;
    covered.kind = rule.kind;
    if (rule.source != kNone) covered.at = plan.sources[rule.source].place;
    if (!file.empty() && covered.at.file != file) continue;
    if (rule.condition != kNone) addLeaves(plan, rule.condition, covered.conditions);
    if (rule.guard != kNone) covered.memory = operatorsOf(plan, rule.guard);
    covered.fired.has_no = !covered.conditions.empty() || !rule.finds.empty();
    rules_.push_back(std::move(covered));
  }
  std::stable_sort(rules_.begin(), rules_.end(), [&](const auto& a, const auto& b) {
    return plan.rules[a.rule].order < plan.rules[b.rule].order;
  });
}

void CoverageBook::asked(const eval::Interpreter& interpreter, EventKind event,
                         eval::RecordView record) {
  for (RuleCoverage& rule : rules_) {
    const bool is_asked = (plan_.rules[rule.rule].on >> static_cast<unsigned>(event) & 1) != 0;
    if (is_asked) look(interpreter, rule, record);
  }
}

void CoverageBook::look(const eval::Interpreter& interpreter, RuleCoverage& rule,
                        eval::RecordView record) {
  for (CoveredPart& part : rule.memory)
    if (const auto side = sideOf(plan_, plan_.memory[part.id], record)) note(part.outcomes, *side);
  if (rule.conditions.empty()) return;
  for (const CoveredPart& part : rule.conditions) {
    const Condition& condition = plan_.conditions[part.id];
    truths_[part.id] =
        truthOf(condition, interpreter.value(condition.node, record, {}, scratch_), record);
  }
  const ConditionId root = plan_.rules[rule.rule].condition;
  const std::vector<ConditionId> deciding = decidingLeaves(plan_, root, truths_);
  for (CoveredPart& part : rule.conditions)
    if (std::find(deciding.begin(), deciding.end(), part.id) != deciding.end())
      note(part.outcomes, truths_[part.id] == Truth::kTrue);
}

void CoverageBook::judged(const Verdict& verdict) {
  for (RuleCoverage& rule : rules_) {
    if ((plan_.rules[rule.rule].on >> static_cast<unsigned>(verdict.event) & 1) == 0) continue;
    bool by_fault = false;
    const bool fired =
        names(verdict.fired, rule.name, by_fault) || names(verdict.shadow, rule.name, by_fault);
    if (!by_fault) note(rule.fired, fired);
  }
}

}  // namespace decorum::cli
