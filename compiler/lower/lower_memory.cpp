/// Operators of memory: each becomes an entry of the plan's memory, and the load of what it says.
#include <algorithm>
#include <limits>
#include <utility>

#include "compiler/lower/lowering.h"
#include "runtime/base/assert.h"
#include "runtime/plan/operations.h"

namespace decorum::lowering {

using plan::kNone;
using plan::NodeId;
using plan::Op;
using plan::Operator;
using plan::OperatorKind;
using plan::Rep;
using plan::Unit;

namespace {

Unit unitOf(ast::WindowUnit unit) {
  return unit == ast::WindowUnit::kTime ? Unit::kTime : Unit::kTicks;
}

/// The clock that a unit names, where it names one.
std::optional<EventKind> clockOf(ast::WindowUnit unit) {
  switch (unit) {
    case ast::WindowUnit::kUserTurns:
      return EventKind::kUser;
    case ast::WindowUnit::kReplies:
      return EventKind::kReply;
    case ast::WindowUnit::kToolCalls:
      return EventKind::kToolCall;
    case ast::WindowUnit::kToolResults:
      return EventKind::kToolResult;
    case ast::WindowUnit::kDocuments:
      return EventKind::kDocument;
    default:
      return std::nullopt;
  }
}

/// More ticks than anyone has: windows of as many are all the same.
std::uint32_t bounded(std::int64_t count) {
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(count, 1, 1u << 20));
}

}  // namespace

NodeId Lowering::remember(Operator op, const ast::Expr& expr) {
  for (const NodeId node : {op.operand, op.second, op.key, op.read_key}) {
    if (node == kNone || !plan_.nodes[node].in_body) continue;
    diagnostics_->report<diag::LooksBackAtIt>(expr.span);
    return graph_.constant(false);
  }
  op.source = source(expr.span);
  return graph_.load(graph_.remember(std::move(op), written(expr.span)));
}

Operator Lowering::over(OperatorKind kind, const ast::Expr& operand) {
  Operator op;
  op.kind = kind;
  // The key is of this operator alone, not of those within.
  op.key = op.read_key = std::exchange(key_, kNone);
  op.operand = value(operand);
  op.clock = graph_.clock(op.operand);
  return op;
}

void Lowering::setWindow(Operator& op, const ast::Window& window) {
  op.unit = unitOf(window.unit);
  op.window = window.count;
  if (const auto clock = clockOf(window.unit)) op.clock = static_cast<std::uint8_t>(*clock);
}

NodeId Lowering::inLast(const ast::Expr& expr, const ast::InLast& in_last) {
  const bool every = in_last.mode == ast::InLastMode::kEvery;
  Operator op = over(every ? OperatorKind::kEveryOf : OperatorKind::kInLast, *in_last.operand);
  setWindow(op, in_last.window);
  if (!every) op.keep = in_last.mode == ast::InLastMode::kAny ? 1 : bounded(in_last.at_least);
  return remember(op, expr);
}

NodeId Lowering::ever(const ast::Expr& expr, const ast::Ever& ever) {
  const bool before = ever.kind == ast::EverKind::kPreviously;
  const NodeId node =
      remember(over(before ? OperatorKind::kPreviously : OperatorKind::kEver, *ever.operand), expr);
  return ever.kind == ast::EverKind::kNever ? graph_.make(Op::kNot, {node}) : node;
}

NodeId Lowering::since(const ast::Expr& expr, const ast::Since& since) {
  Operator op = over(OperatorKind::kSince, *since.operand);
  op.second = value(*since.since);
  op.second_clock = graph_.clock(op.second);
  return remember(op, expr);
}

NodeId Lowering::then(const ast::Expr& expr, const ast::Then& then) {
  Operator op = over(OperatorKind::kThen, *then.first);
  op.second = value(*then.then);
  op.second_clock = graph_.clock(op.second);
  op.unit = then.window.unit == ast::WindowUnit::kTime ? Unit::kTime : Unit::kTurns;
  op.window = then.window.count;
  return remember(op, expr);
}

NodeId Lowering::lasting(const ast::Expr& expr, const ast::For& lasting) {
  Operator op = over(OperatorKind::kFor, *lasting.operand);
  setWindow(op, lasting.window);
  return remember(op, expr);
}

