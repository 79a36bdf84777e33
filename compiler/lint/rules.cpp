// Clauses that are missing where others would have them, or that say nothing.
#include <algorithm>
#include <map>

#include "compiler/lint/context.h"

namespace decorum::lint_phase {
namespace {

using ast::RuleKind;
using sema::clauseOf;
using sema::wholeClauseOf;

bool isOn(const sema::Rule& rule, std::initializer_list<ast::Subject> subjects) {
  const auto* on = clauseOf<ast::OnClause>(rule);
  return on != nullptr && std::any_of(on->subjects.begin(), on->subjects.end(), [&](const auto& s) {
           return std::find(subjects.begin(), subjects.end(), s.subject) != subjects.end();
         });
}

bool isOnlyOn(const sema::Rule& rule, ast::Subject subject) {
  const auto* on = clauseOf<ast::OnClause>(rule);
  return on != nullptr && std::all_of(on->subjects.begin(), on->subjects.end(),
                                      [&](const auto& s) { return s.subject == subject; });
}

bool isStopping(RuleKind kind) { return kind == RuleKind::kBlock || kind == RuleKind::kHold; }

bool isExplained(const sema::Rule& rule) {
  return clauseOf<ast::BecauseClause>(rule) != nullptr ||
         clauseOf<ast::CitesClause>(rule) != nullptr || !rule.whole->doc.empty();
}

void checkEscalation(Context& context, const sema::Rule& rule) {
  const auto* within = clauseOf<ast::WithinClause>(rule);
  const auto* to = clauseOf<ast::ToClause>(rule);
  const auto* hand_over = clauseOf<ast::HandOverClause>(rule);
  if (within == nullptr) {
    // Where the AI goes on talking no one waits.
    if (hand_over == nullptr || !hand_over->keep_chatting)
      context.diagnostics.report<diag::NoDeadline>(rule.decl->name.span, rule.decl->name.text);
    return;
  }
  if (to != nullptr && within->otherwise_to && within->otherwise_to->text == to->queue.text)
    context.diagnostics
        .report<diag::SameQueue>(within->otherwise_to->span, rule.decl->name.text, to->queue.text)
        .note(to->queue.span, "it goes there from the start");
}

void checkWords(Context& context, const sema::Rule& rule) {
  const bool is_shadow = [&] {
    const auto* mode = clauseOf<ast::ModeClause>(rule);
    return mode != nullptr && mode->mode == ast::Mode::kShadow;
  }();
  // A law may ask for silence; then it is cited.
  if (isStopping(rule.decl->kind) && !is_shadow && clauseOf<ast::SayClause>(rule) == nullptr &&
      clauseOf<ast::CitesClause>(rule) == nullptr &&
      isOn(rule, {ast::Subject::kUser, ast::Subject::kReply}))
    context.diagnostics.report<diag::NothingSaid>(rule.decl->name.span, rule.decl->name.text);
  const auto* placement = clauseOf<ast::PlacementClause>(rule);
  if (placement != nullptr && placement->placement == ast::Placement::kInstead &&
      !isExplained(rule))
    context.diagnostics.report<diag::ReplacedWithoutSource>(rule.decl->name.span,
                                                            rule.decl->name.text);
  if (rule.decl->kind == RuleKind::kDisclose && isOn(rule, {ast::Subject::kReply}) &&
      clauseOf<ast::WhenClause>(rule) == nullptr && clauseOf<ast::UnlessClause>(rule) == nullptr &&
      clauseOf<ast::FrequencyClause>(rule) == nullptr)
    context.diagnostics.report<diag::SaidEachTime>(rule.decl->name.span, rule.decl->name.text);
}

void checkClauses(Context& context, const sema::Rule& rule) {
  constexpr std::int64_t kPatience = 5;
  const auto* fault = clauseOf<ast::OnFaultClause>(rule);
  if (fault != nullptr && fault->open && !isExplained(rule) &&
      (isStopping(rule.decl->kind) || rule.decl->kind == RuleKind::kRedact))
    context.diagnostics.report<diag::OpenWithoutReason>(
        wholeClauseOf<ast::OnFaultClause>(rule)->span, rule.decl->name.text);
  const auto* telling = clauseOf<ast::TellingClause>(rule);
  if (telling != nullptr && telling->at_most_times && telling->at_most_times->value > kPatience)
    context.diagnostics.report<diag::ManyRetries>(telling->at_most_times->span,
                                                  telling->at_most_times->value);
  const auto* share = clauseOf<ast::ShareClause>(rule);
  if (share != nullptr && share->share.value == 1) {
    const Span span = wholeClauseOf<ast::ShareClause>(rule)->span;
    context.diagnostics.report<diag::ShareSaysNothing>(span, context.quoted(span))
        .fix(Fix::Kind::kSafe, "remove '" + context.quoted(span) + "'", removeLines(context, span));
  }
  const auto* frequency = clauseOf<ast::FrequencyClause>(rule);
  if (frequency != nullptr && frequency->kind == ast::FrequencyKind::kEveryTurns &&
      frequency->turns == 1 && isOnlyOn(rule, ast::Subject::kUser)) {
    const Span span = wholeClauseOf<ast::FrequencyClause>(rule)->span;
    context.diagnostics.report<diag::EveryTurnSaysNothing>(span, context.quoted(span))
        .fix(Fix::Kind::kSafe, "remove '" + context.quoted(span) + "'", removeLines(context, span));
  }
}

// Where an author gives reasons as a rule, a rule without one was forgotten.
void checkReasons(Context& context) {
  struct Tally {
    std::size_t with = 0;
    std::vector<const sema::Rule*> without;
  };
  std::map<sema::FileIndex, Tally> files;
  for (const sema::Rule& rule : context.module.rules) {
    if (!isStopping(rule.decl->kind) && rule.decl->kind != RuleKind::kEscalate) continue;
    Tally& tally = files[context.module.symbols[rule.symbol].file];
    if (clauseOf<ast::BecauseClause>(rule) != nullptr)
      ++tally.with;
    else if (rule.disabled == nullptr)
      tally.without.push_back(&rule);
  }
  for (const auto& [file, tally] : files) {
    if (tally.with < 3 || tally.with < 3 * tally.without.size()) continue;
    for (const sema::Rule* rule : tally.without)
      context.diagnostics.report<diag::ReasonMissing>(rule->decl->name.span, rule->decl->name.text);
  }
}

}  // namespace

void lintRules(Context& context) {
  for (const sema::Rule& rule : context.module.rules) {
    if (rule.disabled != nullptr) continue;
    if (rule.decl->kind == RuleKind::kEscalate) checkEscalation(context, rule);
    checkWords(context, rule);
    checkClauses(context, rule);
  }
  checkReasons(context);
}

}  // namespace decorum::lint_phase
