// Clauses: which kind of rule each belongs in, how often, and what is in it.
#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include "compiler/sema/checker.h"
#include "compiler/sema/locale.h"
#include "compiler/sema/walk.h"

namespace decorum::sema {
namespace {

using Subject = ast::Subject;

using Kinds = std::uint16_t;  // bits `1 << RuleKind`
constexpr Kinds bitOf(ast::RuleKind kind) {
  return static_cast<Kinds>(1U << static_cast<unsigned>(kind));
}
constexpr Kinds kEveryKind = 0xFF;
constexpr Kinds kEscalate = bitOf(ast::RuleKind::kEscalate);
constexpr Kinds kRedact = bitOf(ast::RuleKind::kRedact);
constexpr Kinds kDisclose = bitOf(ast::RuleKind::kDisclose);
constexpr Kinds kHold = bitOf(ast::RuleKind::kHold);
constexpr Kinds kRetry = bitOf(ast::RuleKind::kRetry);
constexpr Kinds kClarify = bitOf(ast::RuleKind::kClarify);
constexpr Kinds kFlag = bitOf(ast::RuleKind::kFlag);
/// Rules that keep a message from the person.
constexpr Kinds kStopping = bitOf(ast::RuleKind::kBlock) | kHold | kRetry;

enum class Times : std::uint8_t { kOnce, kOncePerLocale, kOften };
using enum Times;

struct ClauseEntry {
  std::string_view words;
  Kinds kinds;
  Times times;
};

template <class T, class... Types>
constexpr std::size_t indexIn(const std::variant<Types...>*) {
  std::size_t index = 0;
  (void)((std::is_same_v<T, Types> || (++index, false)) || ...);
  return index;
}
constexpr std::size_t kClauseCount = std::variant_size_v<ast::ClauseKind>;
constexpr auto kClauses = [] {
  std::array<ClauseEntry, kClauseCount> table{};
#define CLAUSE(TYPE, WORDS, KINDS, TIMES) \
  table[indexIn<ast::TYPE>(static_cast<ast::ClauseKind*>(nullptr))] = {WORDS, KINDS, TIMES};
#include "compiler/sema/clauses.def"
#undef CLAUSE
  return table;
}();
static_assert(std::all_of(kClauses.begin(), kClauses.end(),
                          [](const ClauseEntry& entry) { return entry.kinds != 0; }),
              "a clause is not in the catalogue");

// The subjects that rules of a kind may act on.
constexpr Subjects kTexts = 0b0011111;
Subjects subjectsFor(ast::RuleKind kind) {
  const auto of = [](std::initializer_list<Subject> subjects) {
    Subjects bits = 0;
    for (const Subject subject : subjects) bits |= bit(subject);
    return bits;
  };
  switch (kind) {
    case ast::RuleKind::kRedact:
    case ast::RuleKind::kBlock:
      return kTexts;
    case ast::RuleKind::kDisclose:
      return of({Subject::kUser, Subject::kReply});
    case ast::RuleKind::kHold:
      return kTexts;
    case ast::RuleKind::kRetry:
      return of({Subject::kReply});
    case ast::RuleKind::kClarify:
      return of({Subject::kUser});
    case ast::RuleKind::kEscalate:
    case ast::RuleKind::kFlag:
      return 0x7F;
  }
  return 0;
}

std::string listed(const std::vector<std::string_view>& names, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? fmt::format(" {} ", last) : ", ";
    text += names[i];
  }
  return text;
}

std::string subjectList(Subjects subjects) {
  std::vector<std::string_view> names;
  for (unsigned i = 0; i <= static_cast<unsigned>(Subject::kClose); ++i)
    if (subjects & (1U << i)) names.push_back(nameOf(static_cast<Subject>(i)));
  return listed(names, "and");
}

std::string kindList(Kinds kinds) {
  std::vector<std::string_view> names;
  for (unsigned i = 0; i <= static_cast<unsigned>(ast::RuleKind::kFlag); ++i)
    if (kinds & (1U << i)) names.push_back(nameOf(static_cast<ast::RuleKind>(i)));
  return listed(names, "or") + " rules";
}

Subjects subjectsOn(const ast::OnClause& on) {
  Subjects subjects = 0;
  for (const ast::SubjectRef& subject : on.subjects) subjects |= bit(subject.subject);
  return subjects;
}

}  // namespace

std::string withArticle(ast::RuleKind kind) {
  return (kind == ast::RuleKind::kEscalate ? "an " : "a ") + std::string(nameOf(kind)) + " rule";
}

