// Tools, and what conditions prove: that a call or result is at hand, that a value is there.
#include <algorithm>

#include "compiler/sema/checker.h"
#include "compiler/sema/walk.h"

namespace decorum::sema {
namespace {

using Kind = Type::Kind;

bool isMemory(const ast::Expr& expr) {
  return std::holds_alternative<ast::InLast>(expr.kind) ||
         std::holds_alternative<ast::Ever>(expr.kind) ||
         std::holds_alternative<ast::Since>(expr.kind) ||
         std::holds_alternative<ast::Then>(expr.kind) ||
         std::holds_alternative<ast::For>(expr.kind) ||
         std::holds_alternative<ast::Aggregated>(expr.kind) ||
         std::holds_alternative<ast::HowLongSince>(expr.kind) ||
         std::holds_alternative<ast::Per>(expr.kind);
}

std::optional<Proof> presence(const Binding& bound) {
  switch (bound.kind) {
    case Binding::Kind::kFact:
    case Binding::Kind::kSignal:
    case Binding::Kind::kArgument:
    case Binding::Kind::kResult:
    case Binding::Kind::kDefine:
    case Binding::Kind::kParameter:
    case Binding::Kind::kItField:
    case Binding::Kind::kIt:
    case Binding::Kind::kKeyed:
      return Proof{bound.kind, bound.index, bound.field};
    default:
      return std::nullopt;
  }
}

void keepCommon(Proofs& into, const Proofs& a, const Proofs& b) {
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(into, into.end()));
}

}  // namespace

Type Checker::checkIsTool(const ast::Expr& expr, const ast::IsTool& is, const Scope& scope) {
  const Type result = makeType(Kind::kBool);
  const bool has_tool = is.subject.subject == ast::Subject::kToolCall ||
                        is.subject.subject == ast::Subject::kToolResult;
  if (!has_tool) {
    const std::string tool = is.unknown ? "unknown" : quoted(is.tool.span);
    diagnostics_.report<diag::NotAToolEvent>(is.subject.span, nameOf(is.subject.subject))
        .help(tool, tool);
    return result;
  }
  if (is.unknown) return result;
  if (const Symbol* tool = find(scope, is.tool, SymbolKind::kTool))
    binding(expr) = {Binding::Kind::kTool, tool->index,
                     is.subject.subject == ast::Subject::kToolResult ? 1U : 0U};
  return result;
}

void Checker::checkTool(const Tool& tool) {
  const std::string& name = module_.symbols[tool.symbol].name;
  for (const Field& result : tool.results)
    for (const Field& argument : tool.arguments)
      if (!result.name.empty() && result.name == argument.name)
        diagnostics_.report<diag::FieldTwiceInTool>(result.span, result.name, name)
            .help(name + "." + result.name)
            .note(argument.span, "an argument here");
}

void Checker::learn(const ast::Expr& expr, bool truth, Proofs& known) const {
  if (const auto* e = std::get_if<ast::Unary>(&expr.kind)) {
    if (e->op == ast::UnaryOp::kNot) learn(*e->operand, !truth, known);
    return;
  }
  if (const auto* e = std::get_if<ast::IsKnown>(&expr.kind)) {
    const auto proof = presence(typed_.bindings[e->value->id]);
    if (proof && truth != e->negated) known.insert(*proof);
    return;
  }
  if (std::holds_alternative<ast::IsTool>(expr.kind)) {
    const Binding& bound = typed_.bindings[expr.id];
    if (truth && bound.kind == Binding::Kind::kTool)
      known.insert({bound.kind, bound.index, bound.field});
    return;
  }
  if (std::holds_alternative<ast::Ref>(expr.kind)) {
    const Binding& bound = typed_.bindings[expr.id];
    if (bound.kind != Binding::Kind::kDefine) return;
    const DefineState& define = defines_[bound.index];
    const Proofs& proofs = truth ? define.if_true : define.if_false;
    known.insert(proofs.begin(), proofs.end());
    return;
  }
  learnChain(expr, truth, known);
}

// All operands of a true `and` hold, and none of a false `or`: each proves. Else one of them does,
// and only what every one would prove is known.
void Checker::learnChain(const ast::Expr& expr, bool truth, Proofs& known) const {
  const auto* top = std::get_if<ast::Binary>(&expr.kind);
  if (!top || (top->op != ast::BinaryOp::kAnd && top->op != ast::BinaryOp::kOr)) return;
  const bool all = (top->op == ast::BinaryOp::kAnd) == truth;
  Proofs common;
  bool is_first = true;
  const auto take = [&](const ast::Expr& operand) {
    if (all) return learn(operand, truth, known);
    Proofs own;
    learn(operand, truth, own);
    Proofs both;
    keepCommon(both, common, own);
    common = is_first ? own : both;
    is_first = false;
  };
  const ast::Expr* left = &expr;
  for (const auto* link = top; link && link->op == top->op;
       link = std::get_if<ast::Binary>(&left->kind)) {
    take(*link->right);
    left = link->left.get();
  }
  take(*left);
  known.insert(common.begin(), common.end());
}

void Checker::checkReachable(const ast::Expr& expr, Subjects on) {
  if (isMemory(expr)) return;  // looks back at other events
  std::optional<ast::SubjectRef> needed;
  if (const auto* is = std::get_if<ast::IsTool>(&expr.kind)) needed = is->subject;
  if (const auto* is = std::get_if<ast::IsTruncated>(&expr.kind)) needed = is->subject;
  if (const auto* builtin = std::get_if<ast::BuiltinRef>(&expr.kind);
      builtin && builtin->which == ast::Builtin::kFirstReply)
    needed = ast::SubjectRef{ast::Subject::kReply, expr.span};
  const bool is_tool_event = needed && (!std::holds_alternative<ast::IsTool>(expr.kind) ||
                                        needed->subject == ast::Subject::kToolCall ||
                                        needed->subject == ast::Subject::kToolResult);
  if (is_tool_event && !(on & bit(needed->subject))) {
    const auto name = nameOf(needed->subject);
    diagnostics_.report<diag::NeverAtHand>(expr.span, quoted(expr.span), name).help(name);
  }
  forEachPart(expr, [&](const ast::Expr& part) { checkReachable(part, on); });
}

}  // namespace decorum::sema