NodeId Lowering::aggregated(const ast::Expr& expr, const ast::Aggregated& aggregated) {
  constexpr OperatorKind kKinds[] = {OperatorKind::kCount, OperatorKind::kMin, OperatorKind::kMax,
                                     OperatorKind::kAvg, OperatorKind::kSum};
  if (aggregated.per) key_ = value(*aggregated.per);
  Operator op = over(kKinds[static_cast<std::size_t>(aggregated.function)], *aggregated.operand);
  if (!aggregated.window) {
    // All that there ever was: a count needs no more than a number, the others are refused.
    return remember(op, expr);
  }
  setWindow(op, *aggregated.window);
  std::int64_t keep =
      op.unit == Unit::kTicks ? op.window : std::numeric_limits<std::int64_t>::max();
  if (aggregated.window->at_most) keep = std::min(keep, aggregated.window->at_most->value);
  if (keep == std::numeric_limits<std::int64_t>::max()) {
    diagnostics_
        ->report<diag::UnboundedWindow>(aggregated.window->span, written(aggregated.window->span))
        .help(written(aggregated.window->span) + " at most 100");
    keep = 1;
  }
  op.keep = bounded(keep);
  return remember(op, expr);
}

NodeId Lowering::howLongSince(const ast::Expr& expr, const ast::HowLongSince& ago) {
  const bool time = ago.unit == ast::SinceUnit::kTime;
  return remember(over(time ? OperatorKind::kTimeSince : OperatorKind::kTurnsSince, *ago.operand),
                  expr);
}

NodeId Lowering::repeats(const ast::Expr& expr, const ast::Repeats& repeats) {
  const EventKind subject = eventOf(repeats.subject.subject);
  plan::Slot hash;
  hash.kind = repeats.nearly ? plan::SlotKind::kSimilarity : plan::SlotKind::kTextHash;
  hash.rep = Rep::kInt;
  hash.subject = subject;
  hash.name = std::string(decorum::name(subject)) + (repeats.nearly ? " nearly" : " again");
  Operator op;
  op.kind = repeats.nearly ? OperatorKind::kNearlyRepeats : OperatorKind::kRepeats;
  op.operand = graph_.load(graph_.slot(hash));
  op.clock = static_cast<std::uint8_t>(subject);
  op.unit = Unit::kTicks;
  op.window = repeats.window.count;
  op.keep = bounded(repeats.window.count);
  op.key = op.read_key = std::exchange(key_, kNone);
  return remember(op, expr);
}

NodeId Lowering::flagged(const ast::Expr& expr, const ast::PreviouslyFlagged& flagged) {
  Operator op;
  op.kind = OperatorKind::kFlagged;
  const NodeId name =
      graph_.constant(module_->flagMeant(fileOf(flagged.flag.span), written(flagged.flag.span)));
  op.ref = static_cast<std::uint32_t>(plan_.nodes[name].payload);
  return remember(op, expr);
}

NodeId Lowering::per(const ast::Per& per) {
  key_ = value(*per.key);
  return value(*per.operand);
}

/// The number under which a text is kept.
NodeId Lowering::hashed(NodeId node) {
  if (graph_.rep(node) != Rep::kText) return node;
  plan::Slot salt;
  salt.kind = plan::SlotKind::kSalt;
  salt.rep = Rep::kInt;
  salt.name = "salt";
  return graph_.make(Op::kHashText, {node, graph_.load(graph_.slot(salt))});
}

/// What a result is found by: the key of the call that it answers.
NodeId Lowering::callKey(std::uint32_t tool, const ast::Expr& expr) {
  auto& arguments = plan_.tools[tool].arguments;
  const auto key = std::find_if(arguments.begin(), arguments.end(), [](const plan::Field& field) {
    return (field.labels & plan::kKey) != 0;
  });
  DECORUM_ASSERT(key != arguments.end(), "a tool that is looked up has a key");
  Operator op;
  op.kind = OperatorKind::kCallKey;
  op.operand = graph_.load(fieldSlot(*key, plan::SlotKind::kArgument, EventKind::kToolCall,
                                     plan_.tools[tool].name + "." + key->name));
  op.clock = static_cast<std::uint8_t>(EventKind::kToolCall);
  op.keep = plan::kCallsKept;
  op.ref = tool;
  op.source = source(expr.span);
  return graph_.load(graph_.remember(op, "key of the call of " + plan_.tools[tool].name));
}