void Checker::findFlags() {
  for (const Rule& rule : module_.rules) {
    if (rule.decl->kind != ast::RuleKind::kFlag) continue;
    flags_.push_back(module_.flagOf(rule));
  }
}

bool Checker::isKnownFlag(std::string_view written, const Scope& scope) const {
  const std::string flag = module_.flagMeant(scope.file, std::string(written));
  return std::find(flags_.begin(), flags_.end(), flag) != flags_.end();
}

void Checker::unknownFlag(const ast::Path& flag) {
  const std::string name = quoted(flag.span);
  if (name.empty()) return;
  auto finding = diagnostics_.report<diag::UnknownFlag>(flag.span, name);
  if (const auto near = nearest(name, {flags_.begin(), flags_.end()}); !near.empty())
    finding.help(near);
}

void Checker::checkRule(const Rule& rule) {
  checkClauseKinds(rule);
  checkRequired(rule);
  Scope scope{module_.symbols[rule.symbol].file};
  match_is_known_ = clauseOf<ast::FindClause>(rule) != nullptr;
  const auto* on_clause = clauseOf<ast::OnClause>(rule);
  const Subjects on = on_clause ? subjectsOn(*on_clause) : 0;
  // What `when` proves holds in `unless`, and what both prove in everything that is said.
  const auto guard = [&](const ast::ExprPtr& condition_expr, bool truth) {
    scope.file = module_.fileOf(condition_expr->span);
    condition(*condition_expr, scope);
    learn(*condition_expr, truth, scope.known);
    if (on != 0) checkReachable(*condition_expr, on);
    match_is_known_ = match_is_known_ || (truth && findsText(*condition_expr));
  };
  if (const auto* when = clauseOf<ast::WhenClause>(rule)) guard(when->condition, true);
  if (const auto* unless = clauseOf<ast::UnlessClause>(rule)) guard(unless->condition, false);
  std::vector<const ast::SayClause*> says;
  std::vector<const ast::AskClause*> asks;
  for (const ast::Clause* clause : rule.clauses) {
    scope.file = module_.fileOf(clause->span);
    checkClause(rule, *clause, scope);
    if (const auto* say = std::get_if<ast::SayClause>(&clause->kind)) says.push_back(say);
    if (const auto* ask = std::get_if<ast::AskClause>(&clause->kind)) asks.push_back(ask);
  }
  checkLocales(says, "say");
  checkLocales(asks, "ask");
}

// Each clause in a rule of its kind, and no oftener than it may stand.
void Checker::checkClauseKinds(const Rule& rule) {
  std::array<const ast::Clause*, kClauses.size()> first{};
  const std::string& name = rule.decl->name.text;
  for (const ast::Clause* clause : rule.clauses) {
    const std::size_t index = clause->kind.index();
    const ClauseEntry& entry = kClauses[index];
    if (!(entry.kinds & bitOf(rule.decl->kind))) {
      diagnostics_
          .report<diag::MisplacedClause>(clause->keyword, quoted(clause->keyword),
                                         withArticle(rule.decl->kind))
          .help(kindList(entry.kinds));
      continue;
    }
    if (entry.times != kOnce) continue;
    if (first[index])
      diagnostics_
          .report<diag::DuplicateClause>(clause->keyword, quoted(clause->keyword),
                                         nameOf(rule.decl->kind), name)
          .note(first[index]->keyword, "the first stands here");
    else
      first[index] = clause;
  }
}

void Checker::checkRequired(const Rule& rule) {
  const auto missing = [&](Span span, std::string_view words, std::string_view form) {
    diagnostics_
        .report<diag::MissingClause>(span, nameOf(rule.decl->kind), rule.decl->name.text, words)
        .help(form);
  };
  const Span name = rule.decl->name.span;
  if (rule.decl->name.text.empty()) return;  // a hole: its clauses may be lost as well
  if (!clauseOf<ast::OnClause>(rule))
    missing(name, "on",
            rule.decl->kind == ast::RuleKind::kRetry || rule.decl->kind == ast::RuleKind::kDisclose
                ? "on reply"
                : "on user");
  switch (rule.decl->kind) {
    case ast::RuleKind::kEscalate:
      if (!clauseOf<ast::ToClause>(rule)) missing(name, "to", "to QUEUE");
      break;
    case ast::RuleKind::kRedact:
      if (!clauseOf<ast::FindClause>(rule)) missing(name, "find", "find pii.email");
      break;
    case ast::RuleKind::kDisclose:
      if (!clauseOf<ast::SayClause>(rule)) missing(name, "say", "say \"…\"");
      break;
    case ast::RuleKind::kHold:
      if (const auto* queue = clauseOf<ast::ForQueueClause>(rule); !queue)
        missing(name, "for", "for QUEUE within 10 minutes otherwise block");
      else if (!queue->otherwise)
        missing(queue->within.span, "otherwise", "otherwise block' or 'otherwise release");
      break;
    case ast::RuleKind::kRetry:
      if (!clauseOf<ast::TellingClause>(rule)) missing(name, "telling", "telling \"…\"");
      break;
    case ast::RuleKind::kClarify:
      if (!clauseOf<ast::AskClause>(rule)) missing(name, "ask", "ask \"…\"");
      break;
    case ast::RuleKind::kBlock:
    case ast::RuleKind::kFlag:
      break;
  }
}

