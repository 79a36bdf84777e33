/// Rules and their clauses.
#include <cmath>

#include "compiler/lower/lowering.h"

namespace decorum::lowering {

namespace {

plan::Replacement replacementOf(ast::ReplacementKind kind) {
  switch (kind) {
    case ast::ReplacementKind::kLabel:
      return plan::Replacement::kLabel;
    case ast::ReplacementKind::kMask:
      return plan::Replacement::kMask;
    case ast::ReplacementKind::kLast:
    case ast::ReplacementKind::kFirst:
    case ast::ReplacementKind::kFirstLast:
      return plan::Replacement::kFirstLast;
    case ast::ReplacementKind::kHash:
      return plan::Replacement::kHash;
    case ast::ReplacementKind::kToken:
      return plan::Replacement::kToken;
    case ast::ReplacementKind::kGeneralize:
      return plan::Replacement::kGeneralize;
    case ast::ReplacementKind::kText:
      return plan::Replacement::kText;
    case ast::ReplacementKind::kDrop:
      return plan::Replacement::kDrop;
  }
  return plan::Replacement::kLabel;
}

Otherwise otherwiseOf(const std::optional<ast::OtherwiseDo>& otherwise) {
  return otherwise && *otherwise == ast::OtherwiseDo::kRelease ? Otherwise::kRelease
                                                               : Otherwise::kBlock;
}

/// Blocks, holds and redactions that cannot be decided count as fired unless the policy says
/// otherwise; all others as not fired.
bool openByDefault(ast::RuleKind kind) {
  return kind != ast::RuleKind::kBlock && kind != ast::RuleKind::kHold &&
         kind != ast::RuleKind::kRedact;
}

constexpr double kMillion = 1e6;

/// Fills a rule from its clauses, one function a clause. Guards are lowered apart.
struct ClauseReader {
  plan::Rule& rule;