NodeId Lowering::keyed(const ast::Expr& expr, const ast::KeyedRef& keyed) {
  const sema::Binding& binding = typed_->bindings[expr.id];
  const std::uint32_t tool = binding.index >> 16;
  auto& result = plan_.tools[tool].results[binding.index & 0xFFFF];
  Operator op;
  op.kind = OperatorKind::kLatest;
  op.key = callKey(tool, expr);
  op.read_key = value(*keyed.key);
  const plan::SlotId slot = fieldSlot(result, plan::SlotKind::kResult, EventKind::kToolResult,
                                      plan_.tools[tool].name + "." + result.name);
  op.operand = hashed(graph_.load(slot));
  op.second = graph_.make(
      Op::kEqInt, {currentTool(EventKind::kToolResult), graph_.constant(std::int64_t{tool})});
  op.clock = op.second_clock = static_cast<std::uint8_t>(EventKind::kToolResult);
  return remember(op, expr);
}

/// `count(E …) >= least`: keeps no more hits than that, and is known where it holds either way.
NodeId Lowering::countedAtLeast(const ast::Expr& expr, const ast::Aggregated& count,
                                std::int64_t least) {
  constexpr std::int64_t kMost = 1 << 20;        // hits that could be kept
  constexpr std::int64_t kForever = 0xFFFFFFFF;  // more than a conversation has events
  if (count.per) key_ = value(*count.per);
  Operator op = over(OperatorKind::kInLast, *count.operand);
  std::int64_t reachable = count.window ? kMost : kForever;
  if (count.window) {
    setWindow(op, *count.window);
    if (op.unit == Unit::kTicks) reachable = std::min(reachable, op.window);
    if (count.window->at_most) reachable = std::min(reachable, count.window->at_most->value);
  }
  // Never and always are answers too, and they have the clock of what is counted.
  const bool never = least > reachable;
  op.keep = never || least <= 0 ? 0 : static_cast<std::uint32_t>(least);
  const NodeId node = remember(op, expr);
  return never ? graph_.make(Op::kNot, {node}) : node;
}

/// The count that `expr` is, by its own name or another.
const ast::Aggregated* Lowering::countBehind(const ast::Expr& expr) const {
  const auto* count = std::get_if<ast::Aggregated>(&behind(&expr)->kind);
  return count != nullptr && count->function == ast::Aggregate::kCount ? count : nullptr;
}

std::optional<NodeId> Lowering::comparedCount(const ast::Expr& expr, ast::BinaryOp op,
                                              const ast::Expr& bound) {
  const ast::Aggregated* count = countBehind(expr);
  if (count == nullptr) return std::nullopt;
  const NodeId limit = value(bound);
  if (!graph_.isConstant(limit) || graph_.rep(limit) != Rep::kInt) return std::nullopt;
  constexpr std::int64_t kFar = std::int64_t{1} << 40;
  const std::int64_t n = std::clamp(graph_.constantInt(limit), -kFar, kFar);
  const ast::Expr& counted = *behind(&expr);
  const auto least = [&](std::int64_t k) { return countedAtLeast(counted, *count, k); };
  const auto negated = [&](NodeId node) { return graph_.make(Op::kNot, {node}); };
  switch (op) {
    case ast::BinaryOp::kGe:
      return least(n);
    case ast::BinaryOp::kGt:
      return least(n + 1);
    case ast::BinaryOp::kLt:
      return negated(least(n));
    case ast::BinaryOp::kLe:
      return negated(least(n + 1));
    case ast::BinaryOp::kEq:
      return graph_.make(Op::kAnd, {least(n), negated(least(n + 1))});
    case ast::BinaryOp::kNe:
      return negated(graph_.make(Op::kAnd, {least(n), negated(least(n + 1))}));
    default:
      return std::nullopt;
  }
}

/// A comparison of a count with a constant is one question to the memory.
std::optional<NodeId> Lowering::countCompared(const ast::Binary& binary) {
  using ast::BinaryOp;
  BinaryOp mirrored = binary.op;
  if (binary.op == BinaryOp::kLt) mirrored = BinaryOp::kGt;
  if (binary.op == BinaryOp::kLe) mirrored = BinaryOp::kGe;
  if (binary.op == BinaryOp::kGt) mirrored = BinaryOp::kLt;
  if (binary.op == BinaryOp::kGe) mirrored = BinaryOp::kLe;
  const bool compares =
      mirrored != binary.op || binary.op == BinaryOp::kEq || binary.op == BinaryOp::kNe;
  if (!compares) return std::nullopt;
  if (const auto left = comparedCount(*binary.left, binary.op, *binary.right)) return left;
  return comparedCount(*binary.right, mirrored, *binary.left);
}

}  // namespace decorum::lowering
