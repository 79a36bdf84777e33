/// What a condition is at an event, decided from the whole conversation, as
/// `docs/language/memory.md` says it: by looking at every tick so far, each time anew. No state is
/// moved on. Written from that page alone; nothing of the compiler or the runtime is used.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "decorum/event.h"
#include "tests/support/memory/expression.h"

namespace decorum::test::memory {

enum class State : std::uint8_t { kOk, kMissing, kFault };
struct Value {
  State state = State::kOk;
  Payload payload = false;

  bool operator==(const Value&) const = default;
  bool isTrue() const { return *this == Value{State::kOk, true}; }
  bool isFalse() const { return *this == Value{State::kOk, false}; }
};
inline Value missing() { return {State::kMissing, false}; }
inline Value fault() { return {State::kFault, false}; }

/// An event of the past, with what the conversation was like then.
struct Moment {
  Event event;
  std::int64_t time_ms = 0;     ///< it is judged with
  std::int64_t turn = 0;        ///< user events so far, this one included
  std::set<std::string> marks;  ///< `flag`s that marked it
};

/// A tick of an operand.
struct Tick {
  const Moment* moment = nullptr;
  std::size_t at = 0;  ///< index of the event
  Value value;
};

class Naive {
 public:
  /// Takes over the next event.
  void add(const Event& event);
  /// A rule in force marked the latest event as `name`.
  void mark(const std::string& name) { history_.back().marks.insert(name); }
  /// Takes the latest event back; it was only imagined.
  void takeBack();

  /// What `expr` is at the latest event; before all events what it is at first. `expr` must outlive
  /// this.
  Value now(const Expr& expr) { return at(expr, history_.size()); }
  std::size_t size() const { return history_.size(); }
  const Moment& latest() const { return history_.back(); }

 private:
  // `end` is how many events there have been: the event at hand is `history_[end - 1]`.
  Value at(const Expr& expr, std::size_t end);
  Value compute(const Expr& expr, std::size_t end);

  // Values that need no memory (naive.cpp).
  Value atom(const Expr& expr, std::size_t end);
  Value ofText(const Expr& expr, std::size_t end) const;
  Value ofSignal(const Expr& expr, std::size_t end) const;
  Value ofFact(const Expr& expr, std::size_t end) const;
  Value ofLatest(EventKind kind, const Expr& expr, std::size_t end) const;
  Value repeats(const Expr& expr, std::size_t end) const;
  Value junction(const Expr& expr, std::size_t end);
  Value comparison(const Expr& expr, std::size_t end);
  std::optional<std::size_t> latest(EventKind kind, std::size_t end) const;
  std::int64_t nowMs(std::size_t end) const { return end > 0 ? history_[end - 1].time_ms : 0; }

  // Operators of memory (naive_operators.cpp).
  /// All values that the operator may have: one where nothing it depends on is in doubt.
  std::vector<Value> ways(const Expr& op, const Expr* key, std::size_t end);
  std::vector<Tick> ticksOf(const Expr& operand, const Expr* key, std::size_t end);
  std::vector<Tick> allTicksOf(const Expr& operand, std::size_t end);
  bool isOfUnknownKey(const Expr& op, std::size_t part, const Expr& key, std::size_t end);
  enum class Doubts : bool { kPass, kCount };
  bool keepsAnything(const Expr& op, const Expr& key, std::size_t end, Doubts doubts);
  static bool keepsMisses(const Expr& op);
  Value ofNumbers(const Expr& op, const std::vector<Tick>& ticks, std::size_t end);
  Value decide(const Expr& op, const std::vector<Tick>& first, const std::vector<Tick>& second,
               std::size_t end) const;

  // Keys that are forgotten (naive_keys.cpp).
  bool isForgotten(const Expr& op, const Expr& key, std::size_t end);
  class KeysKept;
  void settle(const Tick& in_doubt, const Expr& op, const Expr& key, KeysKept& keys);

  // Results by key (naive_tools.cpp).
  Value keyed(const Expr& expr, std::size_t end);

  std::vector<Moment> history_;
  std::map<const Expr*, std::map<std::size_t, Value>> known_;
};

/// Compares as the language does: whole numbers exactly, else as numbers; texts by `==` and `!=`.
bool holds(const Payload& left, Comparison comparison, const Payload& right);

/// The whole words of a text, in small letters.
std::vector<std::string> wordsOf(const std::string& text);

/// A value from the host where it is of the type, `fault()` where it is not, `missing()` for null.
Value given(const decorum::Value* value, Type type);

}  // namespace decorum::test::memory