  void operator()(const ast::OnClause& clause) const {
    for (const auto& subject : clause.subjects) {
      rule.on |= static_cast<std::uint8_t>(1u << static_cast<unsigned>(subject.subject));
    }
  }
  void operator()(const ast::CitesClause& clause) const {
    rule.cites.push_back({clause.source.value, clause.checked_ms});
  }
  void operator()(const ast::PriorityClause& clause) const {
    rule.priority = static_cast<Priority>(clause.priority);
  }
  void operator()(const ast::EffectiveClause& clause) const { rule.effective_ms = clause.from_ms; }
  void operator()(const ast::UntilClause& clause) const { rule.until_ms = clause.until_ms; }
  void operator()(const ast::ModeClause& clause) const {
    rule.shadow = clause.mode == ast::Mode::kShadow;
  }
  void operator()(const ast::ShareClause& clause) const {
    rule.share_ppm = static_cast<std::uint32_t>(std::lround(clause.share.value * kMillion));
  }
  void operator()(const ast::FrequencyClause& clause) const {
    switch (clause.kind) {
      case ast::FrequencyKind::kOncePerConversation:
        rule.frequency = plan::Frequency::kOncePerConversation;
        break;
      case ast::FrequencyKind::kEveryTurns:
        rule.frequency = plan::Frequency::kEveryTurns;
        rule.frequency_count = clause.turns;
        break;
      case ast::FrequencyKind::kAtMostOnceIn:
        rule.frequency = plan::Frequency::kAtMostOnceIn;
        rule.frequency_count = clause.ms;
        break;
    }
  }
  void operator()(const ast::OnFaultClause& clause) const { rule.fault_open = clause.open; }
  void operator()(const ast::OnStreamClause& clause) const { rule.stream_cut = clause.cut; }
  void operator()(const ast::ToClause& clause) const { rule.queue = clause.queue.text; }
  void operator()(const ast::WithinClause& clause) const {
    rule.within_ms = clause.within.ms;
    if (clause.warn_at) rule.warn_ms = clause.warn_at->ms;
    if (clause.otherwise_to) rule.otherwise_queue = clause.otherwise_to->text;
  }
  void operator()(const ast::HandOverClause& clause) const {
    rule.hand_over = !clause.keep_chatting;
  }
  void operator()(const ast::WithClause& clause) const {
    rule.with_transcript = clause.transcript;
    rule.with_facts = clause.facts;
  }
  void operator()(const ast::ReplaceClause& clause) const {
    rule.replacement = replacementOf(clause.kind);
    rule.keep_first = static_cast<std::uint32_t>(clause.first);
    rule.keep_last = static_cast<std::uint32_t>(clause.last);
    if (clause.text) rule.replacement_text = clause.text->value;
  }
  void operator()(const ast::PlacementClause& clause) const {
    rule.placement = static_cast<Placement>(clause.placement);
  }
  void operator()(const ast::VerbatimClause&) const { rule.verbatim = true; }
  void operator()(const ast::ForQueueClause& clause) const {
    rule.queue = clause.queue.text;
    rule.within_ms = clause.within.ms;
    rule.otherwise = otherwiseOf(clause.otherwise);
  }
  void operator()(const ast::AsClause&) const {}
  template <class Other>
  void operator()(const Other&) const {}  // clauses that hold expressions or messages
};

}  // namespace

void Lowering::clause(const ast::Clause& clause, plan::Rule& rule) {
  std::visit(ClauseReader{rule}, clause.kind);
  if (const auto* say = std::get_if<ast::SayClause>(&clause.kind)) {
    rule.say.push_back(message(say->message, say->locale));
  } else if (const auto* because = std::get_if<ast::BecauseClause>(&clause.kind)) {
    rule.because = message(because->message, std::nullopt);
  } else if (const auto* ask = std::get_if<ast::AskClause>(&clause.kind)) {
    rule.ask.push_back(message(ask->message, ask->locale));
  } else if (const auto* telling = std::get_if<ast::TellingClause>(&clause.kind)) {
    rule.telling = message(telling->message, std::nullopt);
    if (telling->at_most_times) rule.at_most_times = telling->at_most_times->value;
    rule.otherwise = otherwiseOf(telling->otherwise);
  } else if (const auto* during = std::get_if<ast::DuringClause>(&clause.kind)) {
    const auto found = module_->find(fileOf(during->hours.span), during->hours);
    rule.during = hoursSlot(module_->symbols[found->symbol].index);
    for (const auto& otherwise : during->otherwise_say) {
      rule.otherwise_say.push_back(message(otherwise.message, otherwise.locale));
    }
  } else if (const auto* uses = std::get_if<ast::UsesClause>(&clause.kind)) {
    rule.uses.push_back({written(uses->fact.span), uses->because ? plainText(*uses->because) : ""});
  } else if (const auto* finds = std::get_if<ast::FindClause>(&clause.kind)) {
    find(*finds, rule);
  }
}

/// What is kept of the person's messages to find what `matcher` finds in several together.
void Lowering::join(plan::MatcherId matcher, plan::SourceId source) {
  const text::Matcher& joined = plan_.matchers[matcher];
  plan::Operator op;
  op.kind = plan::OperatorKind::kJoined;
  op.unit = plan::Unit::kTicks;
  op.clock = static_cast<std::uint8_t>(EventKind::kUser);
  op.window = joined.joining;
  op.keep = joined.joining - 1;
  op.ref = matcher;
  op.source = source;
  graph_.remember(op, joined.detector + " joined");
}

void Lowering::find(const ast::FindClause& find, plan::Rule& rule) {
  for (const auto& target : find.targets) {
    plan::Find lowered;
    text::Matcher matcher = matcherOf(target);
    if (find.joining) matcher.joining = static_cast<std::uint32_t>(find.joining->count);
    lowered.matcher = graph_.matcher(matcher);
    if (find.joining) join(lowered.matcher, source(target.span));
    if (const auto* string = std::get_if<ast::Text>(&target.what)) {
      lowered.name = string->value;
    } else {
      lowered.name = written(std::get<ast::Path>(target.what).span);
    }
    if (target.where) lowered.where = value(*target.where);
    lowered.source = source(target.span);
    rule.finds.push_back(std::move(lowered));
  }
}

std::optional<plan::Rule> Lowering::rule(const sema::Rule& declared) {
  plan::Rule rule;
  rule.name = module_->symbols[declared.symbol].name;
  rule.kind = static_cast<RuleKind>(declared.decl->kind);
  rule.source = source(declared.decl->name.span);
  rule.flag = rule.kind == RuleKind::kFlag ? module_->flagOf(declared) : "";
  rule.fault_open =
      module_->fault_open_declared ? module_->fault_open : openByDefault(declared.decl->kind);
  guard(declared.clauses, declared.decl->name.span, rule);
  const bool never_holds = graph_.isConstant(rule.guard, false);
  if (never_holds) reportNeverHolds(declared);
  if (never_holds) return std::nullopt;
  for (const ast::Clause* part : declared.clauses) clause(*part, rule);
  for (int kind = 0; kind <= static_cast<int>(EventKind::kClose); ++kind) {
    if ((rule.on >> kind & 1) == 0) continue;
    for (const auto& found : rule.finds) graph_.scan(static_cast<EventKind>(kind), found.matcher);
  }
  return rule;
}

void Lowering::changes(const sema::Rule& declared) {
  const std::string& name = module_->symbols[declared.symbol].name;
  if (declared.disabled != nullptr) {
    const auto& decl = std::get<ast::DisableDecl>(declared.disabled->kind);
    plan_.changes.push_back({name, "disabled", decl.because ? plainText(*decl.because) : "",
                             source(declared.disabled->span)});
  }
  for (const ast::Decl* adjusted : declared.adjusted) {
    const auto& decl = std::get<ast::AdjustDecl>(adjusted->kind);
    std::string what;
    for (const auto& clause : decl.clauses)
      what += (what.empty() ? "" : " ") + written(clause.span);
    plan_.changes.push_back(
        {name, what, decl.because ? plainText(*decl.because) : "", source(adjusted->span)});
  }
}

}  // namespace decorum::lowering
