// Rules that never fire, or at each event.
#include <algorithm>

#include "compiler/lint/context.h"

namespace decorum::lint_phase {
namespace {

using Op = ast::BinaryOp;

// What `true` and `false` as written make of a condition. What a setting decides is open.
std::optional<bool> known(const ast::Expr& expr) {
  if (const auto* literal = std::get_if<ast::BoolLit>(&expr.kind)) return literal->value;
  if (const auto* unary = std::get_if<ast::Unary>(&expr.kind);
      unary != nullptr && unary->op == ast::UnaryOp::kNot) {
    const auto operand = known(*unary->operand);
    return operand ? std::optional(!*operand) : std::nullopt;
  }
  const auto* binary = std::get_if<ast::Binary>(&expr.kind);
  if (binary == nullptr || (binary->op != Op::kAnd && binary->op != Op::kOr)) return std::nullopt;
  const bool decides = binary->op == Op::kOr;  // one operand of that value is enough
  const auto left = known(*binary->left), right = known(*binary->right);
  if (left == decides || right == decides) return decides;
  return left && right ? std::optional(!decides) : std::nullopt;
}

void checkGuard(Context& context, const sema::Rule& rule) {
  const ast::Name& name = rule.decl->name;
  const auto* when = sema::clauseOf<ast::WhenClause>(rule);
  const auto* unless = sema::clauseOf<ast::UnlessClause>(rule);
  const auto never = [&](std::string_view why, Span at) {
    context.diagnostics.report<diag::NeverFires>(name.span, name.text, why)
        .note(at, "because of this");
  };
  const auto holds = when != nullptr ? known(*when->condition) : std::nullopt;
  const auto refuses = unless != nullptr ? known(*unless->condition) : std::nullopt;
  // Of a disclosure the plan tells (D0621).
  if (rule.decl->kind != ast::RuleKind::kDisclose) {
    if (holds == false) return never("its condition never holds", when->condition->span);
    if (refuses == true) return never("'unless' always holds", unless->condition->span);
    const auto* share = sema::clauseOf<ast::ShareClause>(rule);
    if (share != nullptr && share->share.value == 0)
      return never("its share of conversations is none", share->share.span);
  }
  if (holds == true) {
    context.diagnostics.report<diag::AlwaysFires>(when->condition->span, name.text);
    return;
  }
  if (when == nullptr || unless == nullptr) return;
  // Where `when` holds so do its parts, and one of them is enough for `unless`.
  std::vector<std::string> asked{context.key(when->condition->span)};
  for (const ast::Expr* part : chainOf(*when->condition, Op::kAnd))
    asked.push_back(context.key(part->span));
  for (const ast::Expr* part : chainOf(*unless->condition, Op::kOr))
    if (std::find(asked.begin(), asked.end(), context.key(part->span)) != asked.end())
      return never("'unless' holds whenever 'when' does", part->span);
}

}  // namespace

void lintGuards(Context& context) {
  for (const sema::Rule& rule : context.module.rules)
    if (rule.disabled == nullptr) checkGuard(context, rule);
}

}  // namespace decorum::lint_phase
