/// Conditions that look back, as trees: the judge of the memory operators has its own, prints them
/// as policy text for the compiler, and decides itself what they mean (`naive.h`).
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "decorum/event.h"

namespace decorum::test::memory {

enum class Kind : std::uint8_t {
#define KIND(NAME, OPERANDS) k##NAME,
#include "tests/support/memory/kinds.def"
#undef KIND
};

enum class Type : std::uint8_t { kBool, kInt, kNumber, kDuration, kTime, kText, kMember };

/// Durations and times are ms, members of enumerations their names.
using Payload = std::variant<bool, std::int64_t, double, std::string>;

enum class Unit : std::uint8_t { kNone, kTicks, kTurns, kTime };
struct Window {
  Unit unit = Unit::kNone;
  std::int64_t count = 0;    ///< ticks, user turns or ms
  std::int64_t at_most = 0;  ///< 0 for none
  bool plain = false;        ///< ticks written as `turns`
};

enum class Comparison : std::uint8_t { kEq, kNe, kLt, kLe, kGt, kGe };
enum class Mode : std::uint8_t { kAtLeast, kAny, kEvery };

/// Which of the fields mean something depends on `kind`.
struct Expr {
  Kind kind = Kind::kConstant;
  Type type = Type::kBool;  ///< of the value; of all kinds
  bool optional = false;    ///< may be missing
  std::vector<Expr> parts;
  EventKind subject = EventKind::kUser;
  std::string name;  ///< fact, signal, word, flag, `tool`
  std::string field;
  Payload constant = false;
  Comparison comparison = Comparison::kEq;
  Mode mode = Mode::kAtLeast;
  std::int64_t at_least = 1;
  Window window;
  bool negated = false;  ///< `is not known`

  bool operator==(const Expr& other) const { return text() == other.text(); }
  std::string text() const;
};

bool isMemory(Kind kind);  ///< an operator with a state, `per` excluded
const char* nameOf(Kind kind);

using Subjects = std::set<EventKind>;
Subjects subjectsOf(const Expr& expr);
/// Whether an event of this kind is a tick of the clock of what speaks of `subjects`.
bool ticksAt(const Subjects& subjects, EventKind kind);

// What trees are made with.
Expr truth(bool value);
Expr integer(std::int64_t value);
Expr number(double value);
Expr duration(std::int64_t ms);
Expr textValue(std::string value);
Expr member(std::string value);
Expr fact(std::string name, Type type, bool optional = false);
Expr signal(std::string name);
Expr mentions(EventKind subject, std::string word);
Expr leaf(Kind kind, Type type, EventKind subject = EventKind::kUser, std::string name = "");
Expr ofTool(Kind kind, std::string tool, std::string field, Type type);
Expr make(Kind kind, Type type, std::vector<Expr> parts, Window window = {});
Expr compare(Expr left, Comparison comparison, Expr right);
Expr orElse(Expr value, Expr fallback);

Window ticks(std::int64_t count);
Window turns(std::int64_t count);
Window time(std::int64_t ms, std::int64_t at_most = 0);

}  // namespace decorum::test::memory
