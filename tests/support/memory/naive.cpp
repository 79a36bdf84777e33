// What needs no memory: atoms, and operations over values.

#include "tests/support/memory/naive.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace decorum::test::memory {
namespace {

Value fromTruth(bool value) { return {State::kOk, value}; }
Value fromInt(std::int64_t value) { return {State::kOk, value}; }

double asNumber(const Payload& payload) {
  if (const auto* integer = std::get_if<std::int64_t>(&payload)) {
    return static_cast<double>(*integer);
  }
  return std::get<double>(payload);
}

template <class T>
bool compareOrdered(const T& left, Comparison comparison, const T& right) {
  switch (comparison) {
    case Comparison::kEq:
      return left == right;
    case Comparison::kNe:
      return left != right;
    case Comparison::kLt:
      return left < right;
    case Comparison::kLe:
      return left <= right;
    case Comparison::kGt:
      return left > right;
    case Comparison::kGe:
      return left >= right;
  }
  return false;
}

Value sum(const Payload& left, const Payload& right, bool minus) {
  const auto* a = std::get_if<std::int64_t>(&left);
  const auto* b = std::get_if<std::int64_t>(&right);
  if (a != nullptr && b != nullptr) {
    std::int64_t result = 0;
    const bool overflows =
        minus ? __builtin_sub_overflow(*a, *b, &result) : __builtin_add_overflow(*a, *b, &result);
    return overflows ? fault() : fromInt(result);
  }
  return {State::kOk, minus ? asNumber(left) - asNumber(right) : asNumber(left) + asNumber(right)};
}

/// A member of the latest record of that name, or null.
const decorum::Value* memberOf(const decorum::Value& record, const std::string& name) {
  const decorum::Value* member = record.find(name);
  return member == nullptr || member->isNull() ? nullptr : member;
}

/// A result without a text is read as the JSON of its fields.
std::string textOf(const Event& event) {
  const bool is_json =
      event.kind == EventKind::kToolResult && event.text.empty() && event.arguments;
  return is_json ? event.arguments->toJson() : event.text;
}

}  // namespace

bool holds(const Payload& left, Comparison comparison, const Payload& right) {
  if (left.index() == right.index()) {
    return std::visit(
        [&](const auto& l) {
          using T = std::decay_t<decltype(l)>;
          return compareOrdered<T>(l, comparison, std::get<T>(right));
        },
        left);
  }
  return compareOrdered(asNumber(left), comparison, asNumber(right));
}

