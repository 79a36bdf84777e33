// Trees of conditions, their clocks, and their text.

#include "tests/support/memory/expression.h"

#include <fmt/format.h>

#include <utility>

#include "decorum/verdict.h"

namespace decorum::test::memory {
namespace {

/// Later in the order of a turn is greater; the enumeration stands in this order.
bool hasText(EventKind kind) { return kind <= EventKind::kReply; }

const char* unitOf(const Subjects& subjects) {
  if (subjects.empty()) return "events";
  switch (*subjects.rbegin()) {
    case EventKind::kUser:
      return "user turns";
    case EventKind::kDocument:
      return "documents";
    case EventKind::kToolCall:
      return "tool calls";
    case EventKind::kToolResult:
      return "tool results";
    default:
      return "replies";
  }
}

std::string durationText(std::int64_t ms) {
  const std::pair<std::int64_t, const char*> kUnits[] = {
      {86'400'000, "days"}, {3'600'000, "hours"}, {60'000, "minutes"}, {1'000, "seconds"}};
  for (const auto& [size, unit] : kUnits) {
    if (ms != 0 && ms % size == 0) return fmt::format("{} {}", ms / size, unit);
  }
  return fmt::format("{} ms", ms);
}

std::string windowText(const Window& window, const Subjects& clock) {
  std::string text;
  if (window.unit == Unit::kTime) text = durationText(window.count);
  if (window.unit == Unit::kTurns) text = fmt::format("{} turns", window.count);
  if (window.unit == Unit::kTicks) {
    text = fmt::format("{} {}", window.count, window.plain ? "turns" : unitOf(clock));
  }
  if (window.at_most > 0) text += fmt::format(" at most {}", window.at_most);
  return text;
}

std::string constantText(const Expr& expr) {
  switch (expr.type) {
    case Type::kBool:
      return std::get<bool>(expr.constant) ? "true" : "false";
    case Type::kInt:
      return fmt::format("{}", std::get<std::int64_t>(expr.constant));
    case Type::kNumber: {
      const std::string digits = fmt::format("{}", std::get<double>(expr.constant));
      return digits.find('.') == std::string::npos ? digits + ".0" : digits;
    }
    case Type::kDuration:
      return durationText(std::get<std::int64_t>(expr.constant));
    case Type::kText:
      return '"' + std::get<std::string>(expr.constant) + '"';
    case Type::kMember:
      return std::get<std::string>(expr.constant);
    case Type::kTime: {  // only times of day
      const std::int64_t minutes = std::get<std::int64_t>(expr.constant) / 60'000;
      return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
    }
  }
  return "";
}

std::string aggregateText(const Expr& expr, const std::string& key) {
  const char* kNames[] = {"count", "min", "max", "avg", "sum"};
  const auto which = static_cast<std::size_t>(expr.kind) - static_cast<std::size_t>(Kind::kCount);
  std::string text = fmt::format("{}({}", kNames[which], expr.parts[0].text());
  if (expr.window.unit != Unit::kNone) {
    text += ", last " + windowText(expr.window, subjectsOf(expr.parts[0]));
  }
  if (!key.empty()) text += ", per " + key;
  return text + ")";
}

bool isAggregate(Kind kind) { return kind >= Kind::kCount && kind <= Kind::kSum; }

std::string prefix(const char* word, const Expr& expr) {
  return fmt::format("{} ({})", word, expr.parts[0].text());
}

std::string infix(const Expr& expr, const std::string& word) {
  return fmt::format("({}) {} ({})", expr.parts[0].text(), word, expr.parts[1].text());
}

std::string inLastText(const Expr& expr) {
  const std::string how_many = expr.mode == Mode::kAny     ? "any"
                               : expr.mode == Mode::kEvery ? "every"
                                                           : fmt::format("{}", expr.at_least);
  return fmt::format("({}) in {} of last {}", expr.parts[0].text(), how_many,
                     windowText(expr.window, subjectsOf(expr.parts[0])));
}

std::string compareText(const Expr& expr) {
  const char* kWords[] = {"==", "!=", "<", "<=", ">", ">="};
  const char* word = kWords[static_cast<std::size_t>(expr.comparison)];
  // A member of an enumeration stands bare.
  if (expr.parts[1].kind != Kind::kConstant) return infix(expr, word);
  return fmt::format("({}) {} {}", expr.parts[0].text(), word, expr.parts[1].text());
}

std::string perText(const Expr& expr) {
  const std::string key = fmt::format("({})", expr.parts[1].text());
  if (isAggregate(expr.parts[0].kind)) return aggregateText(expr.parts[0], key);
  return fmt::format("({}) per {}", expr.parts[0].text(), key);
}

std::string atomText(const Expr& expr) {
  const char* subject = decorum::name(expr.subject);
  switch (expr.kind) {
    case Kind::kConstant:
      return constantText(expr);
    case Kind::kFact:
      return "customer." + expr.name;
    case Kind::kSignal:
      return expr.name;
    case Kind::kMentions:
      return fmt::format("{} mentions \"{}\"", subject, expr.name);
    case Kind::kOccurrences:
      return fmt::format("occurrences({}, \"{}\")", subject, expr.name);
    case Kind::kLength:
      return fmt::format("length({})", subject);
    case Kind::kTurn:
      return "turn";
    case Kind::kNow:
      return "now";
    case Kind::kTimeOfDay:
      return "time of day";
    case Kind::kFirstReply:
      return "first reply";
    case Kind::kTruncated:
      return fmt::format("{} is truncated", subject);
    case Kind::kIsTool:
      return fmt::format("{} is {}", subject, expr.name);
    case Kind::kKeyed:
      return fmt::format("{}[{}].{}", expr.name, expr.parts[0].text(), expr.field);
    case Kind::kFlagged:
      return "previously flagged " + expr.name;
    case Kind::kRepeats:
      return fmt::format("{} repeats within {} turns", subject, expr.window.count);
    case Kind::kNearlyRepeats:
      return fmt::format("{} nearly repeats within {} turns", subject, expr.window.count);
    default:  // an argument or a result
      return expr.name + "." + expr.field;
  }
}

std::string operatorText(const Expr& expr) {
  switch (expr.kind) {
    case Kind::kEver:
      return prefix("ever", expr);
    case Kind::kNever:
      return prefix("never", expr);
    case Kind::kPreviously:
      return prefix("previously", expr);
    case Kind::kInLast:
      return inLastText(expr);
    case Kind::kSince:
      return infix(expr, "since");
    case Kind::kThen:
      return infix(expr, "then") + " within " + windowText(expr.window, {});
    case Kind::kFor:
      return fmt::format("({}) for {}", expr.parts[0].text(),
                         windowText(expr.window, subjectsOf(expr.parts[0])));
    case Kind::kTimeSince:
      return prefix("time since", expr);
    case Kind::kTurnsSince:
      return prefix("turns since", expr);
    default:
      return aggregateText(expr, "");
  }
}

}  // namespace

std::string Expr::text() const {
  if (isMemory(kind)) return operatorText(*this);
  switch (kind) {
    case Kind::kNot:
      return prefix("not", *this);
    case Kind::kAnd:
      return infix(*this, "and");
    case Kind::kOr:
      return infix(*this, "or");
    case Kind::kCompare:
      return compareText(*this);
    case Kind::kAdd:
      return infix(*this, "+");
    case Kind::kSubtract:
      return infix(*this, "-");
    case Kind::kDefault:
      return fmt::format("({}) default {}", parts[0].text(), parts[1].text());
    case Kind::kKnown:
      return fmt::format("({}) is {}known", parts[0].text(), negated ? "not " : "");
    case Kind::kPer:
      return perText(*this);
    default:
      return atomText(*this);
  }
}

bool isMemory(Kind kind) { return kind >= Kind::kEver && kind <= Kind::kTurnsSince; }

const char* nameOf(Kind kind) {
  constexpr const char* kNames[] = {
#define KIND(NAME, OPERANDS) #NAME,
#include "tests/support/memory/kinds.def"
#undef KIND
  };
  return kNames[static_cast<std::size_t>(kind)];
}

Subjects subjectsOf(const Expr& expr) {
  switch (expr.kind) {
    case Kind::kMentions:
    case Kind::kOccurrences:
    case Kind::kLength:
    case Kind::kTruncated:
    case Kind::kIsTool:
    case Kind::kSignal:
    case Kind::kRepeats:
    case Kind::kNearlyRepeats:
      return {expr.subject};
    case Kind::kTurn:
      return {EventKind::kUser};
    case Kind::kFirstReply:
      return {EventKind::kReply};
    case Kind::kArgument:
      return {EventKind::kToolCall};
    case Kind::kResult:
      return {EventKind::kToolResult};
    case Kind::kKeyed:  // not of the results that it finds
      return subjectsOf(expr.parts[0]);
    case Kind::kPer:  // what stands after `per` is left out of account
      return subjectsOf(expr.parts[0]);
    default:
      break;
  }
  Subjects subjects;
  for (const Expr& part : expr.parts) subjects.merge(subjectsOf(part));
  return subjects;
}

bool ticksAt(const Subjects& subjects, EventKind kind) {
  return subjects.empty() || (hasText(kind) && *subjects.rbegin() == kind);
}

// ---- what trees are made with

Expr truth(bool value) {
  Expr expr;
  expr.constant = value;
  return expr;
}
Expr integer(std::int64_t value) {
  Expr expr;
  expr.type = Type::kInt;
  expr.constant = value;
  return expr;
}
Expr number(double value) {
  Expr expr;
  expr.type = Type::kNumber;
  expr.constant = value;
  return expr;
}
Expr duration(std::int64_t ms) {
  Expr expr = integer(ms);
  expr.type = Type::kDuration;
  return expr;
}
Expr textValue(std::string value) {
  Expr expr;
  expr.type = Type::kText;
  expr.constant = std::move(value);
  return expr;
}
Expr member(std::string value) {
  Expr expr = textValue(std::move(value));
  expr.type = Type::kMember;
  return expr;
}
Expr fact(std::string name, Type type, bool optional) {
  Expr expr = leaf(Kind::kFact, type, EventKind::kUser, std::move(name));
  expr.optional = optional;
  return expr;
}
Expr signal(std::string name) {
  const EventKind subject = name == "mood" ? EventKind::kUser : EventKind::kReply;
  return leaf(Kind::kSignal, Type::kNumber, subject, std::move(name));
}
Expr mentions(EventKind subject, std::string word) {
  return leaf(Kind::kMentions, Type::kBool, subject, std::move(word));
}
Expr leaf(Kind kind, Type type, EventKind subject, std::string name) {
  Expr expr;
  expr.kind = kind;
  expr.type = type;
  expr.subject = subject;
  expr.name = std::move(name);
  return expr;
}
Expr ofTool(Kind kind, std::string tool, std::string field, Type type) {
  Expr expr = leaf(kind, type, EventKind::kToolCall, std::move(tool));
  expr.field = std::move(field);
  expr.optional = true;
  return expr;
}
Expr make(Kind kind, Type type, std::vector<Expr> parts, Window window) {
  Expr expr;
  expr.kind = kind;
  expr.type = type;
  expr.parts = std::move(parts);
  expr.window = window;
  const bool of_operator = kind == Kind::kPer && expr.parts[0].optional;
  expr.optional = kind == Kind::kTimeSince || kind == Kind::kTurnsSince || of_operator;
  return expr;
}
Expr compare(Expr left, Comparison comparison, Expr right) {
  Expr expr = make(Kind::kCompare, Type::kBool, {std::move(left), std::move(right)});
  expr.comparison = comparison;
  return expr;
}
Expr orElse(Expr value, Expr fallback) {
  const Type type = value.type;
  return make(Kind::kDefault, type, {std::move(value), std::move(fallback)});
}

Window ticks(std::int64_t count) { return {Unit::kTicks, count, 0, false}; }
Window turns(std::int64_t count) { return {Unit::kTurns, count, 0, false}; }
Window time(std::int64_t ms, std::int64_t at_most) { return {Unit::kTime, ms, at_most, false}; }

}  // namespace decorum::test::memory
