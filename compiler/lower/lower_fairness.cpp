/// `fairness` blocks: what is swapped and what is compared. What is kept blind was proved before.
#include <algorithm>
#include <cmath>

#include "compiler/lower/lowering.h"
#include "runtime/base/assert.h"

namespace decorum::lowering {
namespace {

constexpr double kMillion = 1e6;
constexpr std::int64_t kUsualSize = 200;  // conversations of a group, where nothing is said
constexpr std::uint8_t kTexts = 0b0011111;

/// A name for each clause of a kind: the block's, with a number from the second on.
std::string numbered(const std::string& name, int count) {
  return count == 1 ? name : fmt::format("{} ({})", name, count);
}

}  // namespace

void Lowering::fairness() {
  for (const sema::Fairness& fairness : module_->fairness) {
    if (!fairness.in_force) continue;
    const std::string& name = module_->symbols[fairness.symbol].name;
    int swaps = 0, monitors = 0;
    for (const ast::FairnessClause& clause : fairness.decl->clauses) {
      if (const auto* c = std::get_if<ast::SameDecisionClause>(&clause.kind)) {
        swap(*c, numbered(name, ++swaps), clause.span);
      }
      if (const auto* c = std::get_if<ast::CompareClause>(&clause.kind)) {
        monitor(*c, numbered(name, ++monitors), clause.span);
      }
    }
  }
}

void Lowering::swap(const ast::SameDecisionClause& same, const std::string& name, Span span) {
  const auto phrasesOf = [&](const ast::Path& path) -> const std::vector<std::string>& {
    const auto found = module_->find(fileOf(path.span), path);
    return module_->phrases[module_->symbols[found->symbol].index].phrases;
  };
  plan::Swap swap;
  swap.name = name;
  swap.source = source(span);
  swap.from = phrasesOf(same.from);
  swap.to = phrasesOf(same.to);
  for (const auto& subject : same.subjects) {
    swap.subjects |= static_cast<std::uint8_t>(1u << static_cast<unsigned>(subject.subject));
  }
  if (same.subjects.empty()) swap.subjects = kTexts;
  if (same.share) {
    swap.share_ppm = static_cast<std::uint32_t>(std::lround(same.share->value * kMillion));
  }
  plan_.swaps.push_back(std::move(swap));
}

std::vector<std::uint32_t> Lowering::rulesOf(const ast::RuleSelector& selector) const {
  std::vector<std::uint32_t> rules;
  for (std::uint32_t i = 0; i < plan_.rules.size(); ++i) {
    const auto* kind = std::get_if<ast::RuleKind>(&selector.what);
    bool is_meant = kind != nullptr && plan_.rules[i].kind == static_cast<RuleKind>(*kind);
    if (kind == nullptr) {
      const auto& path = std::get<ast::Path>(selector.what);
      const auto found = module_->find(fileOf(path.span), path);
      is_meant = found && module_->symbols[found->symbol].name == plan_.rules[i].name;
    }
    if (is_meant) rules.push_back(i);
  }
  return rules;
}

std::vector<std::string> Lowering::groupsOf(const ast::CompareClause& compare,
                                            const plan::FieldShape& shape) const {
  if (!compare.groups) {
    return shape.type == plan::FieldType::kEnum ? shape.members
                                                : std::vector<std::string>{"false", "true"};
  }
  std::vector<std::string> groups;
  for (const ast::ExprPtr& group : std::get<ast::SetLit>(compare.groups->kind).elements) {
    const auto* text = std::get_if<ast::TextLit>(&group->kind);
    groups.push_back(text != nullptr ? text->value : written(group->span));
  }
  return groups;
}

void Lowering::monitor(const ast::CompareClause& compare, const std::string& name, Span span) {
  const auto found = module_->find(fileOf(compare.fact.span), compare.fact);
  plan::Record& record = plan_.records[module_->symbols[found->symbol].index];
  std::string rest;
  for (std::size_t i = found->parts; i < compare.fact.parts.size(); ++i) {
    rest += (rest.empty() ? "" : ".") + compare.fact.parts[i].text;
  }
  const auto field = std::find_if(record.fields.begin(), record.fields.end(),
                                  [&](const plan::Field& one) { return one.name == rest; });
  DECORUM_ASSERT(field != record.fields.end(), "what is compared by is a fact");
  plan::Monitor monitor;
  monitor.name = name;
  monitor.source = source(span);
  monitor.effect = written(compare.effect.span);
  monitor.rules = rulesOf(compare.effect);
  monitor.fact = record.name + "." + field->name;
  monitor.slot = fieldSlot(*field, plan::SlotKind::kFact, EventKind::kUser, monitor.fact);
  monitor.groups = groupsOf(compare, field->shape);
  monitor.at_least = compare.at_least.value;
  monitor.over_ms = compare.over.ms;
  monitor.each = compare.conversations_each ? compare.conversations_each->value : kUsualSize;
  if (compare.confidence) monitor.confidence = compare.confidence->value;
  if (compare.alert) monitor.queue = compare.alert->text;
  plan_.monitors.push_back(std::move(monitor));
}

}  // namespace decorum::lowering