std::vector<std::string> wordsOf(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isalnum(letter) != 0) {
      words.back() += static_cast<char>(std::tolower(letter));
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

Value given(const decorum::Value* value, Type type) {
  if (value == nullptr || value->isNull()) return missing();
  switch (type) {
    case Type::kBool:
      return value->boolean() != nullptr ? fromTruth(*value->boolean()) : fault();
    case Type::kInt:
    case Type::kDuration:
      return value->integer() != nullptr ? fromInt(*value->integer()) : fault();
    case Type::kNumber:
      if (value->integer() != nullptr) {
        return {State::kOk, static_cast<double>(*value->integer())};
      }
      return value->number() != nullptr ? Value{State::kOk, *value->number()} : fault();
    case Type::kText:
    case Type::kMember:  // the generator gives no other texts than members, but "wrong"
      if (value->text() == nullptr) return fault();
      if (type == Type::kMember && *value->text() == "wrong") return fault();
      return {State::kOk, *value->text()};
    case Type::kTime: {  // the generator writes instants as days of January 2026
      if (value->text() == nullptr || value->text()->size() != 10) return fault();
      constexpr std::int64_t kNewYear = 1'767'225'600'000;
      return fromInt(kNewYear + (std::stoll(value->text()->substr(8)) - 1) * 86'400'000);
    }
  }
  return fault();
}

void Naive::add(const Event& event) {
  Moment moment;
  moment.event = event;
  const std::int64_t before = history_.empty() ? 0 : history_.back().time_ms;
  moment.time_ms = event.time_ms.value_or(before);
  if (!history_.empty()) moment.time_ms = std::max(moment.time_ms, before);
  moment.turn = history_.empty() ? 0 : history_.back().turn;
  if (event.kind == EventKind::kUser) ++moment.turn;
  history_.push_back(std::move(moment));
}

void Naive::takeBack() {
  for (auto& [expr, values] : known_) values.erase(history_.size());
  history_.pop_back();
}

Value Naive::at(const Expr& expr, std::size_t end) {
  auto& values = known_[&expr];
  const auto found = values.find(end);
  if (found != values.end()) return found->second;
  Value value = compute(expr, end);
  known_[&expr][end] = value;
  return value;
}

Value Naive::compute(const Expr& expr, std::size_t end) {
  switch (expr.kind) {
    case Kind::kAnd:
    case Kind::kOr:
      return junction(expr, end);
    case Kind::kCompare:
      return comparison(expr, end);
    case Kind::kNot: {
      const Value value = at(expr.parts[0], end);
      return value.state == State::kOk ? fromTruth(value.isFalse()) : fault();
    }
    case Kind::kAdd:
    case Kind::kSubtract: {
      const Value left = at(expr.parts[0], end);
      const Value right = at(expr.parts[1], end);
      if (left.state != State::kOk || right.state != State::kOk) return fault();
      return sum(left.payload, right.payload, expr.kind == Kind::kSubtract);
    }
    case Kind::kDefault: {
      const Value value = at(expr.parts[0], end);
      return value.state == State::kMissing ? at(expr.parts[1], end) : value;
    }
    case Kind::kKnown: {
      const Value value = at(expr.parts[0], end);
      if (value.state == State::kFault) return fault();
      return fromTruth((value.state == State::kOk) != expr.negated);
    }
    default:
      break;
  }
  if (!isMemory(expr.kind) && expr.kind != Kind::kPer) return atom(expr, end);
  const bool per = expr.kind == Kind::kPer;
  const auto all = ways(per ? expr.parts[0] : expr, per ? &expr.parts[1] : nullptr, end);
  const bool same =
      std::all_of(all.begin(), all.end(), [&](const Value& v) { return v == all[0]; });
  return same ? all[0] : fault();
}

/// True and false decide where they can; what is left in doubt is a fault.
Value Naive::junction(const Expr& expr, std::size_t end) {
  const bool deciding = expr.kind == Kind::kOr;
  bool in_doubt = false;
  for (const Expr& part : expr.parts) {
    const Value value = at(part, end);
    if (value == fromTruth(deciding)) return fromTruth(deciding);
    in_doubt = in_doubt || value.state != State::kOk;
  }
  return in_doubt ? fault() : fromTruth(!deciding);
}

/// A count that is compared with a constant is one operator with the comparison: what matters is
/// whether that is the same both ways.
Value Naive::comparison(const Expr& expr, std::size_t end) {
  const auto waysOf = [&](const Expr& side, const Expr& other) -> std::vector<Value> {
    const bool per = side.kind == Kind::kPer;
    const Expr& op = per ? side.parts[0] : side;
    if (op.kind != Kind::kCount || other.kind != Kind::kConstant) return {at(side, end)};
    return ways(op, per ? &side.parts[1] : nullptr, end);
  };
  std::optional<Value> result;
  for (const Value& left : waysOf(expr.parts[0], expr.parts[1])) {
    for (const Value& right : waysOf(expr.parts[1], expr.parts[0])) {
      if (left.state != State::kOk || right.state != State::kOk) return fault();
      const Value way = fromTruth(holds(left.payload, expr.comparison, right.payload));
      if (result && *result != way) return fault();
      result = way;
    }
  }
  return *result;
}

std::optional<std::size_t> Naive::latest(EventKind kind, std::size_t end) const {
  for (std::size_t i = end; i-- > 0;) {
    if (history_[i].event.kind == kind) return i;
  }
  return std::nullopt;
}

Value Naive::atom(const Expr& expr, std::size_t end) {
  const Moment* hand = end > 0 ? &history_[end - 1] : nullptr;
  switch (expr.kind) {
    case Kind::kConstant:
      return {State::kOk, expr.constant};
    case Kind::kFact:
      return ofFact(expr, end);
    case Kind::kSignal:
      return ofSignal(expr, end);
    case Kind::kTurn:
      return fromInt(hand != nullptr ? hand->turn : 0);
    case Kind::kNow:
      return fromInt(nowMs(end));
    case Kind::kTimeOfDay:
      return fromInt(nowMs(end) % 86'400'000);
    case Kind::kFirstReply:
      return fromTruth(hand != nullptr && hand->event.kind == EventKind::kReply &&
                       !latest(EventKind::kReply, end - 1));
    case Kind::kTruncated:
      return fromTruth(hand != nullptr && hand->event.kind == expr.subject &&
                       hand->event.truncated);
    case Kind::kIsTool:
      return fromTruth(hand != nullptr && hand->event.kind == expr.subject &&
                       hand->event.tool == expr.name);
    case Kind::kArgument:
      return ofLatest(EventKind::kToolCall, expr, end);
    case Kind::kResult:
      return ofLatest(EventKind::kToolResult, expr, end);
    case Kind::kKeyed:
      return keyed(expr, end);
    case Kind::kRepeats:
    case Kind::kNearlyRepeats:
      return repeats(expr, end);
    case Kind::kFlagged:
      for (std::size_t i = 0; i + 1 < end; ++i) {
        if (history_[i].marks.contains(expr.name)) return fromTruth(true);
      }
      return fromTruth(false);
    default:
      return ofText(expr, end);
  }
}

/// Of a text that was cut short only what was found in it is known.
Value Naive::ofText(const Expr& expr, std::size_t end) const {
  const auto at = latest(expr.subject, end);
  const std::string text = at ? textOf(history_[*at].event) : "";
  const bool cut = at && history_[*at].event.truncated;
  if (expr.kind == Kind::kLength) {  // the generator's texts are ASCII
    return cut ? fault() : fromInt(static_cast<std::int64_t>(text.size()));
  }
  const auto words = wordsOf(text);
  const auto hits = std::count(words.begin(), words.end(), expr.name);
  if (expr.kind == Kind::kOccurrences) return cut ? fault() : fromInt(hits);
  if (hits > 0) return fromTruth(true);
  return cut ? fault() : fromTruth(false);
}

Value Naive::ofSignal(const Expr& expr, std::size_t end) const {
  const double when_missing = expr.name == "mood" ? 0 : 1;  // as declared
  const double low = expr.name == "mood" ? -1 : 0;
  const auto at = latest(expr.subject, end);
  const decorum::Value* score = nullptr;
  if (at) {
    for (const auto& [name, value] : history_[*at].event.signals) {
      if (name == expr.name) score = &value;
    }
  }
  const Value value = given(score, Type::kNumber);
  if (value.state == State::kMissing) return {State::kOk, when_missing};
  if (value.state == State::kFault) return value;
  const double number = std::get<double>(value.payload);
  return number < low || number > 1 ? fault() : value;
}

Value Naive::ofFact(const Expr& expr, std::size_t end) const {
  for (std::size_t i = end; i-- > 0;) {
    for (const auto& [name, record] : history_[i].event.facts) {
      if (name != "customer") continue;
      const Value value = given(memberOf(record, expr.name), expr.type);
      return value.state == State::kMissing && !expr.optional ? fault() : value;
    }
  }
  return expr.optional ? missing() : fault();
}

/// Arguments of the latest call of the tool, or fields of its latest result.
Value Naive::ofLatest(EventKind kind, const Expr& expr, std::size_t end) const {
  for (std::size_t i = end; i-- > 0;) {
    const Event& event = history_[i].event;
    if (event.kind != kind || event.tool != expr.name) continue;
    if (!event.arguments) return missing();
    return given(memberOf(*event.arguments, expr.field), expr.type);
  }
  return missing();
}

/// Whether the latest message of the subject is one of those just before it. One that was cut short
/// is not known, and none of those before.
Value Naive::repeats(const Expr& expr, std::size_t end) const {
  const auto latest_at = latest(expr.subject, end);
  if (!latest_at) return fromTruth(false);
  const Event& message = history_[*latest_at].event;
  if (message.truncated) return fault();
  std::int64_t looked_at = 0;
  bool any = false;
  for (std::size_t i = *latest_at; i-- > 0 && looked_at < expr.window.count;) {
    const Event& before = history_[i].event;
    if (before.kind != expr.subject || before.truncated) continue;
    ++looked_at;
    any = any || wordsOf(textOf(before)) == wordsOf(textOf(message));
  }
  return fromTruth(any);
}

}  // namespace decorum::test::memory