void Checker::checkOn(const Rule& rule, const ast::OnClause& on) {
  const Subjects allowed = subjectsFor(rule.decl->kind);
  Subjects seen = 0;
  for (const ast::SubjectRef& subject : on.subjects) {
    const Subjects own = bit(subject.subject);
    if (seen & own) diagnostics_.report<diag::SubjectTwice>(subject.span, quoted(subject.span));
    seen |= own;
    if (!(allowed & own))
      diagnostics_
          .report<diag::SubjectNotAllowed>(subject.span, nameOf(rule.decl->kind),
                                           nameOf(subject.subject))
          .help(subjectList(allowed));
  }
}

void Checker::atLeast(Span span, std::int64_t value, std::string_view least) {
  if (value < 1) diagnostics_.report<diag::NothingOfIt>(span, quoted(span), least);
}

void Checker::checkWithinClause(const ast::WithinClause& within) {
  atLeast(within.within.span, within.within.ms, "1 ms");
  if (within.warn_at && within.warn_at->ms >= within.within.ms)
    diagnostics_.report<diag::WarningTooLate>(within.warn_at->span)
        .note(within.within.span, "the deadline");
}

void Checker::checkReplace(const ast::Clause& clause, const ast::ReplaceClause& replace) {
  using Replacement = ast::ReplacementKind;
  const bool first = replace.kind == Replacement::kFirst || replace.kind == Replacement::kFirstLast;
  const bool last = replace.kind == Replacement::kLast || replace.kind == Replacement::kFirstLast;
  if ((first && replace.first < 1) || (last && replace.last < 1))
    diagnostics_.report<diag::NothingOfIt>(clause.span, quoted(clause.span), "1 character");
}

void Checker::checkFind(const Rule& rule, const ast::FindClause& find, const Scope& scope) {
  for (const ast::Target& target : find.targets) {
    const TargetBinding bound = checkTarget(target, scope);
    if (find.joining) checkJoinable(target, bound);
  }
  if (!find.joining) return;
  const ast::Window& window = *find.joining;
  const bool fits = window.unit == ast::WindowUnit::kUserTurns && !window.at_most &&
                    window.count >= 2 && window.count <= text::kMostJoined;
  if (!fits)
    diagnostics_.report<diag::JoinedMessages>(window.span, text::kMostJoined, quoted(window.span));
  const auto* on = clauseOf<ast::OnClause>(rule);
  if (on && (subjectsOn(*on) & bit(Subject::kUser)) == 0)
    diagnostics_.report<diag::NothingToJoin>(window.span);
}

// Whether a name of facts, of a signal or of a tool is there to be used.
void Checker::checkUses(const ast::UsesClause& uses, const Scope& scope) {
  if (!uses.because)
    diagnostics_.report<diag::ExceptionWithoutReason>(uses.fact.span, quoted(uses.fact.span));
  const auto found = module_.find(scope.file, uses.fact);
  const SymbolKind kind = found ? module_.symbols[found->symbol].kind : SymbolKind::kRule;
  if (kind == SymbolKind::kSignal) return;
  if (kind != SymbolKind::kRecord && kind != SymbolKind::kTool) {
    find(scope, uses.fact, SymbolKind::kRecord);
    return;
  }
  const Symbol& owner = module_.symbols[found->symbol];
  std::vector<std::string_view> names;
  const auto take = [&](const std::vector<Field>& fields) {
    for (const Field& field : fields) names.push_back(field.name);
  };
  if (kind == SymbolKind::kRecord) {
    take(module_.records[owner.index].fields);
  } else {
    take(module_.tools[owner.index].arguments);
    take(module_.tools[owner.index].results);
  }
  const std::string name = quoted(uses.fact.span);
  const bool is_there = std::any_of(names.begin(), names.end(), [&](std::string_view field) {
    return name.ends_with("." + std::string(field));
  });
  if (!is_there) noSuchField(uses.fact.parts.back(), owner.name, names);
}

