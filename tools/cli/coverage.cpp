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

std::optional<bool> truthOf(const eval::Value& value) {
  if (value.state != eval::State::kOk) return std::nullopt;
  return value.isTrue();
}

// Kleene's: one `settling` child settles a junction, else one that is not known leaves it unknown.
std::optional<bool> junction(const Condition& condition, bool settling, const Truths& truths) {
  std::optional<bool> all = !settling;
  for (const ConditionId child : condition.children) {
    if (truths[child] == settling) return settling;
    if (!truths[child]) all = std::nullopt;
  }
  return all;
}

void complete(const Plan& plan, ConditionId id, Truths& truths) {
  const Condition& condition = plan.conditions[id];
  if (isSettled(plan, condition)) {
    truths[id] = plan.nodes[condition.node].payload != 0;
    return;
  }
  for (const ConditionId child : condition.children) complete(plan, child, truths);
  switch (condition.kind) {
    case Condition::Kind::kLeaf:
      return;
    case Condition::Kind::kAnd:
    case Condition::Kind::kOr:
      truths[id] = junction(condition, condition.kind == Condition::Kind::kOr, truths);
      return;
    case Condition::Kind::kNot:
      truths[id] = truths[condition.children[0]];
      if (truths[id]) truths[id] = !*truths[id];
      return;
  }
}

// Whether a child of a junction alone decides it: all others are known not to settle it.
bool decides(const Condition& condition, ConditionId child, const Truths& truths) {
  const bool settling = condition.kind == Condition::Kind::kOr;
  return std::all_of(condition.children.begin(), condition.children.end(), [&](ConditionId other) {
    return other == child || truths[other] == !settling;
  });
}

void addDeciding(const Plan& plan, ConditionId id, const Truths& truths,
                 std::vector<ConditionId>& leaves) {
  const Condition& condition = plan.conditions[id];
  if (isSettled(plan, condition)) return;
  if (condition.kind == Condition::Kind::kLeaf && truths[id]) leaves.push_back(id);
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
  if (truths[root]) addDeciding(plan, root, truths, leaves);
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
  for (const CoveredPart& part : rule.conditions)
    truths_[part.id] =
        truthOf(interpreter.value(plan_.conditions[part.id].node, record, {}, scratch_));
  const ConditionId root = plan_.rules[rule.rule].condition;
  const std::vector<ConditionId> deciding = decidingLeaves(plan_, root, truths_);
  for (CoveredPart& part : rule.conditions)
    if (std::find(deciding.begin(), deciding.end(), part.id) != deciding.end())
      note(part.outcomes, *truths_[part.id]);
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
