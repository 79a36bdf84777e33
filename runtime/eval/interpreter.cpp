#include "runtime/eval/interpreter.h"

#include <algorithm>
#include <bit>
#include <span>

#include "runtime/base/assert.h"
#include "runtime/eval/operations.h"
#include "runtime/plan/operations.h"

namespace decorum::eval {
namespace {

using plan::kNone;
using plan::Node;
using plan::NodeId;
using plan::Op;

std::span<const NodeId> operandsOf(const plan::Plan& plan, const Node& node) {
  return {plan.operands.data() + node.first_operand, node.operand_count};
}

/// Collects nodes and those they stand on, each once.
class Cone {
 public:
  explicit Cone(std::size_t nodes) : seen_(nodes) {}

  /// `expand(node, visit)` visits what `node` stands on.
  template <class Expand>
  void add(NodeId root, Expand expand) {
    std::vector<NodeId> pending;
    const auto visit = [&](NodeId node) {
      if (seen_[node]) return;
      seen_[node] = true;
      pending.push_back(node);
      nodes_.push_back(node);
    };
    visit(root);
    while (!pending.empty()) {
      const NodeId node = pending.back();
      pending.pop_back();
      expand(node, visit);
    }
  }
  std::vector<NodeId> ascending() && {
    std::sort(nodes_.begin(), nodes_.end());
    return std::move(nodes_);
  }

