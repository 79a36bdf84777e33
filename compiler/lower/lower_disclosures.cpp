/// Disclosures that no one can ever see.
#include <algorithm>
#include <span>

#include "compiler/lower/lowering.h"
#include "compiler/sema/walk.h"
#include "runtime/plan/operations.h"

namespace decorum::lowering {
namespace {

using plan::NodeId;
using plan::Op;
using plan::Rule;

bool isOn(const Rule& rule, EventKind kind) {
  return (rule.on >> static_cast<unsigned>(kind) & 1) != 0;
}

/// In every conversation, at every time.
bool isAlwaysInForce(const Rule& rule) {
  constexpr std::uint32_t kAll = 1'000'000;
  return !rule.shadow && rule.share_ppm >= kAll && !rule.effective_ms && !rule.until_ms &&
         rule.frequency == plan::Frequency::kAlways;
}

std::span<const NodeId> operandsOf(const plan::Plan& plan, NodeId node) {
  const plan::Node& n = plan.nodes[node];
  return {plan.operands.data() + n.first_operand, n.operand_count};
}

}  // namespace

/// Whether a condition reads a setting, which is there to decide, or compares known numbers, which
/// is reported where it stands.
bool Lowering::isAccountedFor(const ast::Expr& expr) const {
  const sema::Binding& binding = typed_->bindings[expr.id];
  if (binding.kind == sema::Binding::Kind::kSetting) return true;
  if (binding.kind == sema::Binding::Kind::kDefine &&
      isAccountedFor(*module_->defines[binding.index].decl->value)) {
    return true;
  }
  if (const auto* binary = std::get_if<ast::Binary>(&expr.kind)) {
    const auto isKnown = [&](const ast::Expr& operand) {
      const sema::Type& type = typed_->types[operand.id];
      const bool is_number = type.is(sema::Type::Kind::kInt) || type.is(sema::Type::Kind::kNumber);
      return is_number && type.low == type.high;
    };
    if (isKnown(*binary->left) && isKnown(*binary->right)) return true;
  }
  bool found = false;
  sema::forEachPart(expr, [&](const ast::Expr& part) { found = found || isAccountedFor(part); });
  return found;
}

void Lowering::reportNeverHolds(const sema::Rule& rule) {
  if (rule.decl->kind != ast::RuleKind::kDisclose) return;
  for (const ast::Clause* clause : rule.clauses) {
    const auto* when = std::get_if<ast::WhenClause>(&clause->kind);
    const auto* unless = std::get_if<ast::UnlessClause>(&clause->kind);
    if (when != nullptr && isAccountedFor(*when->condition)) return;
    if (unless != nullptr && isAccountedFor(*unless->condition)) return;
  }
  diagnostics_->report<diag::NeverShown>(rule.decl->name.span, written(rule.decl->name.span),
                                         "its condition never holds");
}

/// Whether a condition is of the person's latest message alone: it is at a reply what it was at the
/// message.
bool Lowering::isOfMessage(NodeId node) const {
  const plan::Node& n = plan_.nodes[node];
  if (plan::isQuantifier(n.op)) return false;
  if (plan::isLoad(n.op)) {
    const plan::Slot& slot = plan_.slots[n.payload];
    if (slot.subject != EventKind::kUser) return false;
    switch (slot.kind) {
      case plan::SlotKind::kFound:
      case plan::SlotKind::kOccurrences:
      case plan::SlotKind::kDistinct:
      case plan::SlotKind::kLength:
      case plan::SlotKind::kWords:
        return true;
      default:
        return false;
    }
  }
  const auto operands = operandsOf(plan_, node);
  return std::all_of(operands.begin(), operands.end(),
                     [&](NodeId operand) { return isOfMessage(operand); });
}

/// Whether the disclosure asks for all that the stopping rule asks for, of the message alone. What
/// is found in a message is not there before the first one, so that there is a message to stop.
bool Lowering::hides(const Rule& stopping, const Rule& disclosing) const {
  const auto partsOf = [&](NodeId guard) {
    std::vector<NodeId> parts{guard};
    if (plan_.nodes[guard].op == Op::kAnd) {
      const auto operands = operandsOf(plan_, guard);
      parts.assign(operands.begin(), operands.end());
    }
    return parts;
  };
  const std::vector<NodeId> asked = partsOf(disclosing.guard);
  bool needs_message = false;
  for (const NodeId part : partsOf(stopping.guard)) {
    if (std::find(asked.begin(), asked.end(), part) == asked.end()) return false;
    if (!isOfMessage(part)) return false;
    const plan::Node& node = plan_.nodes[part];
    needs_message = needs_message || (node.op == Op::kLoadBool &&
                                      plan_.slots[node.payload].kind == plan::SlotKind::kFound);
  }
  return needs_message;
}

void Lowering::reportHidden(const std::vector<Span>& names) {
  // A message that is both held and asked about may be released.
  const bool may_release =
      std::any_of(plan_.rules.begin(), plan_.rules.end(), [](const Rule& rule) {
        return rule.kind == RuleKind::kHold && isOn(rule, EventKind::kUser);
      });
  constexpr auto kReplyOnly = 1u << static_cast<unsigned>(EventKind::kReply);
  for (std::size_t i = 0; i < plan_.rules.size(); ++i) {
    const Rule& disclosing = plan_.rules[i];
    if (disclosing.kind != RuleKind::kDisclose) continue;
    if (disclosing.share_ppm == 0) {
      diagnostics_->report<diag::NeverShown>(names[i], written(names[i]),
                                             "its share of conversations is none");
    }
    if (disclosing.on != kReplyOnly) continue;
    for (std::size_t j = 0; j < plan_.rules.size(); ++j) {
      const Rule& stopping = plan_.rules[j];
      const bool stops = stopping.kind == RuleKind::kBlock ||
                         (stopping.kind == RuleKind::kClarify && !may_release);
      if (!stops || !isOn(stopping, EventKind::kUser) || !isAlwaysInForce(stopping)) continue;
      if (!hides(stopping, disclosing)) continue;
      diagnostics_->report<diag::AlwaysHidden>(names[i], written(names[i]), written(names[j]))
          .help(written(names[i]), written(names[j]))
          .note(names[j], "the message gets no reply where this holds");
      break;
    }
  }
}

}  // namespace decorum::lowering
