// `test` blocks: what is given fits what is declared, and what is expected can happen.
#include <algorithm>

#include "compiler/sema/checker.h"
#include "compiler/sema/resolve_internal.h"

namespace decorum::sema {
namespace {

using Kind = Type::Kind;

// Where a rule sends the conversation; "" where it sends it nowhere.
std::string queueOf(const Rule& rule) {
  for (const ast::Clause* clause : rule.clauses) {
    if (const auto* to = std::get_if<ast::ToClause>(&clause->kind)) return to->queue.text;
    if (const auto* queue = std::get_if<ast::ForQueueClause>(&clause->kind))
      return queue->queue.text;
  }
  return "";
}

constexpr std::int64_t kLongestWait = std::int64_t{1} << 50;  // ms; longer would overflow

}  // namespace

std::vector<std::string_view> faultNames() {
  return {
#define FAULT(NAME, WORD, MEANING) WORD,
#include "runtime/engine/faults.def"
#undef FAULT
  };
}

bool isDisposition(std::string_view word) {
  constexpr std::string_view kDispositions[] = {"pass", "clarify", "retry", "hold", "block"};
  return std::find(std::begin(kDispositions), std::end(kDispositions), word) !=
         std::end(kDispositions);
}

void Checker::checkTest(const Test& test) {
  const Scope scope{test.file};
  const ast::TestDecl& declaration = *test.decl;
  table_ = test.table ? &*test.table : nullptr;
  lost_table_ = declaration.each && !test.table;
  columns_used_.clear();
  if (declaration.each) checkHoles(declaration.title);
  bool has_event = false;
  bool expects = false;
  std::optional<std::int64_t> time;
  for (const ast::TestStep& step : declaration.steps) {
    if (const auto* given = std::get_if<ast::GivenStep>(&step.kind)) checkGiven(*given, scope);
    if (const auto* at = std::get_if<ast::AtStep>(&step.kind)) {
      if (time && at->time_ms < *time) diagnostics_.report<diag::TimeGoesBack>(at->time_span);
      time = at->time_ms;
    }
    if (const auto* after = std::get_if<ast::AfterStep>(&step.kind); after && time)
      time = *time + std::min(after->duration.ms, kLongestWait);
    if (const auto* event = std::get_if<ast::EventStep>(&step.kind)) {
      if (event->text && declaration.each) checkHoles(*event->text);
      checkEvent(*event, scope);
      has_event = true;
    }
    const auto* expect = std::get_if<ast::ExpectStep>(&step.kind);
    if (!expect) continue;
    expects = true;
    if (!has_event) diagnostics_.report<diag::ExpectBeforeEvent>(step.span);
    const bool of_text =
        expect->kind == ast::ExpectKind::kText || expect->kind == ast::ExpectKind::kTextWithout;
    if (of_text && declaration.each) checkHoles(expect->text);
    checkExpect(*expect, step.span, scope);
  }
  if (table_ != nullptr) checkUnusedColumns();
  table_ = nullptr;
  lost_table_ = false;
  if (!expects)
    diagnostics_.report<diag::NothingExpected>(declaration.title.span, declaration.title.value);
}

void Checker::checkGiven(const ast::GivenStep& given, const Scope& scope) {
  const Symbol* symbol = find(scope, given.record, SymbolKind::kRecord);
  if (!symbol) return;
  checkValues(given.values, module_.records[symbol->index].fields, symbol->name, scope);
}

void Checker::checkValues(const std::vector<ast::Assignment>& values,
                          const std::vector<Field>& fields, std::string_view owner,
                          const Scope& scope) {
  std::vector<std::string_view> names;
  for (const Field& field : fields) names.push_back(field.name);
  std::set<std::string> seen;
  for (const ast::Assignment& assignment : values) {
    const std::string name = pathText(assignment.name);
    if (name.empty()) continue;
    if (!seen.insert(name).second)
      diagnostics_.report<diag::ValueTwice>(assignment.name.span, name);
    const auto field = std::find(names.begin(), names.end(), name);
    if (field == names.end()) {
      noSuchField({name, assignment.name.span}, owner, names);
      continue;
    }
    // A value out of range is a fault that a test may want to see.
    const auto index = static_cast<std::size_t>(field - names.begin());
    constant(*assignment.value, scope, fields[index].type, Ranges::kIgnored);
  }
}

void Checker::checkEvent(const ast::EventStep& event, const Scope& scope) {
  if (!event.tool.parts.empty()) checkToolEvent(event, scope);
  std::set<std::string> seen;
  for (const ast::Assignment& score : event.with) {
    const std::string name = pathText(score.name);
    const Symbol* symbol = find(scope, score.name, SymbolKind::kSignal);
    if (!symbol) continue;
    if (!seen.insert(name).second) diagnostics_.report<diag::ValueTwice>(score.name.span, name);
    const Signal& signal = module_.signals[symbol->index];
    if (signal.decl->subject.subject != event.subject.subject)
      diagnostics_
          .report<diag::SignalOfOther>(score.name.span, name, nameOf(signal.decl->subject.subject),
                                       nameOf(event.subject.subject))
          .note(symbol->span, "declared here");
    Type in_cells = signal.type;
    in_cells.optional = true;  // no one has to give a score
    if (!checkCells(*score.value, in_cells))
      constant(*score.value, scope, signal.type, Ranges::kIgnored);
  }
}

// A tool that nothing declares may be called on purpose, for `tool_call is unknown`; a name that is
// nearly a declared one is a mistake.
void Checker::checkToolEvent(const ast::EventStep& event, const Scope& scope) {
  const std::string name = pathText(event.tool);
  const auto found = module_.find(scope.file, event.tool);
  if (found && module_.symbols[found->symbol].kind == SymbolKind::kTool) {
    const Tool& tool = module_.tools[module_.symbols[found->symbol].index];
    const bool is_call = event.subject.subject == ast::Subject::kToolCall;
    checkValues(event.arguments, is_call ? tool.arguments : tool.results, name, scope);
    return;
  }
  const auto near = nearest(name, module_.names(scope.file, {SymbolKind::kTool}));
  if (found || !near.empty()) {
    find(scope, event.tool, SymbolKind::kTool);
    return;
  }
  std::set<std::string> seen;
  for (const ast::Assignment& argument : event.arguments) {
    if (!seen.insert(pathText(argument.name)).second)
      diagnostics_.report<diag::ValueTwice>(argument.name.span, pathText(argument.name));
    checkCells(*argument.value, Type{});
  }
}

void Checker::checkExpect(const ast::ExpectStep& expect, Span span, const Scope& scope) {
  switch (expect.kind) {
    case ast::ExpectKind::kRule:
    case ast::ExpectKind::kNoKind:
      checkExpectedRule(expect, scope);
      break;
    case ast::ExpectKind::kTextWithout:
      if (expect.text.value.empty())
        diagnostics_.report<diag::EmptyExpectation>(expect.text.span.end ? expect.text.span : span);
      break;
    case ast::ExpectKind::kDisposition:
      if (const auto hole = holeOf(expect.name); !hole.empty()) {
        checkDispositions(hole, expect.name.span);
        break;
      }
      if (!expect.name.text.empty() && !isDisposition(expect.name.text))
        diagnostics_.report<diag::UnknownDisposition>(expect.name.span, expect.name.text);
      break;
    case ast::ExpectKind::kFlag:
      if (!isKnownFlag(expect.name.text, scope)) unknownFlag({{expect.name}, expect.name.span});
      break;
    case ast::ExpectKind::kFault: {
      static const std::vector<std::string_view> faults = faultNames();
      if (expect.name.text.empty() ||
          std::find(faults.begin(), faults.end(), expect.name.text) != faults.end())
        break;
      auto finding = diagnostics_.report<diag::UnknownFault>(expect.name.span, expect.name.text);
      const auto near = nearest(expect.name.text, faults);
      if (!near.empty()) finding.help(near);
      break;
    }
    case ast::ExpectKind::kNothing:
    case ast::ExpectKind::kText:
      break;
  }
}

void Checker::checkExpectedRule(const ast::ExpectStep& expect, const Scope& scope) {
  if (!expect.rule_kind) return;
  const Rule* rule = nullptr;
  if (!expect.rule.parts.empty()) {
    const auto found = module_.find(scope.file, expect.rule);
    const std::string name = pathText(expect.rule);
    if (module_.isLost(scope.file, expect.rule)) return;
    if (!found || module_.symbols[found->symbol].kind != SymbolKind::kRule) {
      auto finding = diagnostics_.report<diag::RuleUnknown>(expect.rule.span, name);
      const auto near = nearest(name, module_.names(scope.file, {SymbolKind::kRule}));
      if (!near.empty()) finding.help(near);
      return;
    }
    const Symbol& symbol = module_.symbols[found->symbol];
    rule = &module_.rules[symbol.index];
    if (rule->decl->kind != *expect.rule_kind) {
      diagnostics_
          .report<diag::ExpectOtherKind>(expect.rule.span, name, withArticle(rule->decl->kind),
                                         withArticle(*expect.rule_kind))
          .note(symbol.span, "declared here");
      return;
    }
    if (!expect.negated && (!rule->in_force || rule->disabled)) {
      auto finding = diagnostics_.report<diag::ExpectNotInForce>(expect.rule.span, name);
      if (rule->disabled)
        finding.note(rule->disabled->span, "disabled here");
      else
        finding.help("'use' brings names only: 'include' its pack");
    }
  }
  if (!expect.queue || expect.queue->text.empty() || expect.negated) return;
  if (rule && queueOf(*rule) != expect.queue->text) {
    diagnostics_.report<diag::ExpectOtherQueue>(expect.queue->span, pathText(expect.rule),
                                                queueOf(*rule), expect.queue->text);
    return;
  }
  if (rule) return;
  std::vector<std::string> queues;
  for (const Rule& other : module_.rules)
    if (other.decl->kind == *expect.rule_kind) queues.push_back(queueOf(other));
  if (std::find(queues.begin(), queues.end(), expect.queue->text) != queues.end()) return;
  const std::vector<std::string_view> names(queues.begin(), queues.end());
  auto finding = diagnostics_.report<diag::UnknownQueue>(
      expect.queue->span, nameOf(*expect.rule_kind), expect.queue->text);
  if (const auto near = nearest(expect.queue->text, names); !near.empty()) finding.help(near);
}

}  // namespace decorum::sema
