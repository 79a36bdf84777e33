// `fairness` blocks: what is swapped can be swapped, and what is compared has groups.
#include <algorithm>

#include "compiler/sema/checker.h"
#include "runtime/plan/plan.h"

namespace decorum::sema {
namespace {

using Kind = Type::Kind;

bool hasKnownGroups(const Type& type) { return type.is(Kind::kBool) || type.is(Kind::kEnum); }

}  // namespace

void Checker::checkFairness(const Fairness& fairness) {
  const Scope scope{module_.symbols[fairness.symbol].file};
  for (const ast::FairnessClause& clause : fairness.decl->clauses) {
    if (const auto* c = std::get_if<ast::SameDecisionClause>(&clause.kind)) checkSwap(*c, scope);
    if (const auto* c = std::get_if<ast::CompareClause>(&clause.kind)) checkCompare(*c, scope);
    if (const auto* c = std::get_if<ast::BecauseClause>(&clause.kind))
      checkMessage(c->message, scope);
  }
}

void Checker::checkSwap(const ast::SameDecisionClause& same, const Scope& scope) {
  const auto listOf = [&](const ast::Path& path) -> const Phrases* {
    const auto found = module_.find(scope.file, path);
    const bool is_list =
        found && module_.symbols[found->symbol].kind == SymbolKind::kPhrases;  // else reported
    return is_list ? &module_.phrases[module_.symbols[found->symbol].index] : nullptr;
  };
  for (const ast::SubjectRef& subject : same.subjects) checkHasText(subject);
  if (same.share && same.share->value > 1)
    diagnostics_.report<diag::ShareOutOfRange>(same.share->span);
  const Phrases* from = listOf(same.from);
  const Phrases* to = listOf(same.to);
  const ast::Path* const paths[] = {&same.from, &same.to};
  const Phrases* const lists[] = {from, to};
  for (std::size_t i = 0; i < 2; ++i) {
    if (lists[i] == nullptr || lists[i]->decl->options.empty()) continue;
    const ast::PhraseOption& option = lists[i]->decl->options.front();
    diagnostics_.report<diag::SwapNotExact>(paths[i]->span, quoted(paths[i]->span), option.word)
        .note(option.span, "it is marked here");
  }
  if (from == nullptr || to == nullptr || from->phrases.size() == to->phrases.size()) return;
  diagnostics_
      .report<diag::SwapListsDiffer>(same.from.span, quoted(same.from.span), from->phrases.size(),
                                     quoted(same.to.span), to->phrases.size())
      .note(module_.symbols[from->symbol].span, "declared here")
      .note(module_.symbols[to->symbol].span, "declared here");
}

void Checker::checkCompare(const ast::CompareClause& compare, const Scope& scope) {
  if (compare.at_least.value <= 0 || compare.at_least.value > 1)
    diagnostics_.report<diag::NoRatio>(compare.at_least.span, quoted(compare.at_least.span));
  if (compare.confidence && (compare.confidence->value <= 0 || compare.confidence->value >= 1))
    diagnostics_.report<diag::NoConfidence>(compare.confidence->span,
                                            quoted(compare.confidence->span));
  atLeast(compare.over.span, compare.over.ms, "1 ms");
  if (compare.conversations_each)
    atLeast(compare.conversations_each->span, compare.conversations_each->value, "1");
  const Type type = peek(compare.fact, scope).known();
  if (type.isError()) return;  // reported when names were resolved
  const std::string fact = quoted(compare.fact.span);
  const std::size_t groups =
      compare.groups         ? std::get<ast::SetLit>(compare.groups->kind).elements.size()
      : type.is(Kind::kEnum) ? module_.enumerations[type.enumeration].members.size()
                             : 0;
  if (groups > plan::kMostGroups)
    diagnostics_.report<diag::TooManyGroups>(compare.fact.span, fact, groups, plan::kMostGroups)
        .help(fact);
  const bool can_be_listed = hasKnownGroups(type) || type.is(Kind::kText) || type.is(Kind::kInt);
  if (!can_be_listed) {
    diagnostics_.report<diag::NotAGroup>(compare.fact.span, fact, typeName(type));
  } else if (compare.groups) {
    checkGroups(*compare.groups, scope, type);
  } else if (!hasKnownGroups(type)) {
    diagnostics_.report<diag::GroupsUnknown>(compare.fact.span, fact, typeName(type))
        .help(fmt::format("{} in {{{}}}", fact,
                          type.is(Kind::kText) ? "\"one\", \"another\"" : "1, 2"));
  }
}

void Checker::checkGroups(const ast::Expr& groups, const Scope& scope, const Type& type) {
  for (const ast::ExprPtr& group : std::get<ast::SetLit>(groups.kind).elements)
    constant(*group, scope, type, Ranges::kHeld);
}

}  // namespace decorum::sema
