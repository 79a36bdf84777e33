// Dates that time has passed by.
#include <algorithm>
#include <map>

#include "compiler/lint/context.h"
#include "runtime/base/rfc3339.h"

namespace decorum::lint_phase {
namespace {

using sema::clauseOf;

constexpr std::int64_t kDayMs = 86'400'000;
/// A source is to be looked at again twice a year.
constexpr std::int64_t kStaleDays = 180;
/// Until then the day on which a rule came into force may be of use to a reader, or to a replay.
constexpr std::int64_t kLongYears = 2;

std::string dayOf(std::int64_t ms) { return formatTime(ms).substr(0, 10); }

void checkSources(Context& context) {
  std::map<FileId, std::pair<std::size_t, std::vector<Span>>> unchecked;  // beside those that are
  for (const sema::Rule& rule : context.module.rules) {
    if (rule.disabled != nullptr) continue;
    for (const ast::Clause* clause : rule.clauses) {
      const auto* cites = std::get_if<ast::CitesClause>(&clause->kind);
      if (cites == nullptr) continue;
      auto& [checked, without] = unchecked[clause->span.file];
      if (!cites->checked_ms) {
        without.push_back(cites->source.span);
        continue;
      }
      ++checked;
      const std::int64_t days = (context.options.now_ms - *cites->checked_ms) / kDayMs;
      // A day that has begun somewhere on Earth has come.
      if (*cites->checked_ms > context.options.now_ms + kDayMs)
        context.diagnostics.report<diag::CheckedInFuture>(cites->checked_span);
      else if (days > kStaleDays)
        context.diagnostics.report<diag::SourceStale>(cites->checked_span, days);
    }
  }
  for (const auto& [file, found] : unchecked)
    if (found.first > 0)
      for (const Span span : found.second) context.diagnostics.report<diag::SourceUnchecked>(span);
}

void checkForce(Context& context) {
  for (const sema::Rule& rule : context.module.rules) {
    if (rule.disabled != nullptr) continue;
    const std::string& name = rule.decl->name.text;
    const auto* until = clauseOf<ast::UntilClause>(rule);
    if (until != nullptr && until->until_ms <= context.options.now_ms) {
      context.diagnostics.report<diag::Expired>(until->time_span, name, dayOf(until->until_ms));
      continue;
    }
    const auto* effective = clauseOf<ast::EffectiveClause>(rule);
    if (effective == nullptr) continue;
    const std::int64_t years = (context.options.now_ms - effective->from_ms) / (365 * kDayMs);
    if (years < kLongYears) continue;
    auto finding =
        context.diagnostics.report<diag::InForceLongSince>(effective->time_span, name, years);
    const Span span = sema::wholeClauseOf<ast::EffectiveClause>(rule)->span;
    finding.fix(Fix::Kind::kSuggestion, "remove '" + context.quoted(span) + "'",
                removeLines(context, span));
  }
}

void checkHours(Context& context) {
  for (const sema::Hours& hours : context.module.hours) {
    const auto& days = hours.decl->except_days_ms;
    const auto last = std::max_element(
        days.begin(), days.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    if (last != days.end() && last->first + kDayMs < context.options.now_ms)
      context.diagnostics.report<diag::HoursOutdated>(last->second, hours.decl->name.text);
  }
}

}  // namespace

void lintDates(Context& context) {
  checkSources(context);
  checkForce(context);
  checkHours(context);
}

}  // namespace decorum::lint_phase
