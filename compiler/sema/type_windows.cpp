// Operators of memory: their operands hold or not at other events than the one at hand, windows
// count what their operands speak of, and what may be missing is told from what is there.
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
  // What memory is kept apart by is left out of account.
  if (const auto* e = std::get_if<ast::Per>(&expr.kind)) return subjects | subjectsOf(*e->operand);
  if (const auto* e = std::get_if<ast::Aggregated>(&expr.kind))
    return subjects | subjectsOf(*e->operand);
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

// An operand is looked at again and again: what the conditions around it prove of the event at hand
// is not so at others.
Scope Checker::atAnyTick(const Scope& scope) {
  Scope any = scope;
  any.known.clear();
  return any;
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
}

// How far apart two things may be is counted in turns of the user, or in time.
void Checker::checkThen(const ast::Then& then, const Scope& scope) {
  condition(*then.first, scope);
  condition(*then.then, scope);
  const ast::Window& window = then.window;
  if (window.count < 1) {
    diagnostics_.report<diag::EmptyWindow>(window.span, quoted(window.span));
    return;
  }
  const bool fits =
      window.unit == Unit::kTurns || window.unit == Unit::kUserTurns || window.unit == Unit::kTime;
  if (!fits)
    diagnostics_.report<diag::WindowUnit>(window.span, quoted(window.span))
        .help(fmt::format("{} turns", window.count));
}

Type Checker::checkMemory(const ast::Expr& expr, const Scope& around) {
  const Scope scope = atAnyTick(around);
  if (const auto* in_last = std::get_if<ast::InLast>(&expr.kind)) {
    checkInLast(expr, *in_last, scope);
  } else if (const auto* ever = std::get_if<ast::Ever>(&expr.kind)) {
    condition(*ever->operand, scope);
  } else if (const auto* since = std::get_if<ast::Since>(&expr.kind)) {
    condition(*since->operand, scope);
    condition(*since->since, scope);
  } else if (const auto* then = std::get_if<ast::Then>(&expr.kind)) {
    checkThen(*then, scope);
  } else if (const auto* lasting = std::get_if<ast::For>(&expr.kind)) {
    condition(*lasting->operand, scope);
    checkWindow(lasting->window, *lasting->operand, WindowUse::kTicksOrTime);
  } else if (const auto* repeats = std::get_if<ast::Repeats>(&expr.kind)) {
    checkRepeats(*repeats);
  } else if (const auto* flagged = std::get_if<ast::PreviouslyFlagged>(&expr.kind)) {
    if (!isKnownFlag(quoted(flagged->flag.span), scope)) unknownFlag(flagged->flag);
  } else {
    return checkMemoryValue(expr, around);
  }
  return makeType(Kind::kBool);
}

void Checker::checkRepeats(const ast::Repeats& repeats) {
  checkHasText(repeats.subject);
  const ast::Window& window = repeats.window;
  if (window.count < 1) {
    diagnostics_.report<diag::EmptyWindow>(window.span, quoted(window.span));
    return;
  }
  const Subjects subject = bit(repeats.subject.subject);
  if (window.unit != Unit::kTime && ticksWith(subject, window.unit)) return;
  diagnostics_.report<diag::WindowUnit>(window.span, quoted(window.span))
      .help(window.unit == Unit::kTime ? "3 turns" : fmt::format("{} turns", window.count));
}

// Those that give something else than a yes or no.
Type Checker::checkMemoryValue(const ast::Expr& expr, const Scope& around) {
  const Scope scope = atAnyTick(around);
  if (const auto* aggregated = std::get_if<ast::Aggregated>(&expr.kind))
    return checkAggregated(expr, *aggregated, scope);
  if (const auto* ago = std::get_if<ast::HowLongSince>(&expr.kind)) {
    condition(*ago->operand, scope);
    Type type = makeType(ago->unit == ast::SinceUnit::kTime ? Kind::kDuration : Kind::kInt,
                         /*optional=*/true);
    type.low = 0;
    return bind(expr, {Binding::Kind::kKeyed, Binding::kNoTool, textId(expr.span)}, type, around);
  }
  if (const auto* per = std::get_if<ast::Per>(&expr.kind)) {
    if (!keepsApart(*per->operand))
      diagnostics_.report<diag::NothingKeptApart>(per->operand->span, quoted(per->operand->span));
    checkKey(*per->key, scope);
    return check(*per->operand, around);
  }
  if (const auto* keyed = std::get_if<ast::KeyedRef>(&expr.kind))
    return checkKeyed(expr, *keyed, around);
  return {};  // a hole, or a value that stands only in tests and settings
}

