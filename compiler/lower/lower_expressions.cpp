/// Expressions to nodes.
#include <algorithm>

#include "compiler/lower/lowering.h"
#include "runtime/base/assert.h"

namespace decorum::lowering {

using plan::NodeId;
using plan::Op;
using plan::Rep;

namespace {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

Op itOp(Rep rep) {
  switch (rep) {
    case Rep::kBool:
      return Op::kItBool;
    case Rep::kInt:
      return Op::kItInt;
    case Rep::kNumber:
      return Op::kItNumber;
    default:
      return Op::kItText;
  }
}

Op hasOp(Rep rep) {
  switch (rep) {
    case Rep::kBool:
      return Op::kHasBool;
    case Rep::kInt:
      return Op::kHasInt;
    case Rep::kNumber:
      return Op::kHasNumber;
    default:
      return Op::kHasText;
  }
}

plan::Slot simpleSlot(plan::SlotKind kind, Rep rep, EventKind subject, std::string name,
                      std::uint32_t ref = plan::kNone) {
  plan::Slot slot;
  slot.kind = kind;
  slot.rep = rep;
  slot.subject = subject;
  slot.ref = ref;
  slot.name = std::move(name);
  return slot;
}

}  // namespace

NodeId Lowering::convert(NodeId node, Rep wanted) {
  if (wanted == Rep::kNumber && graph_.rep(node) == Rep::kInt) {
    return graph_.make(Op::kToNumber, {node});
  }
  return node;
}

NodeId Lowering::valueAs(const ast::Expr& expr, Rep wanted) { return convert(value(expr), wanted); }

NodeId Lowering::value(const ast::Expr& expr) {
  return std::visit(
      Overloaded{
          [&](const ast::BoolLit& e) { return graph_.constant(e.value); },
          [&](const ast::IntLit& e) { return graph_.constant(e.value); },
          [&](const ast::NumberLit& e) { return graph_.constant(e.value); },
          [&](const ast::TextLit& e) { return graph_.constant(e.value); },
          [&](const ast::TimeLit& e) { return graph_.constant(e.ms); },
          [&](const ast::ClockLit& e) { return graph_.constant(e.ms); },
          [&](const ast::DurationLit& e) { return graph_.constant(e.ms); },
          [&](const ast::Ref&) { return reference(expr); },
          [&](const ast::BuiltinRef& e) {
            return e.which == ast::Builtin::kIt ? reference(expr) : builtin(e.which);
          },
          [&](const ast::Unary& e) { return unary(e); },
          [&](const ast::Binary& e) { return binary(e); },
          [&](const ast::Between& e) {
            const auto from = comparedCount(*e.value, ast::BinaryOp::kGe, *e.low);
            const auto to = comparedCount(*e.value, ast::BinaryOp::kLe, *e.high);
            if (from && to) return graph_.make(Op::kAnd, {*from, *to});
            const NodeId middle = value(*e.value);
            return graph_.make(Op::kAnd, {compare(ast::BinaryOp::kLe, value(*e.low), middle),
                                          compare(ast::BinaryOp::kLe, middle, value(*e.high))});
          },
          [&](const ast::In& e) { return membership(*e.value, *e.set); },
          [&](const ast::IsKnown& e) {
            const NodeId known = graph_.make(Op::kKnown, {value(*e.value)});
            return e.negated ? graph_.make(Op::kNot, {known}) : known;
          },
          [&](const ast::IsTruncated& e) {
            return graph_.load(graph_.slot(simpleSlot(
                plan::SlotKind::kTruncated, Rep::kBool, eventOf(e.subject.subject),
                std::string(decorum::name(eventOf(e.subject.subject))) + " is truncated")));
          },
          [&](const ast::IsTool& e) { return isTool(expr, e); },
          [&](const ast::Within&) {
            return graph_.load(hoursSlot(typed_->bindings[expr.id].index));
          },
          [&](const ast::Mentions& e) { return mentions(e); },
          [&](const ast::Matches& e) { return matches(e); },
          [&](const ast::Call& e) { return call(expr, e); },
          [&](const ast::Quantifier& e) { return quantifier(e); },
          [&](const ast::InLast& e) { return inLast(expr, e); },
          [&](const ast::Ever& e) { return ever(expr, e); },
          [&](const ast::Since& e) { return since(expr, e); },
          [&](const ast::Then& e) { return then(expr, e); },
          [&](const ast::For& e) { return lasting(expr, e); },
          [&](const ast::Aggregated& e) {
            const bool of_list = typed_->bindings[expr.id].kind == sema::Binding::Kind::kSum;
            return of_list ? sumOf(expr, *e.operand) : aggregated(expr, e);
          },
          [&](const ast::HowLongSince& e) { return howLongSince(expr, e); },
          [&](const ast::Repeats& e) { return repeats(expr, e); },
          [&](const ast::PreviouslyFlagged& e) { return flagged(expr, e); },
          [&](const ast::Per& e) { return per(e); },
          [&](const ast::KeyedRef& e) { return keyed(expr, e); },
          [&](const auto&) {
            DECORUM_ASSERT(false, "what has no meaning yet was refused before lowering");
            return plan::kNone;
          },
      },
      expr.kind);
}

// A pack that is checked on its own has settings that nobody gave: false, 0, no text, no members.
NodeId Lowering::standIn(Rep rep) {
  switch (rep) {
    case Rep::kInt:
      return graph_.constant(std::int64_t{0});
    case Rep::kNumber:
      return graph_.constant(0.0);
    case Rep::kText:
      return graph_.constant(std::string());
    default:
      return graph_.constant(false);
  }
}

NodeId Lowering::builtin(ast::Builtin which) {
  using plan::SlotKind;
  switch (which) {
    case ast::Builtin::kNow:
      return graph_.load(
          graph_.slot(simpleSlot(SlotKind::kNow, Rep::kInt, EventKind::kUser, "now")));
    case ast::Builtin::kTimeOfDay:
      return graph_.load(graph_.slot(
          simpleSlot(SlotKind::kTimeOfDay, Rep::kInt, EventKind::kUser, "time of day")));
    case ast::Builtin::kWeekday:
      return graph_.load(
          graph_.slot(simpleSlot(SlotKind::kWeekday, Rep::kInt, EventKind::kUser, "weekday")));
    case ast::Builtin::kTurn:
      return graph_.load(
          graph_.slot(simpleSlot(SlotKind::kTurn, Rep::kInt, EventKind::kUser, "turn")));
    case ast::Builtin::kFirstReply:
      return graph_.load(graph_.slot(
          simpleSlot(SlotKind::kFirstReply, Rep::kBool, EventKind::kReply, "first reply")));
    case ast::Builtin::kIt:
      break;
  }
  DECORUM_ASSERT(false, "'it' is a reference");
  return plan::kNone;
}

NodeId Lowering::reference(const ast::Expr& expr) {
  const sema::Binding& binding = typed_->bindings[expr.id];
  using Kind = sema::Binding::Kind;
  switch (binding.kind) {
    case Kind::kFact: {
      auto& record = plan_.records[binding.index];
      auto& part = record.fields[binding.field];
      return graph_.load(
          fieldSlot(part, plan::SlotKind::kFact, EventKind::kUser, record.name + "." + part.name));
    }
    case Kind::kArgument:
    case Kind::kResult: {
      auto& tool = plan_.tools[binding.index];
      const bool argument = binding.kind == Kind::kArgument;
      auto& part = argument ? tool.arguments[binding.field] : tool.results[binding.field];
      return graph_.load(fieldSlot(
          part, argument ? plan::SlotKind::kArgument : plan::SlotKind::kResult,
          argument ? EventKind::kToolCall : EventKind::kToolResult, tool.name + "." + part.name));
    }
    case Kind::kSignal: {
      auto& signal = plan_.signals[binding.index];
      if (signal.slot == plan::kNone) {
        plan::Slot slot =
            simpleSlot(plan::SlotKind::kSignal, Rep::kNumber, signal.subject, signal.name);
        slot.optional = !signal.when_missing;
        signal.slot = graph_.slot(slot);
      }
      return graph_.load(signal.slot);
    }
    case Kind::kEnumMember:
      return graph_.constant(std::int64_t{binding.field});
    case Kind::kDefine:
      return define(binding.index, {});
    case Kind::kParameter:
      return frame_->values[binding.field];
    case Kind::kSetting: {
      const auto& setting = module_->settings[binding.index];
      if (setting.value == nullptr) return standIn(repOf(setting.type));
      return valueAs(*setting.value, repOf(setting.type));
    }
    case Kind::kIt:
      if (it_ != plan::kNone) return it_;
      [[fallthrough]];
    case Kind::kItField:
    case Kind::kItText:
    case Kind::kItScore: {
      const std::uint32_t column = binding.kind == Kind::kItText    ? plan::kItMatchedText
                                   : binding.kind == Kind::kItScore ? plan::kItScore
                                                                    : binding.field;
      return graph_.make(itOp(repOf(typed_->types[expr.id])), {}, column);
    }
    default:
      DECORUM_ASSERT(false, "a name in a checked expression has a meaning");
      return plan::kNone;
  }
}

NodeId Lowering::unary(const ast::Unary& unary) {
  const NodeId operand = value(*unary.operand);
  if (unary.op == ast::UnaryOp::kNot) return graph_.make(Op::kNot, {operand});
  return graph_.make(graph_.rep(operand) == Rep::kNumber ? Op::kNegNumber : Op::kNegInt, {operand});
}

NodeId Lowering::binary(const ast::Binary& binary) {
  using ast::BinaryOp;
  if (binary.op == BinaryOp::kContains && repOf(typed_->types[binary.left->id]) == Rep::kList) {
    return membership(*binary.right, *binary.left);
  }
  if (const auto counted = countCompared(binary)) return *counted;
  const NodeId left = value(*binary.left);
  switch (binary.op) {
    case BinaryOp::kOr:
      return graph_.make(Op::kOr, {left, value(*binary.right)});
    case BinaryOp::kAnd:
      return graph_.make(Op::kAnd, {left, value(*binary.right)});
    case BinaryOp::kStartsWith:
      return graph_.make(Op::kStartsWith, {left, value(*binary.right)});
    case BinaryOp::kEndsWith:
      return graph_.make(Op::kEndsWith, {left, value(*binary.right)});
    case BinaryOp::kContains:
      return contains(left, value(*binary.right));
    case BinaryOp::kDefault:
      return defaulted(left, value(*binary.right));
    case BinaryOp::kAdd:
    case BinaryOp::kSub:
    case BinaryOp::kMul:
    case BinaryOp::kDiv:
      return arithmetic(binary.op, left, value(*binary.right));
    default:
      return compare(binary.op, left, value(*binary.right));
  }
}

NodeId Lowering::compare(ast::BinaryOp op, NodeId left, NodeId right) {
  using ast::BinaryOp;
  if (op == BinaryOp::kGt || op == BinaryOp::kGe) {
    return compare(op == BinaryOp::kGt ? BinaryOp::kLt : BinaryOp::kLe, right, left);
  }
  if (graph_.rep(left) != graph_.rep(right)) {  // one of them is a text of which a hash is kept
    if (graph_.rep(left) == Rep::kText) left = hashed(left);
    if (graph_.rep(right) == Rep::kText) right = hashed(right);
  }
  const bool numbers = graph_.rep(left) == Rep::kNumber || graph_.rep(right) == Rep::kNumber;
  if (numbers) {
    const Op number_op = op == BinaryOp::kEq   ? Op::kEqNumber
                         : op == BinaryOp::kNe ? Op::kNeNumber
                         : op == BinaryOp::kLt ? Op::kLtNumber
                                               : Op::kLeNumber;
    return graph_.make(number_op, {convert(left, Rep::kNumber), convert(right, Rep::kNumber)});
  }
  if (op == BinaryOp::kLt) return graph_.make(Op::kLtInt, {left, right});
  if (op == BinaryOp::kLe) return graph_.make(Op::kLeInt, {left, right});
  const Op equal = graph_.rep(left) == Rep::kText   ? Op::kEqText
                   : graph_.rep(left) == Rep::kBool ? Op::kEqBool
                                                    : Op::kEqInt;
  const NodeId same = graph_.make(equal, {left, right});
  return op == BinaryOp::kEq ? same : graph_.make(Op::kNot, {same});
}

NodeId Lowering::arithmetic(ast::BinaryOp op, NodeId left, NodeId right) {
  using ast::BinaryOp;
  const bool numbers =
      op == BinaryOp::kDiv || graph_.rep(left) == Rep::kNumber || graph_.rep(right) == Rep::kNumber;
  if (!numbers) {
    const Op int_op = op == BinaryOp::kAdd   ? Op::kAddInt
                      : op == BinaryOp::kSub ? Op::kSubInt
                                             : Op::kMulInt;
    return graph_.make(int_op, {left, right});
  }
  const Op number_op = op == BinaryOp::kAdd   ? Op::kAddNumber
                       : op == BinaryOp::kSub ? Op::kSubNumber
                       : op == BinaryOp::kMul ? Op::kMulNumber
                                              : Op::kDivNumber;
  return graph_.make(number_op, {convert(left, Rep::kNumber), convert(right, Rep::kNumber)});
}

NodeId Lowering::defaulted(NodeId value, NodeId fallback) {
  if (graph_.rep(value) == Rep::kNumber) {
    return graph_.make(Op::kDefaultNumber, {value, convert(fallback, Rep::kNumber)});
  }
  if (graph_.rep(value) == Rep::kInt) fallback = hashed(fallback);
  DECORUM_ASSERT(graph_.rep(value) == graph_.rep(fallback), "a default is of its value's type");
  switch (graph_.rep(value)) {
    case Rep::kBool:
      return graph_.make(Op::kDefaultBool, {value, fallback});
    case Rep::kText:
      return graph_.make(Op::kDefaultText, {value, fallback});
    default:
      return graph_.make(Op::kDefaultInt, {value, fallback});
  }
}

static const ast::Expr kEmptySet{0, {}, false, ast::SetLit{}};

const ast::Expr* Lowering::behind(const ast::Expr* expr) const {
  const sema::Binding& binding = typed_->bindings[expr->id];
  if (binding.kind == sema::Binding::Kind::kSetting) {
    const ast::Expr* given = module_->settings[binding.index].value;
    return given == nullptr ? expr : behind(given);
  }
  if (binding.kind == sema::Binding::Kind::kDefine &&
      module_->defines[binding.index].parameters.empty()) {
    return behind(module_->defines[binding.index].decl->value.get());
  }
  return expr;
}

std::optional<std::vector<NodeId>> Lowering::setMembers(const ast::Expr& expr) {
  const ast::Expr& set = *behind(&expr);
  const sema::Binding& binding = typed_->bindings[set.id];
  if (binding.kind == sema::Binding::Kind::kParameter) return frame_->sets[binding.field];
  const bool is_set = repOf(typed_->types[set.id]) == Rep::kList;
  // A pack on its own: what only an include gives is empty.
  if (is_set && binding.kind == sema::Binding::Kind::kSetting) return std::vector<NodeId>();
  const auto* literal = std::get_if<ast::SetLit>(&set.kind);
  if (literal == nullptr) return std::nullopt;
  std::vector<NodeId> members;
  for (const auto& element : literal->elements) members.push_back(value(*element));
  return members;
}

NodeId Lowering::membership(const ast::Expr& value_expr, const ast::Expr& set_expr) {
  const NodeId needle = value(value_expr);
  const auto members = setMembers(set_expr);
  if (!members) return contains(value(set_expr), needle);
  bool numbers = graph_.rep(needle) == Rep::kNumber;
  bool constants = graph_.rep(needle) != Rep::kBool;
  for (const NodeId member : *members) {
    numbers = numbers || graph_.rep(member) == Rep::kNumber;
    constants = constants && graph_.isConstant(member) &&
                (graph_.rep(member) == Rep::kText) == (graph_.rep(needle) == Rep::kText);
  }
  if (!constants) {
    std::vector<NodeId> tests;
    for (const NodeId member : *members) {
      tests.push_back(compare(ast::BinaryOp::kEq, needle, member));
    }
    return graph_.make(Op::kOr, std::move(tests));
  }
  if (numbers) {
    std::vector<double> values;
    for (const NodeId member : *members) {
      values.push_back(graph_.constantNumber(convert(member, Rep::kNumber)));
    }
    return graph_.memberOf(convert(needle, Rep::kNumber), std::move(values));
  }
  if (graph_.rep(needle) == Rep::kText) {
    std::vector<std::string> values;
    for (const NodeId member : *members) values.push_back(graph_.constantText(member));
    return graph_.memberOf(needle, std::move(values));
  }
  std::vector<std::int64_t> values;
  for (const NodeId member : *members) values.push_back(graph_.constantInt(member));
  return graph_.memberOf(needle, std::move(values));
}

NodeId Lowering::contains(NodeId container, NodeId part) {
  if (graph_.rep(container) == Rep::kText) return graph_.make(Op::kContainsText, {container, part});
  return graph_.make(hasOp(graph_.rep(part)), {container, part});
}

NodeId Lowering::currentTool(EventKind subject) {
  return graph_.load(graph_.slot(
      simpleSlot(plan::SlotKind::kCurrentTool, Rep::kInt, subject, decorum::name(subject))));
}

NodeId Lowering::sumOf(const ast::Expr& expr, const ast::Expr& list) {
  const Op op = repOf(typed_->types[expr.id]) == Rep::kNumber ? Op::kSumNumber : Op::kSumInt;
  const auto members = setMembers(list);
  if (!members) return graph_.make(op, {value(list)}, typed_->bindings[expr.id].field);
  NodeId sum = graph_.constant(std::int64_t{0});
  for (const NodeId member : *members) sum = arithmetic(ast::BinaryOp::kAdd, sum, member);
  return sum;
}

NodeId Lowering::isTool(const ast::Expr& expr, const ast::IsTool& test) {
  const NodeId current = currentTool(eventOf(test.subject.subject));
  const std::int64_t tool = test.unknown ? -1 : std::int64_t{typed_->bindings[expr.id].index};
  return graph_.make(Op::kEqInt, {current, graph_.constant(tool)});
}

plan::SlotId Lowering::hoursSlot(std::uint32_t hours) {
  return graph_.slot(simpleSlot(plan::SlotKind::kWithinHours, Rep::kBool, EventKind::kUser,
                                "now within " + plan_.hours[hours].name, hours));
}

NodeId Lowering::call(const ast::Expr& expr, const ast::Call& call) {
  const sema::Binding& binding = typed_->bindings[expr.id];
  using Kind = sema::Binding::Kind;
  switch (binding.kind) {
    case Kind::kDefine: {
      Frame frame;
      const auto& parameters = module_->defines[binding.index].parameters;
      for (std::size_t i = 0; i < call.arguments.size(); ++i) {
        frame.sets.push_back(setMembers(*call.arguments[i]));
        // A set stands for itself by the place it was written at.
        const bool is_set = frame.sets.back().has_value();
        frame.values.push_back(is_set ? graph_.constant(std::int64_t{call.arguments[i]->id})
                                      : valueAs(*call.arguments[i], repOf(parameters[i])));
      }
      return define(binding.index, frame);
    }
    case Kind::kLength:
      return textMeasure(plan::SlotKind::kLength, call, "length");
    case Kind::kWords:
      return textMeasure(plan::SlotKind::kWords, call, "words");
    case Kind::kOccurrences:
      return occurrences(call);
    case Kind::kSize: {
      const auto members = setMembers(*call.arguments[0]);
      if (members) return graph_.constant(static_cast<std::int64_t>(members->size()));
      return graph_.make(Op::kSize, {value(*call.arguments[0])});
    }
    case Kind::kSum:
      return sumOf(expr, *call.arguments[0]);
    default:
      DECORUM_ASSERT(false, "a call in a checked expression has a meaning");
      return plan::kNone;
  }
}

NodeId Lowering::define(std::uint32_t index, const Frame& frame) {
  const auto key = std::make_tuple(index, frame.values);
  if (const auto known = defines_.find(key); known != defines_.end()) return known->second;
  const Frame* outer = frame_;
  frame_ = &frame;
  const NodeId node = value(*module_->defines[index].decl->value);
  frame_ = outer;
  defines_.emplace(key, node);
  return node;
}

}  // namespace decorum::lowering
