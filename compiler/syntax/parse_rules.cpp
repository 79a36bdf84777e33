/// Rules with their clauses, and fairness.
#include "compiler/syntax/parse_builder.h"

namespace decorum::syntax {
namespace {

ast::Priority priority(P::PriorityClauseContext* context) {
  if (context->K_LOW() != nullptr) return ast::Priority::kLow;
  if (context->K_HIGH() != nullptr) return ast::Priority::kHigh;
  if (context->K_URGENT() != nullptr) return ast::Priority::kUrgent;
  return ast::Priority::kNormal;
}

ast::OtherwiseDo otherwiseDo(P::OtherwiseDoContext* context) {
  return context->K_BLOCK() != nullptr ? ast::OtherwiseDo::kBlock : ast::OtherwiseDo::kRelease;
}

/// How many words of a clause name it: `on fault`, `hand over`, `replace with`.
std::size_t keywordLength(P::ClauseContext* context) {
  if (context->onFaultClause() != nullptr || context->onStreamClause() != nullptr ||
      context->handOverClause() != nullptr || context->replaceClause() != nullptr) {
    return 2;
  }
  if (context->usesClause() != nullptr) return 2;
  auto* placement = context->placementClause();
  if (placement != nullptr) return placement->K_INSTEAD() != nullptr ? 1 : 2;
  auto* frequency = context->frequencyClause();
  if (frequency == nullptr) return 1;
  return frequency->K_EVERY() != nullptr ? 1 : 3;
}

}  // namespace

ast::RuleKind ruleKind(P::RuleKindContext* context) {
  switch (context->start->getType()) {
    case P::K_ESCALATE:
      return ast::RuleKind::kEscalate;
    case P::K_REDACT:
      return ast::RuleKind::kRedact;
    case P::K_DISCLOSE:
      return ast::RuleKind::kDisclose;
    case P::K_BLOCK:
      return ast::RuleKind::kBlock;
    case P::K_HOLD:
      return ast::RuleKind::kHold;
    case P::K_RETRY:
      return ast::RuleKind::kRetry;
    case P::K_CLARIFY:
      return ast::RuleKind::kClarify;
    default:
      return ast::RuleKind::kFlag;
  }
}

ast::RuleDecl Builder::rule(P::RuleDeclContext* context) {
  ast::RuleDecl rule;
  rule.kind = ruleKind(context->ruleHead()->ruleKind());
  rule.name = name(context->ruleHead()->softName());
  for (auto* it : context->clause()) rule.clauses.push_back(clause(it));
  return rule;
}

ast::Clause Builder::clause(P::ClauseContext* context) {
  ast::Clause clause;
  clause.span = span(context);
  auto* words = dynamic_cast<antlr4::ParserRuleContext*>(context->children[0]);
  auto* last = words->children[keywordLength(context) - 1];
  clause.keyword = span(context->start, context->start);
  if (auto* node = dynamic_cast<antlr4::tree::TerminalNode*>(last)) {
    clause.keyword = join(clause.keyword, span(node));
  }
  clause.kind = clauseKind(context);
  return clause;
}

/// The clauses that every rule may have; the others are `effectClause`'s.
ast::ClauseKind Builder::clauseKind(P::ClauseContext* context) {
  if (auto* it = context->onClause()) return ast::OnClause{subjects(it->subject())};
  if (auto* it = context->whenClause()) return ast::WhenClause{expression(it->expression())};
  if (auto* it = context->unlessClause()) return ast::UnlessClause{expression(it->expression())};
  if (auto* it = context->sayClause()) return say(it);
  if (auto* it = context->becauseClause()) return ast::BecauseClause{message(it->text())};
  if (auto* it = context->citesClause()) return cites(it);
  if (auto* it = context->priorityClause()) return ast::PriorityClause{priority(it)};
  if (auto* it = context->effectiveClause()) {
    const Span place = span(it->instant());
    return ast::EffectiveClause{instant(place), place};
  }
  if (auto* it = context->untilClause()) {
    const Span place = span(it->instant());
    return ast::UntilClause{instant(place), place};
  }
  if (auto* it = context->modeClause()) {
    return ast::ModeClause{it->K_SHADOW() != nullptr ? ast::Mode::kShadow : ast::Mode::kEnforce};
  }
  if (auto* it = context->shareClause()) return ast::ShareClause{number(it->PERCENTAGE())};
  if (auto* it = context->frequencyClause()) return frequency(it);
  if (auto* it = context->usesClause()) {
    const auto label =
        it->K_PRIVATE() != nullptr ? ast::LabelKind::kPrivate : ast::LabelKind::kProtected;
    ast::UsesClause uses{label, path(it->path()), std::nullopt};
    if (it->text() != nullptr) uses.because = message(it->text());
    return uses;
  }
  if (auto* it = context->onFaultClause()) return ast::OnFaultClause{it->K_OPEN() != nullptr};
  if (auto* it = context->onStreamClause()) return ast::OnStreamClause{it->K_CUT() != nullptr};
  return effectClause(context);
}

ast::ClauseKind Builder::effectClause(P::ClauseContext* context) {
  if (auto* it = context->toClause()) return ast::ToClause{name(it->softName())};
  if (auto* it = context->withinClause()) return within(it);
  if (auto* it = context->duringClause()) {
    ast::DuringClause during;
    during.hours = path(it->path());
    for (auto* text : it->sayClause()) during.otherwise_say.push_back(say(text));
    return during;
  }
  if (auto* it = context->handOverClause()) return ast::HandOverClause{it->K_KEEP() != nullptr};
  if (auto* it = context->withClause()) {
    ast::WithClause with;
    for (auto* item : it->withItem()) {
      (item->K_TRANSCRIPT() != nullptr ? with.transcript : with.facts) = true;
    }
    return with;
  }
  if (auto* it = context->findClause()) return find(it);
  if (auto* it = context->replaceClause()) return replace(it->replacement());
  if (auto* it = context->placementClause()) {
    if (it->K_BEFORE() != nullptr) return ast::PlacementClause{ast::Placement::kBeforeReply};
    if (it->K_AFTER() != nullptr) return ast::PlacementClause{ast::Placement::kAfterReply};
    return ast::PlacementClause{ast::Placement::kInstead};
  }
  if (context->verbatimClause() != nullptr) return ast::VerbatimClause{};
  if (auto* it = context->forQueueClause()) return forQueue(it);
  if (auto* it = context->tellingClause()) return telling(it);
  if (auto* it = context->askClause()) {
    ast::AskClause ask;
    const auto texts = it->text();
    if (texts.size() > 1) ask.locale = text(texts.front());
    ask.message = message(texts.back());
    return ask;
  }
  return ast::AsClause{name(context->asClause()->softName())};
}

ast::SayClause Builder::say(P::SayClauseContext* context) {
  ast::SayClause say;
  const auto texts = context->text();
  if (texts.size() > 1) say.locale = text(texts.front());
  say.message = message(texts.back());
  return say;
}

ast::CitesClause Builder::cites(P::CitesClauseContext* context) {
  ast::CitesClause cites;
  cites.source = text(context->text());
  if (context->DATE() != nullptr) {
    cites.checked_span = span(context->DATE());
    cites.checked_ms = instant(cites.checked_span);
  }
  return cites;
}

ast::FrequencyClause Builder::frequency(P::FrequencyClauseContext* context) {
  ast::FrequencyClause frequency;
  if (context->INTEGER() != nullptr) {
    const ast::Integer turns = integer(context->INTEGER());
    frequency.kind = ast::FrequencyKind::kEveryTurns;
    frequency.turns = turns.value;
    frequency.amount_span = turns.span;
  } else if (context->duration() != nullptr) {
    const ast::Duration within = duration(context->duration());
    frequency.kind = ast::FrequencyKind::kAtMostOnceIn;
    frequency.ms = within.ms;
    frequency.amount_span = within.span;
  }
  return frequency;
}

ast::WithinClause Builder::within(P::WithinClauseContext* context) {
  ast::WithinClause within;
  within.within = duration(context->duration(0));
  if (context->K_WARN() != nullptr) within.warn_at = duration(context->duration(1));
  if (context->softName() != nullptr) within.otherwise_to = name(context->softName());
  return within;
}

ast::FindClause Builder::find(P::FindClauseContext* context) {
  ast::FindClause find;
  for (auto* it : context->findTarget()) {
    ast::Target found = target(it->target());
    found.span = span(it);
    found.decoded = it->K_DECODED() != nullptr;
    if (it->DECIMAL() != nullptr) found.at_least = number(it->DECIMAL());
    if (it->PERCENTAGE() != nullptr) found.at_least = number(it->PERCENTAGE());
    if (it->INTEGER() != nullptr) found.at_least = number(it->INTEGER());
    if (it->condition() != nullptr) found.where = condition(it->condition());
    find.targets.push_back(std::move(found));
  }
  if (context->window() != nullptr) find.joining = window(context->window());
  return find;
}

ast::ReplaceClause Builder::replace(P::ReplacementContext* context) {
  ast::ReplaceClause replace;
  const auto numbers = context->INTEGER();
  if (context->K_MASK() != nullptr) replace.kind = ast::ReplacementKind::kMask;
  if (context->K_HASH() != nullptr) replace.kind = ast::ReplacementKind::kHash;
  if (context->K_TOKEN() != nullptr) replace.kind = ast::ReplacementKind::kToken;
  if (context->K_GENERALIZE() != nullptr) replace.kind = ast::ReplacementKind::kGeneralize;
  if (context->K_DROP() != nullptr) replace.kind = ast::ReplacementKind::kDrop;
  if (context->text() != nullptr) {
    replace.kind = ast::ReplacementKind::kText;
    replace.text = text(context->text());
  }
  if (context->K_FIRST() != nullptr) {
    replace.kind = context->K_LAST() != nullptr ? ast::ReplacementKind::kFirstLast
                                                : ast::ReplacementKind::kFirst;
    replace.first = integer(numbers[0]).value;
    if (numbers.size() > 1) replace.last = integer(numbers[1]).value;
  } else if (context->K_LAST() != nullptr) {
    replace.kind = ast::ReplacementKind::kLast;
    replace.last = integer(numbers[0]).value;
  }
  return replace;
}

ast::ForQueueClause Builder::forQueue(P::ForQueueClauseContext* context) {
  ast::ForQueueClause hold;
  hold.queue = name(context->softName());
  hold.within = duration(context->duration());
  if (context->otherwiseDo() != nullptr) hold.otherwise = otherwiseDo(context->otherwiseDo());
  return hold;
}

ast::TellingClause Builder::telling(P::TellingClauseContext* context) {
  ast::TellingClause telling;
  telling.message = message(context->text());
  if (context->INTEGER() != nullptr) telling.at_most_times = integer(context->INTEGER());
  if (context->otherwiseDo() != nullptr) telling.otherwise = otherwiseDo(context->otherwiseDo());
  return telling;
}

ast::FairnessDecl Builder::fairness(P::FairnessDeclContext* context) {
  ast::FairnessDecl fairness;
  fairness.name = name(context->fairnessHead()->softName());
  for (auto* it : context->fairnessClause()) fairness.clauses.push_back(fairnessClause(it));
  return fairness;
}

ast::FairnessClause Builder::fairnessClause(P::FairnessClauseContext* context) {
  const Span place = span(context);
  if (auto* it = context->keepClause()) return {place, keep(it)};
  if (auto* it = context->sameClause()) return {place, same(it)};
  if (auto* it = context->compareClause()) return {place, compare(it)};
  if (auto* it = context->becauseClause()) {
    return {place, ast::BecauseClause{message(it->text())}};
  }
  return {place, cites(context->citesClause())};
}

ast::KeepClause Builder::keep(P::KeepClauseContext* context) {
  ast::KeepClause keep;
  for (auto* it : context->ruleSelector()) keep.rules.push_back(ruleSelector(it));
  for (auto* it : context->labelSelector()) {
    ast::LabelSelector selector{ast::LabelKind::kProtected, span(it)};
    if (it->K_PRIVATE() != nullptr) selector.what = ast::LabelKind::kPrivate;
    if (it->path() != nullptr) selector.what = path(it->path());
    keep.labels.push_back(std::move(selector));
  }
  return keep;
}

ast::RuleSelector Builder::ruleSelector(P::RuleSelectorContext* context) {
  if (context->ruleKind() != nullptr) return {ruleKind(context->ruleKind()), span(context)};
  return {path(context->path()), span(context)};
}

ast::SameDecisionClause Builder::same(P::SameClauseContext* context) {
  ast::SameDecisionClause same;
  same.from = path(context->path(0));
  same.to = path(context->path(1));
  same.subjects = subjects(context->subject());
  if (context->PERCENTAGE() != nullptr) same.share = number(context->PERCENTAGE());
  return same;
}

ast::CompareClause Builder::compare(P::CompareClauseContext* context) {
  ast::CompareClause compare;
  compare.effect = ruleSelector(context->ruleSelector());
  compare.fact = path(context->path());
  if (context->set() != nullptr) compare.groups = set(context->set());
  std::size_t percentages = 0;
  compare.at_least = context->DECIMAL() != nullptr ? number(context->DECIMAL())
                                                   : number(context->PERCENTAGE(percentages++));
  compare.over = duration(context->duration());
  if (context->INTEGER() != nullptr) compare.conversations_each = integer(context->INTEGER());
  if (context->K_CONFIDENCE() != nullptr) {
    compare.confidence = number(context->PERCENTAGE(percentages));
  }
  if (context->softName() != nullptr) compare.alert = name(context->softName());
  return compare;
}

}  // namespace decorum::syntax
