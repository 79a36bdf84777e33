// Operators of memory (section 7 of the language). They have no meaning yet: operands and windows
// are checked all the same, and one finding says so at the operator.
#include <cctype>

#include "compiler/sema/checker.h"
#include "compiler/sema/walk.h"

namespace decorum::sema {
namespace {

using Kind = Type::Kind;
using Unit = ast::WindowUnit;

// From which subjects come the events that a unit counts; 0 for a unit that fits every clock.
Subjects counts(Unit unit) {
  switch (unit) {
    case Unit::kUserTurns:
      return bit(ast::Subject::kUser);
    case Unit::kReplies:
      return bit(ast::Subject::kReply);
    case Unit::kToolCalls:
      return bit(ast::Subject::kToolCall);
    case Unit::kToolResults:
      return bit(ast::Subject::kToolResult);
    case Unit::kDocuments:
      return bit(ast::Subject::kDocument);
    default:
      return 0;
  }
}

// The unit of the clock of what speaks of `subjects`: the latest of them.
const char* fittingUnit(Subjects subjects) {
  if (subjects & bit(ast::Subject::kReply)) return "replies";
  if (subjects & bit(ast::Subject::kToolResult)) return "tool results";
  if (subjects & bit(ast::Subject::kToolCall)) return "tool calls";
  if (subjects & bit(ast::Subject::kDocument)) return "documents";
  if (subjects & bit(ast::Subject::kUser)) return "user turns";
  return "events";
}

bool ticksWith(Subjects subjects, Unit unit) {
  if (unit == Unit::kTime || unit == Unit::kTurns) return true;
  const std::string_view fitting = fittingUnit(subjects);
  if (unit == Unit::kEvents) return fitting == "events";
  const Subjects counted = counts(unit);
  return fitting == fittingUnit(counted) && subjects != 0;
}

Subjects subjectOf(const Binding& bound, const Module& module) {
  switch (bound.kind) {
    case Binding::Kind::kSignal:
      return bit(module.signals[bound.index].decl->subject.subject);
    case Binding::Kind::kArgument:
      return bit(ast::Subject::kToolCall);
    case Binding::Kind::kResult:
      return bit(ast::Subject::kToolResult);
    default:
      return 0;
  }
}

}  // namespace

Subjects Checker::subjectsOf(const ast::Expr& expr) const {
  Subjects subjects = 0;
  const Binding& bound = typed_.bindings[expr.id];
  if (bound.kind == Binding::Kind::kDefine) subjects |= defines_[bound.index].subjects;
  subjects |= subjectOf(bound, module_);
  if (const auto* e = std::get_if<ast::Mentions>(&expr.kind)) subjects |= bit(e->subject.subject);
  if (const auto* e = std::get_if<ast::Matches>(&expr.kind)) subjects |= bit(e->subject.subject);
  if (const auto* e = std::get_if<ast::IsTool>(&expr.kind)) subjects |= bit(e->subject.subject);
  if (const auto* e = std::get_if<ast::IsTruncated>(&expr.kind))
    subjects |= bit(e->subject.subject);
  if (const auto* e = std::get_if<ast::Repeats>(&expr.kind)) subjects |= bit(e->subject.subject);
  if (const auto* e = std::get_if<ast::Quantifier>(&expr.kind); e && e->subject)
    subjects |= bit(e->subject->subject);
  if (const auto* e = std::get_if<ast::BuiltinRef>(&expr.kind)) {
    if (e->which == ast::Builtin::kTurn) subjects |= bit(ast::Subject::kUser);
    if (e->which == ast::Builtin::kFirstReply) subjects |= bit(ast::Subject::kReply);
  }
  const auto* call = std::get_if<ast::Call>(&expr.kind);
  if (call && !call->arguments.empty())
    if (const auto* ref = std::get_if<ast::Ref>(&call->arguments.front()->kind))
      if (const auto subject = subjectNamed(quoted(ref->path.span))) subjects |= bit(*subject);
  forEachPart(expr, [&](const ast::Expr& part) { subjects |= subjectsOf(part); });
  return subjects;
}

void Checker::notBuilt(Span span, const std::string& what) {
  diagnostics_.report<diag::NotBuiltYet>(span, what);
}
void Checker::notBuilt(Span span) { notBuilt(span, "'" + quoted(span) + "'"); }

// Words of an operator before, between or after its operands, without blanks and the parentheses of
// the operands.
Span Checker::wordsBetween(FileId file, std::uint32_t begin, std::uint32_t end) const {
  const std::string_view text = diagnostics_.sources().text(file);
  const auto skipped = [&](std::uint32_t at) {
    return std::isspace(static_cast<unsigned char>(text[at])) || text[at] == '(' || text[at] == ')';
  };
  while (begin < end && skipped(begin)) ++begin;
  while (end > begin && skipped(end - 1)) --end;
  return {file, begin, end};
}

void Checker::checkWindow(const ast::Window& window, const ast::Expr& operand, WindowUse use) {
  if (window.count < 1) {
    diagnostics_.report<diag::EmptyWindow>(window.span, quoted(window.span));
    return;
  }
  if (typed_.types[operand.id].isError()) return;
  const Subjects subjects = subjectsOf(operand);
  const bool by_count = use == WindowUse::kTicks;
  if (ticksWith(subjects, window.unit) && !(by_count && window.unit == Unit::kTime)) return;
  const char* unit = fittingUnit(subjects);
  diagnostics_.report<diag::WindowUnit>(window.span, quoted(window.span))
      .help(by_count && window.unit == Unit::kTime ? std::string(unit)
                                                   : fmt::format("{} {}", window.count, unit));
}

void Checker::checkInLast(const ast::Expr& expr, const ast::InLast& in_last, const Scope& scope) {
  const ast::Expr& operand = *in_last.operand;
  const Span words = wordsBetween(expr.span.file, operand.span.end, expr.span.end);
  condition(operand, scope);
  checkWindow(in_last.window, operand, WindowUse::kTicks);
  const bool counts_ticks = in_last.window.unit != Unit::kTime && in_last.window.count > 0;
  if (in_last.mode == ast::InLastMode::kAtLeast && counts_ticks) {
    if (in_last.at_least > in_last.window.count)
      diagnostics_.report<diag::MoreThanWindow>(words, in_last.at_least, in_last.window.count);
    atLeast(words, in_last.at_least, "1");
  }
  notBuilt(words);
}

// Operators between two conditions.
void Checker::checkPair(const ast::Expr& first, const ast::Expr& second, const Scope& scope) {
  condition(first, scope);
  condition(second, scope);
  notBuilt(wordsBetween(first.span.file, first.span.end, second.span.begin));
}

Type Checker::checkMemory(const ast::Expr& expr, const Scope& scope) {
  const FileId file = expr.span.file;
  if (const auto* in_last = std::get_if<ast::InLast>(&expr.kind)) {
    checkInLast(expr, *in_last, scope);
  } else if (const auto* ever = std::get_if<ast::Ever>(&expr.kind)) {
    condition(*ever->operand, scope);
    notBuilt(wordsBetween(file, expr.span.begin, ever->operand->span.begin));
  } else if (const auto* since = std::get_if<ast::Since>(&expr.kind)) {
    checkPair(*since->operand, *since->since, scope);
  } else if (const auto* then = std::get_if<ast::Then>(&expr.kind)) {
    if (then->window.count < 1)
      diagnostics_.report<diag::EmptyWindow>(then->window.span, quoted(then->window.span));
    checkPair(*then->first, *then->then, scope);
  } else if (const auto* lasting = std::get_if<ast::For>(&expr.kind)) {
    condition(*lasting->operand, scope);
    checkWindow(lasting->window, *lasting->operand, WindowUse::kTicksOrTime);
    notBuilt(wordsBetween(file, lasting->operand->span.end, expr.span.end));
  } else if (const auto* repeats = std::get_if<ast::Repeats>(&expr.kind)) {
    checkHasText(repeats->subject);
    if (repeats->window.count < 1)
      diagnostics_.report<diag::EmptyWindow>(repeats->window.span, quoted(repeats->window.span));
    notBuilt(wordsBetween(file, repeats->subject.span.end, expr.span.end));
  } else if (const auto* flagged = std::get_if<ast::PreviouslyFlagged>(&expr.kind)) {
    if (!isKnownFlag(quoted(flagged->flag.span))) unknownFlag(flagged->flag);
    notBuilt(expr.span);
  } else {
    return checkMemoryValue(expr, scope);
  }
  return makeType(Kind::kBool);
}

// Those that give something else than a yes or no.
Type Checker::checkMemoryValue(const ast::Expr& expr, const Scope& scope) {
  const FileId file = expr.span.file;
  if (const auto* aggregated = std::get_if<ast::Aggregated>(&expr.kind))
    return checkAggregated(expr, *aggregated, scope);
  if (const auto* ago = std::get_if<ast::HowLongSince>(&expr.kind)) {
    condition(*ago->operand, scope);
    notBuilt(wordsBetween(file, expr.span.begin, ago->operand->span.begin));
    return makeType(ago->unit == ast::SinceUnit::kTime ? Kind::kDuration : Kind::kInt,
                    /*optional=*/true);
  }
  if (const auto* per = std::get_if<ast::Per>(&expr.kind)) {
    const Type type = check(*per->operand, scope);
    checkKey(*per->key, scope);
    notBuilt(wordsBetween(file, per->operand->span.end, expr.span.end));
    return type;
  }
  if (const auto* keyed = std::get_if<ast::KeyedRef>(&expr.kind)) {
    checkKeyed(*keyed, scope);
    notBuilt(expr.span);
    binding(expr).kind = Binding::Kind::kKeyed;
  }
  return {};  // a hole, or a value that stands only in tests and settings
}

Type Checker::checkAggregated(const ast::Expr& expr, const ast::Aggregated& aggregated,
                              const Scope& scope) {
  using Function = ast::Aggregate;
  if (aggregated.function == Function::kSum && !aggregated.window && !aggregated.per)
    return checkSum(expr, *aggregated.operand, scope);
  Type result = makeType(Kind::kInt);
  if (aggregated.function == Function::kCount) {
    result.low = 0;
    condition(*aggregated.operand, scope);
  } else {
    const Type type = need(*aggregated.operand, scope);
    if (!type.isError() && !isNumeric(type))
      wrongType(*aggregated.operand, type, makeType(Kind::kNumber));
    result =
        aggregated.function == Function::kAvg || !isNumeric(type) ? makeType(Kind::kNumber) : type;
  }
  if (aggregated.window)
    checkWindow(*aggregated.window, *aggregated.operand, WindowUse::kTicksOrTime);
  if (aggregated.per) checkKey(*aggregated.per, scope);
  notBuilt(wordsBetween(expr.span.file, expr.span.begin, aggregated.operand->span.begin));
  return result;
}

// What memory is kept apart by: a single value. An argument may be missing, then there is no key.
void Checker::checkKey(const ast::Expr& key, const Scope& scope) {
  const Type type = check(key, scope);
  if (type.is(Kind::kList) || type.is(Kind::kSet) || type.is(Kind::kRecord))
    wrongType(key, type, makeType(Kind::kText));
}

void Checker::checkKeyed(const ast::KeyedRef& keyed, const Scope& scope) {
  check(*keyed.key, scope);
  const Symbol* symbol = find(scope, keyed.tool, SymbolKind::kTool);
  if (!symbol || keyed.field.text.empty()) return;
  std::vector<std::string_view> names;
  for (const Field& field : module_.tools[symbol->index].results) {
    if (field.name == keyed.field.text) return;
    names.push_back(field.name);
  }
  noSuchField(keyed.field, symbol->name, names);
}

}  // namespace decorum::sema
