/// Going through expressions and messages without knowing what each means.
#pragma once

#include <variant>

#include "compiler/syntax/ast.h"

namespace decorum::sema {

namespace detail {

template <class Visit>
struct Children {
  Visit& visit;

  void one(const ast::ExprPtr& child) const {
    if (child) visit(*child);
  }
  template <class... Ptrs>
  void each(const Ptrs&... children) const {
    (one(children), ...);
  }
  void all(const std::vector<ast::ExprPtr>& children) const {
    for (const ast::ExprPtr& child : children) one(child);
  }

  void operator()(const ast::SetLit& e) const { all(e.elements); }
  void operator()(const ast::ListLit& e) const { all(e.elements); }
  void operator()(const ast::RecordLit& e) const { all(e.values); }
  void operator()(const ast::KeyedRef& e) const { one(e.key); }
  void operator()(const ast::Unary& e) const { one(e.operand); }
  void operator()(const ast::Binary& e) const { each(e.left, e.right); }
  void operator()(const ast::Between& e) const { each(e.value, e.low, e.high); }
  void operator()(const ast::In& e) const { each(e.value, e.set); }
  void operator()(const ast::IsKnown& e) const { one(e.value); }
  void operator()(const ast::Within& e) const { one(e.value); }
  void operator()(const ast::Mentions& e) const {
    for (const ast::Target& target : e.targets) one(target.where);
  }
  void operator()(const ast::Call& e) const { all(e.arguments); }
  void operator()(const ast::Quantifier& e) const {
    if (e.target) one(e.target->where);
    each(e.list, e.where);
  }
  void operator()(const ast::InLast& e) const { one(e.operand); }
  void operator()(const ast::Ever& e) const { one(e.operand); }
  void operator()(const ast::Since& e) const { each(e.operand, e.since); }
  void operator()(const ast::Then& e) const { each(e.first, e.then); }
  void operator()(const ast::For& e) const { one(e.operand); }
  void operator()(const ast::Aggregated& e) const { each(e.operand, e.per); }
  void operator()(const ast::HowLongSince& e) const { one(e.operand); }
  void operator()(const ast::Per& e) const { each(e.operand, e.key); }
  // The rest has no parts.
  void operator()(const ast::ErrorExpr&) const {}
  void operator()(const ast::BoolLit&) const {}
  void operator()(const ast::IntLit&) const {}
  void operator()(const ast::NumberLit&) const {}
  void operator()(const ast::TextLit&) const {}
  void operator()(const ast::TimeLit&) const {}
  void operator()(const ast::ClockLit&) const {}
  void operator()(const ast::DurationLit&) const {}
  void operator()(const ast::Ref&) const {}
  void operator()(const ast::BuiltinRef&) const {}
  void operator()(const ast::IsTruncated&) const {}
  void operator()(const ast::IsTool&) const {}
  void operator()(const ast::Matches&) const {}
  void operator()(const ast::Repeats&) const {}
  void operator()(const ast::PreviouslyFlagged&) const {}
};

}  // namespace detail

/// Calls `visit(const ast::Expr&)` for each direct part of `expr`, in the order written.
template <class Visit>
void forEachPart(const ast::Expr& expr, Visit visit) {
  std::visit(detail::Children<Visit>{visit}, expr.kind);
}

/// Calls `visit(const ast::Message&)` for each message that a clause shows or tells, in order.
template <class Visit>
void forEachMessage(const ast::Clause& clause, Visit visit) {
  if (const auto* c = std::get_if<ast::SayClause>(&clause.kind)) visit(c->message);
  if (const auto* c = std::get_if<ast::AskClause>(&clause.kind)) visit(c->message);
  if (const auto* c = std::get_if<ast::BecauseClause>(&clause.kind)) visit(c->message);
  if (const auto* c = std::get_if<ast::TellingClause>(&clause.kind)) visit(c->message);
  if (const auto* c = std::get_if<ast::DuringClause>(&clause.kind))
    for (const ast::SayClause& say : c->otherwise_say) visit(say.message);
}

/// Calls `visit(const ast::Expr&)` for the expression of each hole of a message.
template <class Visit>
void forEachHole(const ast::Message& message, Visit visit) {
  for (const auto& piece : message.pieces)
    if (const auto* hole = std::get_if<ast::Hole>(&piece); hole != nullptr && hole->value)
      visit(*hole->value);
}

}  // namespace decorum::sema