bool Checker::keepsApart(const ast::Expr& operand) {
  return std::holds_alternative<ast::InLast>(operand.kind) ||
         std::holds_alternative<ast::Ever>(operand.kind) ||
         std::holds_alternative<ast::Since>(operand.kind) ||
         std::holds_alternative<ast::Then>(operand.kind) ||
         std::holds_alternative<ast::For>(operand.kind) ||
         std::holds_alternative<ast::HowLongSince>(operand.kind) ||
         std::holds_alternative<ast::Repeats>(operand.kind);
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
    if (aggregated.function == Function::kSum) result = makeType(result.kind);
    if (!aggregated.window)
      diagnostics_.report<diag::UnboundedWindow>(expr.span, quoted(expr.span))
          .help(quoted({expr.span.file, expr.span.begin, aggregated.operand->span.end}) +
                fmt::format(", last 10 {})", fittingUnit(subjectsOf(*aggregated.operand))));
  }
  if (aggregated.window)
    checkWindow(*aggregated.window, *aggregated.operand, WindowUse::kTicksOrTime);
  if (aggregated.per) checkKey(*aggregated.per, scope);
  return result;
}

// What memory is kept apart by: a single value. An argument may be missing, then there is no key.
void Checker::checkKey(const ast::Expr& key, const Scope& scope) {
  const Type type = check(key, scope);
  if (type.is(Kind::kList) || type.is(Kind::kSet) || type.is(Kind::kRecord))
    wrongType(key, type, makeType(Kind::kText));
}

// A field of the latest result for a key; of a text just a hash is there.
Type Checker::checkKeyed(const ast::Expr& expr, const ast::KeyedRef& keyed, const Scope& scope) {
  const Type key = check(*keyed.key, scope);
  const Symbol* symbol = find(scope, keyed.tool, SymbolKind::kTool);
  if (!symbol || keyed.field.text.empty()) return {};
  const Tool& tool = module_.tools[symbol->index];
  const Field* argument = keyArgument(tool);
  if (argument == nullptr) {
    diagnostics_.report<diag::NoKeyArgument>(keyed.tool.span, symbol->name)
        .note(tool.decl->name.span, "it is declared here");
  } else if (!key.isError() && !fits(module_, key.known(), argument->type.known()))
    wrongType(*keyed.key, key, argument->type);
  std::vector<std::string_view> names;
  for (std::uint32_t i = 0; i < tool.results.size(); ++i) {
    names.push_back(tool.results[i].name);
    if (tool.results[i].name != keyed.field.text) continue;
    Type type = tool.results[i].type;
    type.optional = true;
    if (type.is(Kind::kList) || type.is(Kind::kSet)) {
      diagnostics_.report<diag::OnlyAHash>(expr.span, quoted(expr.span), "lists are not kept");
      return {};
    }
    if (type.is(Kind::kText) && !compares_.contains(expr.id)) {
      diagnostics_.report<diag::OnlyAHash>(
          expr.span, quoted(expr.span), "of texts a hash is kept, to compare with '==' and 'in'");
    }
    return bind(expr, {Binding::Kind::kKeyed, symbol->index << 16 | i, textId(expr.span)}, type,
                scope);
  }
  return noSuchField(keyed.field, symbol->name, names);
}

const Field* Checker::keyArgument(const Tool& tool) {
  for (const Field& argument : tool.arguments) {
    if (argument.labels == nullptr) continue;
    for (const auto& label : *argument.labels)
      if (label.kind == ast::LabelKind::kKey) return &argument;
  }
  return nullptr;
}

// Marks what stands where only equality is asked.
void Checker::willCompare(const ast::Expr& expr) {
  compares_.insert(expr.id);
  const auto* binary = std::get_if<ast::Binary>(&expr.kind);
  if (binary && binary->op == ast::BinaryOp::kDefault) willCompare(*binary->left);
}

std::uint32_t Checker::textId(Span span) {
  return text_ids_.try_emplace(std::string(diagnostics_.sources().text(span)), text_ids_.size())
      .first->second;
}

}  // namespace decorum::sema
