// Messages: what may stand in their holes.
#include "compiler/sema/checker.h"
#include "compiler/sema/walk.h"

namespace decorum::sema {
namespace {

using Kind = Type::Kind;

}  // namespace

bool Checker::findsText(const ast::Expr& expr) const {
  if (std::holds_alternative<ast::Mentions>(expr.kind)) return true;
  if (std::holds_alternative<ast::Matches>(expr.kind)) return true;
  if (const auto* e = std::get_if<ast::Quantifier>(&expr.kind); e && e->target) return true;
  const Binding& bound = typed_.bindings[expr.id];
  if (bound.kind == Binding::Kind::kOccurrences) return true;
  if (bound.kind == Binding::Kind::kDefine && defines_[bound.index].finds_text) return true;
  bool found = false;
  forEachPart(expr, [&](const ast::Expr& part) { found = found || findsText(part); });
  return found;
}

void Checker::checkMessage(const ast::Message& message, const Scope& scope) {
  for (const auto& piece : message.pieces)
    if (const auto* hole = std::get_if<ast::Hole>(&piece)) checkHole(*hole, scope);
}

// What a setting gives is the same in every conversation, as if it were written there.
void Checker::checkVerbatim(const ast::Message& message) {
  for (const auto& piece : message.pieces) {
    const auto* hole = std::get_if<ast::Hole>(&piece);
    if (!hole) continue;
    const bool is_setting = hole->form == ast::HoleForm::kPlain && hole->value &&
                            typed_.bindings[hole->value->id].kind == Binding::Kind::kSetting;
    if (!is_setting) diagnostics_.report<diag::HoleInVerbatim>(hole->span, quoted(hole->span));
  }
}

void Checker::checkHole(const ast::Hole& hole, const Scope& scope) {
  if (hole.form == ast::HoleForm::kMatch) {
    if (!match_is_known_) diagnostics_.report<diag::MatchOfNothing>(hole.span);
    return;
  }
  if (!hole.value) return;
  const ast::Expr& value = *hole.value;
  const Type type = need(value, scope);
  if (type.isError()) return;
  const bool is_cut = hole.form == ast::HoleForm::kFirst || hole.form == ast::HoleForm::kLast ||
                      hole.form == ast::HoleForm::kFirstLast;
  if (type.is(Kind::kList) || type.is(Kind::kSet) || type.is(Kind::kRecord)) {
    auto finding =
        diagnostics_.report<diag::NotPrintable>(value.span, quoted(value.span), typeName(type));
    finding.help(fmt::format("write how many there are: {{size({})}}", quoted(value.span)));
    return;
  }
  if (is_cut && !type.is(Kind::kText)) {
    diagnostics_.report<diag::NotText>(value.span, quoted(value.span), typeName(type));
    return;
  }
  if (is_cut && ((hole.form != ast::HoleForm::kFirst && hole.last < 1) ||
                 (hole.form != ast::HoleForm::kLast && hole.first < 1)))
    diagnostics_.report<diag::NothingOfIt>(hole.span, quoted(hole.span), "1 character");
}

}  // namespace decorum::sema