void Checker::checkClause(const Rule& rule, const ast::Clause& clause, const Scope& scope) {
  if (const auto* c = std::get_if<ast::OnClause>(&clause.kind)) checkOn(rule, *c);
  if (const auto* c = std::get_if<ast::SayClause>(&clause.kind)) {
    checkMessage(c->message, scope);
    const bool is_disclosure = rule.decl->kind == ast::RuleKind::kDisclose;
    if (is_disclosure && clauseOf<ast::VerbatimClause>(rule)) checkVerbatim(c->message);
  }
  if (const auto* c = std::get_if<ast::AskClause>(&clause.kind)) checkMessage(c->message, scope);
  if (const auto* c = std::get_if<ast::BecauseClause>(&clause.kind))
    checkMessage(c->message, scope);
  if (const auto* c = std::get_if<ast::TellingClause>(&clause.kind)) {
    checkMessage(c->message, scope);
    if (c->at_most_times) atLeast(c->at_most_times->span, c->at_most_times->value, "1");
  }
  if (const auto* c = std::get_if<ast::UntilClause>(&clause.kind)) {
    const auto* from = clauseOf<ast::EffectiveClause>(rule);
    if (from && from->from_ms >= c->until_ms)
      diagnostics_.report<diag::NeverInForce>(c->time_span).note(from->time_span, "it begins here");
  }
  if (const auto* c = std::get_if<ast::ShareClause>(&clause.kind); c && c->share.value > 1)
    diagnostics_.report<diag::ShareOutOfRange>(c->share.span);
  if (const auto* c = std::get_if<ast::FrequencyClause>(&clause.kind)) {
    if (c->kind == ast::FrequencyKind::kEveryTurns) atLeast(c->amount_span, c->turns, "1 turn");
    if (c->kind == ast::FrequencyKind::kAtMostOnceIn) atLeast(c->amount_span, c->ms, "1 ms");
  }
  if (const auto* c = std::get_if<ast::UsesClause>(&clause.kind)) {
    checkUses(*c, scope);
    if (c->because) checkMessage(*c->because, scope);
  }
  if (std::holds_alternative<ast::OnStreamClause>(clause.kind)) {
    const auto* on = clauseOf<ast::OnClause>(rule);
    if (on && (subjectsOn(*on) & bit(Subject::kReply)) == 0)
      diagnostics_.report<diag::NothingToStream>(clause.keyword);
  }
  if (const auto* c = std::get_if<ast::WithinClause>(&clause.kind)) checkWithinClause(*c);
  if (const auto* c = std::get_if<ast::DuringClause>(&clause.kind)) {
    find(scope, c->hours, SymbolKind::kHours);
    std::vector<const ast::SayClause*> says;
    for (const ast::SayClause& say : c->otherwise_say) {
      checkMessage(say.message, scope);
      says.push_back(&say);
    }
    checkLocales(says, "say");
  }
  if (const auto* c = std::get_if<ast::FindClause>(&clause.kind)) checkFind(rule, *c, scope);
  if (const auto* c = std::get_if<ast::ReplaceClause>(&clause.kind)) checkReplace(clause, *c);
  if (const auto* c = std::get_if<ast::ForQueueClause>(&clause.kind))
    atLeast(c->within.span, c->within.ms, "1 ms");
}

// Words in several languages: each once, and some for everyone else.
template <class Clause>
void Checker::checkLocales(const std::vector<const Clause*>& clauses, std::string_view word) {
  std::map<std::string, Span> seen;
  std::optional<Span> first_place;
  for (const Clause* clause : clauses) {
    const Span span = clause->locale ? clause->locale->span : clause->message.span;
    if (clause->locale && !isLanguageTag(clause->locale->value)) {
      diagnostics_.report<diag::NotALocale>(span, clause->locale->value);
      continue;
    }
    std::string locale = clause->locale ? clause->locale->value : "";
    std::transform(locale.begin(), locale.end(), locale.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto [first, is_new] = seen.emplace(locale, span);
    if (!first_place) first_place = span;
    if (is_new) continue;
    diagnostics_
        .report<diag::LocaleTwice>(
            span, clause->locale ? fmt::format("\"{}\"", clause->locale->value) : "everyone")
        .note(first->second, "the first stand here");
  }
  if (seen.empty() || seen.contains("")) return;
  diagnostics_.report<diag::NoWordsForOthers>(*first_place).help(word);
}
template void Checker::checkLocales(const std::vector<const ast::SayClause*>&, std::string_view);
template void Checker::checkLocales(const std::vector<const ast::AskClause*>&, std::string_view);

}  // namespace decorum::sema
