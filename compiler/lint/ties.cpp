// Rules that meet: the same rule twice, and rules of which both answer where one does.
#include <algorithm>
#include <map>
#include <set>

#include "compiler/lint/context.h"

namespace decorum::lint_phase {
namespace {

using ast::RuleKind;
using sema::clauseOf;

// A rule as far as others can be compared with it; all in the words of one file.
struct Compared {
  const sema::Rule* rule = nullptr;
  std::vector<std::string> asked;  // the parts of its guard, sorted
  std::string words;               // what the person is told
  std::string whole;               // all clauses, sorted
  std::uint8_t on = 0;
  ast::Priority priority = ast::Priority::kNormal;
  bool is_shadow = false;
};

bool answers(RuleKind kind) {
  return kind == RuleKind::kBlock || kind == RuleKind::kHold || kind == RuleKind::kClarify;
}

Compared compared(const Context& context, const sema::Rule& rule) {
  Compared found;
  found.rule = &rule;
  std::vector<std::string> clauses;
  for (const ast::Clause* clause : rule.clauses) {
    clauses.push_back(context.key(clause->span));
    if (const auto* on = std::get_if<ast::OnClause>(&clause->kind))
      for (const ast::SubjectRef& subject : on->subjects)
        found.on |= static_cast<std::uint8_t>(1U << static_cast<unsigned>(subject.subject));
    if (const auto* when = std::get_if<ast::WhenClause>(&clause->kind))
      for (const ast::Expr* part : chainOf(*when->condition, ast::BinaryOp::kAnd))
        found.asked.push_back(context.key(part->span));
    if (const auto* unless = std::get_if<ast::UnlessClause>(&clause->kind))
      found.asked.push_back("unless " + context.key(unless->condition->span));
    if (std::holds_alternative<ast::SayClause>(clause->kind) ||
        std::holds_alternative<ast::AskClause>(clause->kind))
      found.words += clauses.back() + "\n";
    if (const auto* priority = std::get_if<ast::PriorityClause>(&clause->kind))
      found.priority = priority->priority;
    if (const auto* mode = std::get_if<ast::ModeClause>(&clause->kind))
      found.is_shadow = mode->mode == ast::Mode::kShadow;
  }
  std::sort(found.asked.begin(), found.asked.end());
  std::sort(clauses.begin(), clauses.end());
  for (const std::string& clause : clauses) found.whole += clause + "\n";
  return found;
}

// `narrow` fires only where `wide` does, and both have words of the same weight for it.
bool tie(const Compared& wide, const Compared& narrow) {
  return (wide.on & narrow.on) != 0 && wide.priority == narrow.priority && !wide.words.empty() &&
         !narrow.words.empty() && wide.words != narrow.words && !wide.is_shadow &&
         !narrow.is_shadow &&
         std::includes(narrow.asked.begin(), narrow.asked.end(), wide.asked.begin(),
                       wide.asked.end());
}

void reportTie(Context& context, const Compared& a, const Compared& b) {
  const bool in_order = a.rule->decl->name.span.begin < b.rule->decl->name.span.begin;
  const ast::Name& first = in_order ? a.rule->decl->name : b.rule->decl->name;
  const ast::Name& second = in_order ? b.rule->decl->name : a.rule->decl->name;
  context.diagnostics.report<diag::WordsTie>(second.span, first.text, second.text)
      .note(first.span, "the other is here");
}

void checkGroup(Context& context, const std::vector<Compared>& rules) {
  std::map<std::string, const Compared*> by_whole;
  std::map<std::string, std::vector<const Compared*>> asking;
  for (const Compared& rule : rules) {
    const ast::Name& name = rule.rule->decl->name;
    const auto [first, is_new] = by_whole.emplace(rule.whole, &rule);
    if (!is_new)
      context.diagnostics
          .report<diag::RuleTwice>(name.span, name.text, first->second->rule->decl->name.text)
          .note(first->second->rule->decl->name.span, "the first is here");
    for (const std::string& part : rule.asked) asking[part].push_back(&rule);
  }
  if (!answers(rules.front().rule->decl->kind)) return;
  std::set<std::pair<const Compared*, const Compared*>> reported;
  for (const Compared& wide : rules) {
    if (wide.asked.empty()) continue;  // it fires whatever others do, and was written so
    for (const Compared* narrow : asking[wide.asked.front()])
      if (narrow != &wide && tie(wide, *narrow) &&
          reported.insert(std::minmax(&wide, narrow)).second)
        reportTie(context, wide, *narrow);
  }
}

}  // namespace

void lintTies(Context& context) {
  std::map<std::pair<sema::FileIndex, RuleKind>, std::vector<Compared>> groups;
  for (const sema::Rule& rule : context.module.rules)
    if (rule.disabled == nullptr && rule.adjusted.empty())
      groups[{context.module.symbols[rule.symbol].file, rule.decl->kind}].push_back(
          compared(context, rule));
  for (const auto& [key, rules] : groups) checkGroup(context, rules);
}

}  // namespace decorum::lint_phase
