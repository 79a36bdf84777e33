#include "compiler/syntax/words.h"

#include <array>

namespace decorum::syntax {
namespace {

template <class Enum, std::size_t N>
std::string_view pick(const std::array<std::string_view, N>& words, Enum value) {
  return words[static_cast<std::size_t>(value)];
}

}  // namespace

std::string_view word(ast::Subject subject) {
  static constexpr std::array<std::string_view, 7> kWords{
      "user", "document", "tool_call", "tool_result", "reply", "timer", "close"};
  return pick(kWords, subject);
}
std::string_view word(ast::RuleKind kind) {
  static constexpr std::array<std::string_view, 8> kWords{"escalate", "redact", "disclose", "block",
                                                          "hold",     "retry",  "clarify",  "flag"};
  return pick(kWords, kind);
}
std::string_view word(ast::Priority priority) {
  static constexpr std::array<std::string_view, 4> kWords{"low", "normal", "high", "urgent"};
  return pick(kWords, priority);
}
std::string_view word(ast::Builtin builtin) {
  static constexpr std::array<std::string_view, 6> kWords{"now",  "time of day", "weekday",
                                                          "turn", "first reply", "it"};
  return pick(kWords, builtin);
}
std::string_view word(ast::Aggregate aggregate) {
  static constexpr std::array<std::string_view, 5> kWords{"count", "min", "max", "avg", "sum"};
  return pick(kWords, aggregate);
}
std::string_view word(ast::LabelKind label) {
  static constexpr std::array<std::string_view, 4> kWords{"protected", "private", "proxy for",
                                                          "key"};
  return pick(kWords, label);
}
std::string_view word(ast::TypeKind kind) {
  static constexpr std::array<std::string_view, 12> kWords{"?",        "bool", "int",    "number",
                                                           "range",    "text", "one of", "time",
                                                           "duration", "set",  "list",   "record"};
  return pick(kWords, kind);
}
std::string_view word(ast::BinaryOp op) {
  static constexpr std::array<std::string_view, 16> kWords{
      "or", "and", "==", "!=", "<",           "<=",        ">",        ">=",
      "+",  "-",   "*",  "/",  "starts with", "ends with", "contains", "default"};
  return pick(kWords, op);
}
std::string_view word(ast::OtherwiseDo what) {
  return what == ast::OtherwiseDo::kBlock ? "block" : "release";
}
std::string_view weekday(std::int32_t day) {
  static constexpr std::array<std::string_view, 7> kWords{"mon", "tue", "wed", "thu",
                                                          "fri", "sat", "sun"};
  return kWords[static_cast<std::size_t>(day - 1)];
}
std::string_view word(ast::WindowUnit unit) {
  static constexpr std::array<std::string_view, 8> kWords{
      "user turns", "replies", "tool calls", "tool results", "documents", "events", "turns", ""};
  return pick(kWords, unit);
}

std::string spelled(const ast::Path& path) {
  std::string joined;
  for (const ast::Name& part : path.parts) {
    if (!joined.empty()) joined += '.';
    joined += part.text;
  }
  return joined;
}

}  // namespace decorum::syntax