 private:
  std::vector<bool> seen_;
  std::vector<NodeId> nodes_;
};

Value constant(const plan::Plan& plan, const Node& node) {
  switch (node.op) {
    case Op::kConstNumber:
      return ofNumber(std::bit_cast<double>(node.payload));
    case Op::kConstText:
      return ofText(&plan.strings[node.payload]);
    default:
      return ofInt(static_cast<std::int64_t>(node.payload));
  }
}

/// The value of an input: the cell of a slot or of an element.
Value input(Cell cell, State state) { return {cell, state}; }

Value addChecked(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  return __builtin_add_overflow(a, b, &result) ? fault() : ofInt(result);
}
Value subChecked(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  return __builtin_sub_overflow(a, b, &result) ? fault() : ofInt(result);
}
Value mulChecked(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  return __builtin_mul_overflow(a, b, &result) ? fault() : ofInt(result);
}

Value compare(Op op, Cell a, Cell b) {
  switch (op) {
    case Op::kEqBool:
    case Op::kEqInt:
      return ofBool(a.integer == b.integer);
    case Op::kLtInt:
      return ofBool(a.integer < b.integer);
    case Op::kLeInt:
      return ofBool(a.integer <= b.integer);
    case Op::kEqNumber:
      return ofBool(a.number == b.number);
    case Op::kNeNumber:
      return ofBool(a.number < b.number || a.number > b.number);  // with NaN this is false too
    case Op::kLtNumber:
      return ofBool(a.number < b.number);
    case Op::kLeNumber:
      return ofBool(a.number <= b.number);
    case Op::kEqText:
      return ofBool(*a.text == *b.text);
    case Op::kStartsWith:
      return ofBool(startsWith(*a.text, *b.text));
    case Op::kEndsWith:
      return ofBool(endsWith(*a.text, *b.text));
    default:
      return ofBool(containsText(*a.text, *b.text));
  }
}

Value calculate(Op op, Cell a, Cell b) {
  switch (op) {
    case Op::kNot:
      return ofBool(a.integer == 0);
    case Op::kToNumber:
      return ofNumber(static_cast<double>(a.integer));
    case Op::kAddInt:
      return addChecked(a.integer, b.integer);
    case Op::kSubInt:
      return subChecked(a.integer, b.integer);
    case Op::kMulInt:
      return mulChecked(a.integer, b.integer);
    case Op::kNegInt:
      return subChecked(0, a.integer);
    case Op::kAddNumber:
      return ofNumber(a.number + b.number);
    case Op::kSubNumber:
      return ofNumber(a.number - b.number);
    case Op::kMulNumber:
      return ofNumber(a.number * b.number);
    case Op::kDivNumber:
      return ofNumber(a.number / b.number);
    default:
      return ofNumber(-a.number);
  }
}

Value member(const plan::Plan& plan, const Node& node, Cell a) {
  switch (node.op) {
    case Op::kMemberInt:
      return ofBool(isMember(plan.int_sets[node.payload], a.integer));
    case Op::kMemberNumber:
      return ofBool(isMember(plan.number_sets[node.payload], a.number));
    default:
      return ofBool(isMember(plan.text_sets[node.payload], *a.text));
  }
}

Value ofList(const Node& node, const ListValue& list, Cell b) {
  switch (node.op) {
    case Op::kHasBool:
    case Op::kHasInt:
      return hasInt(list, b.integer);
    case Op::kHasNumber:
      return hasNumber(list, b.number);
    case Op::kHasText:
      return hasText(list, *b.text);
    case Op::kSize:
      return ofInt(static_cast<std::int64_t>(list.size()));
    case Op::kSumInt:
      return sumInt(list, node.payload);
    default:
      return sumNumber(list, node.payload);
  }
}

template <class Fold>
Value fold(const plan::Plan& plan, const Node& node, const Scratch& scratch) {
  Fold folded;
  for (const NodeId operand : operandsOf(plan, node)) folded.add(scratch.values[operand]);
  return folded.result();
}

template <class Fold, class Of>
Value foldRows(std::size_t rows, Of of) {
  Fold folded;
  for (std::size_t row = 0; row < rows; ++row) folded.add(of(row));
  return folded.result();
}

}  // namespace

Interpreter::Interpreter(const plan::Plan& plan) : plan_(plan) {
  for (const auto& quantifier : plan.quantifiers) bodies_.push_back(makeBody(quantifier.body));
  for (std::size_t phase = 0; phase < kPhases; ++phase) {
    for (std::uint32_t rule = 0; rule < plan.rules.size(); ++rule) {
      if (plan.rules[rule].on >> phase & 1) rules_[phase].push_back(rule);
    }
    nodes_[phase] = nodesOfPhase(phase);
  }
}

Interpreter::Body Interpreter::makeBody(NodeId body) const {
  Cone cone(plan_.nodes.size());
  cone.add(body, [&](NodeId node, auto visit) {
    if (!plan_.nodes[node].in_body) return;
    for (const NodeId operand : operandsOf(plan_, plan_.nodes[node])) visit(operand);
  });
  Body made;
  for (const NodeId node : std::move(cone).ascending()) {
    (plan_.nodes[node].in_body ? made.nodes : made.inputs).push_back(node);
  }
  return made;
}

std::vector<NodeId> Interpreter::nodesOfPhase(std::size_t phase) const {
  Cone cone(plan_.nodes.size());
  for (const std::uint32_t rule : rules_[phase]) {
    if (plan_.rules[rule].guard == kNone) continue;
    cone.add(plan_.rules[rule].guard, [&](NodeId id, auto visit) {
      const Node& node = plan_.nodes[id];
      for (const NodeId operand : operandsOf(plan_, node)) visit(operand);
      if (!plan::isQuantifier(node.op)) return;
      for (const NodeId from_outside : bodies_[node.payload].inputs) visit(from_outside);
    });
  }
  return std::move(cone).ascending();
}

void Interpreter::start(Scratch& scratch) const {
  if (scratch.values.size() < plan_.nodes.size()) {
    scratch.values.resize(plan_.nodes.size());
    scratch.stamps.resize(plan_.nodes.size());
  }
  if (++scratch.stamp == 0) {  // once in 2^32 calls
    std::fill(scratch.stamps.begin(), scratch.stamps.end(), 0);
    scratch.stamp = 1;
  }
}

void Interpreter::evaluate(EventKind phase, RecordView record, Scratch& scratch, RuleBits& fired,
                           RuleBits& undecided) const {
  fired.clear(ruleWords(plan_));
  undecided.clear(ruleWords(plan_));
  start(scratch);
  const auto at = static_cast<std::size_t>(phase);
  for (const NodeId node : nodes_[at]) {
    scratch.values[node] = apply(plan_.nodes[node], record, {}, scratch);
  }
  for (const std::uint32_t rule : rules_[at]) {
    const NodeId guard = plan_.rules[rule].guard;
    const Value value = guard == kNone ? ofBool(true) : scratch.values[guard];
    if (value.isTrue()) fired.add(rule);
    if (value.state != State::kOk) undecided.add(rule);
  }
}

void Interpreter::evaluateDue(EventKind phase, const RuleBits& due, RecordView record,
                              Scratch& scratch, RuleBits& fired, RuleBits& undecided) const {
  fired.clear(ruleWords(plan_));
  undecided.clear(ruleWords(plan_));
  start(scratch);
  const unsigned phase_bit = static_cast<unsigned>(phase);
  due.each([&](std::uint32_t rule) {
    if ((plan_.rules[rule].on >> phase_bit & 1) == 0) return;
    const NodeId guard = plan_.rules[rule].guard;
    const Value value = guard == kNone ? ofBool(true) : valueAgain(guard, record, {}, scratch);
    if (value.isTrue()) fired.add(rule);
    if (value.state != State::kOk) undecided.add(rule);
  });
}

Value Interpreter::value(NodeId node, RecordView record, Element it, Scratch& scratch) const {
  start(scratch);
  return valueAgain(node, record, it, scratch);
}

Value Interpreter::valueAgain(NodeId node, RecordView record, Element it, Scratch& scratch) const {
  force(node, record, it, scratch);
  return scratch.values[node];
}

Value Interpreter::quantify(std::uint32_t quantifier, const ListValue& rows, RecordView record,
                            Scratch& scratch) const {
  start(scratch);
  for (const NodeId node : bodies_[quantifier].inputs) force(node, record, {}, scratch);
  return applyQuantifier(quantifier, rows, record, scratch);
}

/// Computes what `node` stands on, then `node`. A stack of our own: plans may nest deeply.
void Interpreter::force(NodeId root, RecordView record, Element it, Scratch& scratch) const {
  auto& pending = scratch.pending;
  pending.assign(1, root);
  const auto require = [&](NodeId node) {
    if (scratch.stamps[node] != scratch.stamp) pending.push_back(node);
  };
  while (!pending.empty()) {
    const NodeId id = pending.back();
    if (scratch.stamps[id] == scratch.stamp) {
      pending.pop_back();
      continue;
    }
    const Node& node = plan_.nodes[id];
    for (const NodeId operand : operandsOf(plan_, node)) require(operand);
    if (plan::isQuantifier(node.op)) {
      for (const NodeId from_outside : bodies_[node.payload].inputs) require(from_outside);
    }
    if (pending.back() != id) continue;
    scratch.values[id] = apply(node, record, it, scratch);
    scratch.stamps[id] = scratch.stamp;
    pending.pop_back();
  }
}

/// The value of a node whose operands have theirs.
Value Interpreter::apply(const Node& node, RecordView record, Element it, Scratch& scratch) const {
  const auto operands = operandsOf(plan_, node);
  const auto operand = [&](std::size_t i) { return scratch.values[operands[i]]; };
  if (plan::isConst(node.op)) return constant(plan_, node);
  if (plan::isLoad(node.op)) {
    return input(record.cells[node.payload], record.states[node.payload]);
  }
  if (plan::isIt(node.op)) {
    const std::uint32_t column = itColumn(node.payload, it.width);
    return input(it.cells[column], it.states[column]);
  }
  switch (node.op) {
    case Op::kKnown:
      return operand(0).state == State::kFault ? fault() : ofBool(operand(0).state == State::kOk);
    case Op::kDefaultBool:
    case Op::kDefaultInt:
    case Op::kDefaultNumber:
    case Op::kDefaultText:
      return operand(0).state == State::kMissing ? operand(1) : operand(0);
    case Op::kAnd:
      return fold<EveryOf>(plan_, node, scratch);
    case Op::kOr:
      return fold<AnyOf>(plan_, node, scratch);
    case Op::kCountTrue:
      return fold<CountOf>(plan_, node, scratch);
    default:
      break;
  }
  // All others are strict: what is not known makes the result unknown.
  const Value a = operand(0);
  const Value b = node.operand_count > 1 ? operand(1) : a;
  if (node.op == Op::kHashText && a.state == State::kMissing) return a;
  if (a.state != State::kOk || b.state != State::kOk) return fault();
  if (plan::isQuantifier(node.op)) {
    return applyQuantifier(static_cast<std::uint32_t>(node.payload), *a.cell.list, record, scratch);
  }
  if (node.op >= Op::kEqBool && node.op <= Op::kContainsText) {
    return compare(node.op, a.cell, b.cell);
  }
  if (node.op >= Op::kMemberInt && node.op <= Op::kMemberText) return member(plan_, node, a.cell);
  if (node.op == Op::kHashText) return hashText(*a.cell.text, b.cell.integer);
  if (node.op >= Op::kHasBool) return ofList(node, *a.cell.list, b.cell);
  return calculate(node.op, a.cell, b.cell);
}

Value Interpreter::applyQuantifier(std::uint32_t quantifier, const ListValue& rows,
                                   RecordView record, Scratch& scratch) const {
  const Body& body = bodies_[quantifier];
  const NodeId root = plan_.quantifiers[quantifier].body;
  const auto of = [&](std::size_t row) {
    const Element it = element(rows, row);
    for (const NodeId node : body.nodes) {
      scratch.values[node] = apply(plan_.nodes[node], record, it, scratch);
    }
    return scratch.values[root];
  };
  Value result;
  switch (plan_.quantifiers[quantifier].kind) {
    case plan::Quantifier::Kind::kAny:
      result = foldRows<AnyOf>(rows.size(), of);
      break;
    case plan::Quantifier::Kind::kEvery:
      result = foldRows<EveryOf>(rows.size(), of);
      break;
    case plan::Quantifier::Kind::kHowMany:
      result = foldRows<CountOf>(rows.size(), of);
      break;
  }
  // Equal nodes may serve another `it` too, whose values these are not.
  for (const NodeId node : body.nodes) scratch.stamps[node] = 0;
  return result;
}

}  // namespace decorum::eval
