// Single expressions that say in a roundabout way what is simple, or say nothing.
#include <algorithm>
#include <set>

#include "compiler/lint/context.h"
#include "compiler/lint/range.h"
#include "compiler/sema/types.h"

namespace decorum::lint_phase {
namespace {

using Op = ast::BinaryOp;
using Kind = sema::Type::Kind;

bool isNot(const ast::Expr& expr) {
  const auto* unary = std::get_if<ast::Unary>(&expr.kind);
  return unary != nullptr && unary->op == ast::UnaryOp::kNot;
}

// Where any condition may stand as it is: alone, or in `and`, `or`, `not`.
bool isFree(const ast::Expr* parent) {
  if (parent == nullptr || isNot(*parent)) return true;
  const auto* binary = std::get_if<ast::Binary>(&parent->kind);
  return binary != nullptr && (binary->op == Op::kAnd || binary->op == Op::kOr);
}

std::string written(const Context& context, const ast::Expr& expr) {
  const std::string text(context.text(expr.span));
  return expr.parenthesized ? "(" + text + ")" : text;
}

void checkNegation(Context& context, const ast::Expr& expr) {
  const ast::Expr& inner = *std::get<ast::Unary>(expr.kind).operand;
  std::string instead;
  if (isNot(inner)) {
    instead = written(context, *std::get<ast::Unary>(inner.kind).operand);
  } else if (const auto* known = std::get_if<ast::IsKnown>(&inner.kind); known && known->negated) {
    instead = std::string(context.text(known->value->span)) + " is known";
    if (known->value->parenthesized) instead.clear();
  } else if (const auto* ever = std::get_if<ast::Ever>(&inner.kind);
             ever && ever->kind == ast::EverKind::kNever) {
    instead = "ever " + written(context, *ever->operand);
  } else {
    return;
  }
  auto finding =
      context.diagnostics.report<diag::DoubleNegation>(expr.span, context.quoted(expr.span));
  if (instead.empty()) return;
  finding.help(instead);
  // What is in parentheses ends with one that may not be part of the span.
  Span whole = expr.span;
  if (inner.parenthesized && !context.text(whole).ends_with(')')) return;
  if (!context.hasComment(whole))
    finding.fix(Fix::Kind::kSafe, "write '" + instead + "'", {{whole, instead}});
}

void checkTruth(Context& context, const ast::Expr& expr, const ast::Binary& binary,
                const ast::Expr* parent) {
  if (binary.op != Op::kEq && binary.op != Op::kNe) return;
  const auto* literal = std::get_if<ast::BoolLit>(&binary.right->kind);
  if (literal == nullptr || std::holds_alternative<ast::BoolLit>(binary.left->kind)) return;
  const bool stands = literal->value == (binary.op == Op::kEq);
  const std::string value = written(context, *binary.left);
  const std::string instead = stands ? value : "not " + value;
  auto finding = context.diagnostics.report<diag::ComparedWithTruth>(
      expr.span, context.quoted(binary.left->span));
  finding.help(instead);
  const bool is_default = value.find(" default ") != std::string::npos;
  if (isFree(parent) && !is_default && !context.hasComment(expr.span))
    finding.fix(Fix::Kind::kSafe, "write '" + instead + "'", {{expr.span, instead}});
}

// `count(E) >= 1`: a bit is kept for `ever E`, a number for the count.
void checkCount(Context& context, const ast::Expr& expr, const ast::Binary& binary,
                const ast::Expr* parent) {
  const auto* count = std::get_if<ast::Aggregated>(&binary.left->kind);
  if (count == nullptr || count->function != ast::Aggregate::kCount || count->window || count->per)
    return;
  const auto bound = constantOf(*binary.right);
  if (!bound) return;
  const bool is_ever = (binary.op == Op::kGe && *bound == 1) ||
                       ((binary.op == Op::kGt || binary.op == Op::kNe) && *bound == 0);
  const bool is_never = (binary.op == Op::kLt && *bound == 1) ||
                        ((binary.op == Op::kEq || binary.op == Op::kLe) && *bound == 0);
  if (!is_ever && !is_never) return;
  const std::string instead =
      fmt::format("{} ({})", is_ever ? "ever" : "never", context.text(count->operand->span));
  auto finding =
      context.diagnostics.report<diag::CountsToOne>(expr.span, context.quoted(expr.span));
  finding.help(instead);
  if (isFree(parent) && !context.hasComment(expr.span))
    finding.fix(Fix::Kind::kSafe, "write '" + instead + "'", {{expr.span, instead}});
}

bool isComparison(Op op) {
  return op == Op::kEq || op == Op::kNe || op == Op::kLt || op == Op::kLe || op == Op::kGt ||
         op == Op::kGe;
}

// A threshold that a missing score just reaches.
void checkThreshold(Context& context, const ast::Expr& expr, const ast::Binary& binary) {
  if (binary.op != Op::kGe && binary.op != Op::kLe) return;
  const sema::Binding& bound = context.typed.bindings[binary.left->id];
  if (bound.kind != sema::Binding::Kind::kSignal) return;
  const ast::SignalDecl& signal = *context.module.signals[bound.index].decl;
  const auto threshold = constantOf(*binary.right);
  const auto missing = signal.when_missing ? constantOf(*signal.when_missing) : std::nullopt;
  if (!threshold || missing != threshold) return;
  const std::string strict =
      fmt::format("{} {} {}", context.quoted(binary.left->span), binary.op == Op::kGe ? ">" : "<",
                  context.quoted(binary.right->span));
  context.diagnostics
      .report<diag::MissingAtThreshold>(expr.span, context.quoted(expr.span), signal.name.text,
                                        context.quoted(signal.when_missing->span))
      .help(strict)
      .note(signal.when_missing->span, "declared here")
      .fix(Fix::Kind::kSuggestion, "write '" + strict + "'",
           {{binary.op_span, binary.op == Op::kGe ? ">" : "<"}});
}

void checkBinary(Context& context, const ast::Expr& expr, const ast::Binary& binary,
                 const ast::Expr* parent) {
  checkTruth(context, expr, binary, parent);
  checkCount(context, expr, binary, parent);
  checkThreshold(context, expr, binary);
  if (isComparison(binary.op) && !constantOf(*binary.left) &&
      context.key(binary.left->span) == context.key(binary.right->span))
    context.diagnostics.report<diag::ComparedWithItself>(expr.span, context.quoted(expr.span));
}

void checkSet(Context& context, const ast::Expr& expr, const ast::In& in) {
  const auto* set = std::get_if<ast::SetLit>(&in.set->kind);
  if (set == nullptr) return;
  std::vector<Span> spans;
  for (const ast::ExprPtr& element : set->elements) spans.push_back(element->span);
  std::set<std::string> members;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (members.insert(context.key(spans[i])).second) continue;
    const std::string member = context.quoted(spans[i]);
    auto finding = context.diagnostics.report<diag::MemberTwice>(spans[i], member);
    if (auto edits = removeItem(context, spans, i); !edits.empty())
      finding.fix(Fix::Kind::kSafe, "remove the second '" + member + "'", std::move(edits));
  }
  const sema::Type& type = context.typed.types[in.value->id];
  if (!type.is(Kind::kEnum)) return;
  const auto& all = sema::membersOf(context.module, type.enumeration);
  const bool every = std::all_of(all.begin(), all.end(),
                                 [&](const auto& member) { return members.count(member) != 0; });
  if (every)
    context.diagnostics.report<diag::EveryMember>(expr.span, context.quoted(in.value->span));
}

void checkWindow(Context& context, const ast::Expr& expr) {
  const auto* in_last = std::get_if<ast::InLast>(&expr.kind);
  const auto* lasting = std::get_if<ast::For>(&expr.kind);
  const ast::Window* window =
      in_last != nullptr ? &in_last->window : (lasting != nullptr ? &lasting->window : nullptr);
  if (window == nullptr || window->unit == ast::WindowUnit::kTime || window->count != 1) return;
  context.diagnostics.report<diag::WindowOfOne>(window->span, context.quoted(window->span));
}

}  // namespace

void lintExpressions(Context& context) {
  forEachExpr(context, [&](const ast::Expr& expr, const ast::Expr* parent) {
    if (isNot(expr)) checkNegation(context, expr);
    if (const auto* binary = std::get_if<ast::Binary>(&expr.kind))
      checkBinary(context, expr, *binary, parent);
    if (const auto* in = std::get_if<ast::In>(&expr.kind)) checkSet(context, expr, *in);
    checkWindow(context, expr);
  });
}

}  // namespace decorum::lint_phase
