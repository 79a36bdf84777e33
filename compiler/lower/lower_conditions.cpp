/// Guards as the author built them: the tree beside the graph, for evidence, `explain` and
/// coverage.
#include <algorithm>

#include "compiler/lower/lower.h"
#include "compiler/lower/lowering.h"
#include "runtime/plan/operations.h"

namespace decorum::lowering {

using plan::Condition;
using plan::ConditionId;

namespace {

/// Definitions named twice double what stands under them; past this a condition is shown whole.
constexpr std::size_t kConditionsARule = 1'000;

}  // namespace

const std::string& Lowering::pathInPlan(FileId file) {
  const auto [entry, is_new] = paths_in_plan_.try_emplace(file);
  if (is_new)
    entry->second = decorum::pathInPlan(module_->program->files.front().path, sources_->path(file));
  return entry->second;
}

plan::SourceId Lowering::source(Span span) {
  const auto key = std::make_tuple(span.file, span.begin, span.end);
  const auto known = source_ids_.find(key);
  if (known != source_ids_.end()) return known->second;
  const Position at = sources_->position(span.file, span.begin);
  plan::Source source;
  source.place = {pathInPlan(span.file), at.line, at.column};
  source.text = written(span);
  const auto id = static_cast<plan::SourceId>(plan_.sources.size());
  plan_.sources.push_back(std::move(source));
  source_ids_.emplace(key, id);
  return id;
}

ConditionId Lowering::addCondition(Condition condition) {
  plan_.conditions.push_back(std::move(condition));
  return static_cast<ConditionId>(plan_.conditions.size() - 1);
}

void Lowering::collectSlots(plan::NodeId node, std::vector<plan::SlotId>& slots) const {
  const plan::Node& n = plan_.nodes[node];
  const bool load = plan::isLoad(n.op);
  const auto slot = static_cast<plan::SlotId>(n.payload);
  if (load && std::find(slots.begin(), slots.end(), slot) == slots.end()) slots.push_back(slot);
  for (std::uint32_t i = 0; i < n.operand_count; ++i) {
    collectSlots(plan_.operands[n.first_operand + i], slots);
  }
  if (plan::isQuantifier(n.op)) {
    collectSlots(plan_.quantifiers[n.payload].body, slots);
  }
}

ConditionId Lowering::leafCondition(const ast::Expr& expr) {
  Condition leaf;
  leaf.node = value(expr);
  leaf.source = source(expr.span);
  collectSlots(leaf.node, leaf.slots);
  return addCondition(std::move(leaf));
}

ConditionId Lowering::junctionCondition(const ast::Expr& expr, ast::BinaryOp op) {
  Condition junction;
  junction.kind = op == ast::BinaryOp::kAnd ? Condition::Kind::kAnd : Condition::Kind::kOr;
  junction.node = value(expr);
  junction.source = source(expr.span);
  // `a and b and c` is one condition with three children, however it nests to the left.
  std::vector<const ast::Expr*> parts;
  const ast::Expr* rest = &expr;
  while (const auto* binary = std::get_if<ast::Binary>(&rest->kind)) {
    if (binary->op != op) break;
    parts.push_back(binary->right.get());
    rest = binary->left.get();
  }
  parts.push_back(rest);
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    const ConditionId child = condition(**part);
    // What a setting settled decides nothing at run time.
    if (!graph_.isConstant(plan_.conditions[child].node)) junction.children.push_back(child);
  }
  if (junction.children.empty()) junction.kind = Condition::Kind::kLeaf;
  return addCondition(std::move(junction));
}

ConditionId Lowering::negated(ConditionId child, Span span) {
  Condition negation;
  negation.kind = Condition::Kind::kNot;
  negation.node = graph_.make(plan::Op::kNot, {plan_.conditions[child].node});
  negation.source = source(span);
  negation.children.push_back(child);
  return addCondition(std::move(negation));
}

ConditionId Lowering::condition(const ast::Expr& expr) {
  if (conditions_left_ == 0) return leafCondition(expr);
  --conditions_left_;
  if (const auto* binary = std::get_if<ast::Binary>(&expr.kind)) {
    if (binary->op == ast::BinaryOp::kAnd || binary->op == ast::BinaryOp::kOr) {
      return junctionCondition(expr, binary->op);
    }
  }
  if (const auto* unary = std::get_if<ast::Unary>(&expr.kind)) {
    if (unary->op == ast::UnaryOp::kNot) return negated(condition(*unary->operand), expr.span);
  }
  const sema::Binding& binding = typed_->bindings[expr.id];
  const bool bare_define = binding.kind == sema::Binding::Kind::kDefine &&
                           module_->defines[binding.index].parameters.empty();
  if (bare_define) return condition(*module_->defines[binding.index].decl->value);
  return leafCondition(expr);
}

void Lowering::guard(const std::vector<const ast::Clause*>& clauses, Span span, plan::Rule& rule) {
  conditions_left_ = kConditionsARule;
  Condition all;
  all.kind = Condition::Kind::kAnd;
  for (const ast::Clause* clause : clauses) {
    if (const auto* when = std::get_if<ast::WhenClause>(&clause->kind)) {
      all.children.push_back(condition(*when->condition));
    } else if (const auto* unless = std::get_if<ast::UnlessClause>(&clause->kind)) {
      all.children.push_back(negated(condition(*unless->condition), clause->span));
    }
  }
  std::vector<plan::NodeId> nodes;
  for (const ConditionId child : all.children) nodes.push_back(plan_.conditions[child].node);
  rule.guard = graph_.make(plan::Op::kAnd, std::move(nodes));
  if (all.children.empty()) return;
  if (all.children.size() == 1) {
    rule.condition = all.children.front();
    return;
  }
  all.node = rule.guard;
  all.source = source(span);
  rule.condition = addCondition(std::move(all));
}

}  // namespace decorum::lowering
