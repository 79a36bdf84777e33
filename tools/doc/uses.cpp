#include "tools/doc/uses.h"

#include <functional>

#include "compiler/sema/walk.h"

namespace decorum::doc {
namespace {

using sema::Binding;
using sema::SymbolId;

class Gatherer {
 public:
  Gatherer(const Subject& subject, Uses& uses) : subject_(subject), uses_(uses) {}

  void rule(const sema::Rule& rule) {
    user_ = rule.symbol;
    for (const ast::Clause* each : rule.clauses) {
      std::visit(*this, each->kind);
      sema::forEachMessage(*each, [&](const ast::Message& message) {
        sema::forEachHole(message, [&](const ast::Expr& hole) { visit(hole); });
      });
    }
  }
  void define(const sema::Define& define) {
    user_ = define.symbol;
    expression(define.decl->value);
  }
  void fairness(const sema::Fairness& fairness) {
    user_ = fairness.symbol;
    for (const ast::FairnessClause& clause : fairness.decl->clauses)
      if (const auto* same = std::get_if<ast::SameDecisionClause>(&clause.kind))
        for (const ast::Path* path : {&same->from, &same->to}) named(*path);
  }

  void operator()(const ast::WhenClause& clause) { expression(clause.condition); }
  void operator()(const ast::UnlessClause& clause) { expression(clause.condition); }
  void operator()(const ast::FindClause& clause) {
    for (const ast::Target& each : clause.targets) target(each);
  }
  void operator()(const ast::DuringClause& clause) { named(clause.hours); }
  template <class Other>
  void operator()(const Other&) {}

 private:
  void add(SymbolId used) { uses_.by[used].insert(user_); }
  void named(const ast::Path& path) {
    const auto found = subject_.module().find(subject_.module().fileOf(path.span), path);
    if (found) add(found->symbol);
  }
  void bound(const sema::TargetBinding& binding) {
    using Kind = sema::TargetBinding::Kind;
    if (binding.kind == Kind::kPhrases) add(subject_.module().phrases[binding.index].symbol);
    if (binding.kind == Kind::kPattern) add(subject_.module().patterns[binding.index].symbol);
    if (binding.kind == Kind::kDetector) uses_.detectors[binding.detector].insert(user_);
  }
  void target(const ast::Target& target) {
    const auto found = subject_.typed.targets.find(&target);
    if (found != subject_.typed.targets.end()) bound(found->second);
    expression(target.where);
  }
  void expression(const ast::ExprPtr& expr) {
    if (expr) visit(*expr);
  }
  void visit(const ast::Expr& expr) {
    binding(subject_.typed.bindings[expr.id]);
    if (const auto* e = std::get_if<ast::Mentions>(&expr.kind))
      for (const ast::Target& each : e->targets) target(each);
    if (const auto* e = std::get_if<ast::Quantifier>(&expr.kind); e != nullptr && e->target)
      target(*e->target);
    const auto argument = subject_.typed.target_arguments.find(expr.id);
    if (argument != subject_.typed.target_arguments.end()) bound(argument->second);
    sema::forEachPart(expr, [&](const ast::Expr& part) { visit(part); });
  }
  void binding(const Binding& binding) {
    const sema::Module& module = subject_.module();
    switch (binding.kind) {
      case Binding::Kind::kFact:
        return add(module.records[binding.index].symbol);
      case Binding::Kind::kSignal:
        return add(module.signals[binding.index].symbol);
      case Binding::Kind::kArgument:
      case Binding::Kind::kResult:
      case Binding::Kind::kTool:
        return add(module.tools[binding.index].symbol);
      case Binding::Kind::kKeyed:
        if (binding.index != Binding::kNoTool) add(module.tools[binding.index >> 16].symbol);
        return;
      case Binding::Kind::kDefine:
        return add(module.defines[binding.index].symbol);
      case Binding::Kind::kSetting:
        return add(module.settings[binding.index].symbol);
      case Binding::Kind::kHours:
        return add(module.hours[binding.index].symbol);
      default:
        return;
    }
  }

  const Subject& subject_;
  Uses& uses_;
  SymbolId user_ = 0;
};

}  // namespace

Uses usesOf(const Subject& subject) {
  Uses uses;
  Gatherer gatherer(subject, uses);
  const sema::Module& module = subject.module();
  std::set<SymbolId> roots;
  for (const sema::Rule& rule : module.rules) {
    if (!sema::isInForce(rule)) continue;
    gatherer.rule(rule);
    roots.insert(rule.symbol);
  }
  for (const sema::Define& define : module.defines) gatherer.define(define);
  for (const sema::Fairness& fairness : module.fairness) {
    if (!fairness.in_force) continue;
    gatherer.fairness(fairness);
    roots.insert(fairness.symbol);
  }
  // From what is in force down; definitions lead on.
  std::vector<SymbolId> open(roots.begin(), roots.end());
  while (!open.empty()) {
    const SymbolId user = open.back();
    open.pop_back();
    for (const auto& [used, users] : uses.by)
      if (users.count(user) > 0 && uses.reached.insert(used).second) open.push_back(used);
  }
  return uses;
}

}  // namespace decorum::doc
