// Types as people read them, and when two are the same.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "compiler/sema/types.h"

namespace decorum::sema {
namespace {

// A literal's range is the literal, which says nothing of its type.
bool hasRange(const Type& type) {
  return type.low != type.high && std::isfinite(type.low) && std::isfinite(type.high);
}

std::string printRecord(const Module& module, const Type& type) {
  std::string text = "{";
  for (const RecordField& field : type.fields)
    text += fmt::format(" {}: {}", field.name, print(module, field.type));
  return text + " }";
}

std::string printKnown(const Module& module, const Type& type) {
  switch (type.kind) {
    case Type::Kind::kError:
      return "?";
    case Type::Kind::kBool:
      return "bool";
    case Type::Kind::kInt:
      return "int";
    case Type::Kind::kNumber:
      return hasRange(type) ? fmt::format("{}..{}", type.low, type.high) : "number";
    case Type::Kind::kText:
      return "text";
    case Type::Kind::kEnum:
      if (type.enumeration == kWeekdays) return "day of the week";
      return fmt::format("one of {}", fmt::join(membersOf(module, type.enumeration), ", "));
    case Type::Kind::kTime:
      return "time";
    case Type::Kind::kDuration:
      return "duration";
    case Type::Kind::kClock:
      return "time of day";
    case Type::Kind::kSet:
      return "set of " + print(module, type.element.front());
    case Type::Kind::kList:
      return "list of " + print(module, type.element.front());
    case Type::Kind::kRecord:
      return printRecord(module, type);
  }
  return "?";
}

}  // namespace

std::string print(const Module& module, const Type& type) {
  return printKnown(module, type) + (type.optional ? "?" : "");
}

bool isNumeric(const Type& type) {
  return type.is(Type::Kind::kInt) || type.is(Type::Kind::kNumber);
}

bool same(const Module& module, const Type& a, const Type& b) {
  if (a.isError() || b.isError()) return true;
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case Type::Kind::kEnum:
      return a.enumeration == b.enumeration ||
             membersOf(module, a.enumeration) == membersOf(module, b.enumeration);
    case Type::Kind::kSet:
    case Type::Kind::kList:
      return same(module, a.element.front(), b.element.front());
    case Type::Kind::kRecord: {
      if (a.fields.size() != b.fields.size()) return false;
      for (std::size_t i = 0; i < a.fields.size(); ++i) {
        if (a.fields[i].name != b.fields[i].name) return false;
        if (!same(module, a.fields[i].type, b.fields[i].type)) return false;
      }
      return true;
    }
    default:
      return true;
  }
}

bool fits(const Module& module, const Type& value, const Type& wanted) {
  if (value.is(Type::Kind::kInt) && wanted.is(Type::Kind::kNumber)) return true;
  return same(module, value, wanted);
}

const std::vector<std::string>& membersOf(const Module& module, EnumId enumeration) {
  static const std::vector<std::string> weekdays = {"mon", "tue", "wed", "thu",
                                                    "fri", "sat", "sun"};
  static const std::vector<std::string> none;
  if (enumeration == kWeekdays) return weekdays;
  if (enumeration >= module.enumerations.size()) return none;
  return module.enumerations[enumeration].members;
}

namespace {
constexpr std::array<std::string_view, 7> kSubjects = {
    "user", "document", "tool_call", "tool_result", "reply", "timer", "close"};
constexpr std::array<std::string_view, 8> kRuleKinds = {"escalate", "redact", "disclose", "block",
                                                        "hold",     "retry",  "clarify",  "flag"};
}  // namespace

std::optional<ast::Subject> subjectNamed(std::string_view word) {
  for (std::size_t i = 0; i < kSubjects.size(); ++i)
    if (kSubjects[i] == word) return static_cast<ast::Subject>(i);
  return std::nullopt;
}

std::string_view nameOf(ast::Subject subject) {
  return kSubjects[static_cast<std::size_t>(subject)];
}

std::string_view nameOf(ast::RuleKind kind) { return kRuleKinds[static_cast<std::size_t>(kind)]; }

}  // namespace decorum::sema
