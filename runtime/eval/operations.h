/// Operations over texts, sets and lists: called by the interpreter and by compiled code, so that
/// each has one meaning. Those over one element of many follow Kleene's logic, and a sum that
/// overflows is a fault.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/hash.h"
#include "runtime/eval/evaluator.h"

namespace decorum::eval {

inline Value ofBool(bool b) { return {{.integer = b ? 1 : 0}, State::kOk}; }
inline Value ofInt(std::int64_t i) { return {{.integer = i}, State::kOk}; }
inline Value ofNumber(double n) { return {{.number = n}, State::kOk}; }
inline Value ofText(const std::string* t) { return {{.text = t}, State::kOk}; }
inline Value fault() { return {{.integer = 0}, State::kFault}; }

inline bool startsWith(std::string_view text, std::string_view part) {
  return text.starts_with(part);
}
inline bool endsWith(std::string_view text, std::string_view part) { return text.ends_with(part); }
inline bool containsText(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// A text as a number that only compares for equality, and only under one salt.
inline Value hashText(std::string_view text, std::int64_t salt) {
  return ofInt(static_cast<std::int64_t>(hash64(text, static_cast<std::uint64_t>(salt))));
}

/// `set` is ascending. NaN is in no set.
template <class T>
bool isMember(const std::vector<T>& set, const T& value) {
  const auto at = std::lower_bound(set.begin(), set.end(), value);
  return at != set.end() && *at == value;
}

/// True of an Or: any true operand makes it so; else one that is not known leaves it unknown.
class AnyOf {
 public:
  void add(const Value& operand) {
    if (operand.isTrue()) found_ = true;
    if (operand.state != State::kOk) unknown_ = true;
  }
  Value result() const { return found_ ? ofBool(true) : unknown_ ? fault() : ofBool(false); }

 private:
  bool found_ = false, unknown_ = false;
};

/// The same of an And, with false for true.
class EveryOf {
 public:
  void add(const Value& operand) {
    if (operand.isFalse()) found_ = true;
    if (operand.state != State::kOk) unknown_ = true;
  }
  Value result() const { return found_ ? ofBool(false) : unknown_ ? fault() : ofBool(true); }

 private:
  bool found_ = false, unknown_ = false;
};

/// How many operands are true; unknown where one is.
class CountOf {
 public:
  void add(const Value& operand) {
    if (operand.isTrue()) ++count_;
    if (operand.state != State::kOk) unknown_ = true;
  }
  Value result() const { return unknown_ ? fault() : ofInt(count_); }

 private:
  std::int64_t count_ = 0;
  bool unknown_ = false;
};

/// Whether a list of single values holds one for which `equals(cell)`.
template <class Equals>
Value hasElement(const ListValue& list, Equals equals) {
  AnyOf any;
  for (std::size_t i = 0; i < list.cells.size(); ++i) {
    const bool ok = list.states[i] == State::kOk;
    any.add(ok ? ofBool(equals(list.cells[i])) : fault());
  }
  return any.result();
}
inline Value hasInt(const ListValue& list, std::int64_t value) {
  return hasElement(list, [&](Cell cell) { return cell.integer == value; });
}
inline Value hasNumber(const ListValue& list, double value) {
  return hasElement(list, [&](Cell cell) { return cell.number == value; });
}
inline Value hasText(const ListValue& list, const std::string& value) {
  return hasElement(list, [&](Cell cell) { return *cell.text == value; });
}

/// The sum of field `field` over the rows, in their order.
inline Value sumInt(const ListValue& list, std::size_t field) {
  std::int64_t sum = 0;
  for (std::size_t i = field; i < list.cells.size(); i += list.width) {
    if (list.states[i] != State::kOk) return fault();
    if (__builtin_add_overflow(sum, list.cells[i].integer, &sum)) return fault();
  }
  return ofInt(sum);
}
inline Value sumNumber(const ListValue& list, std::size_t field) {
  double sum = 0;
  for (std::size_t i = field; i < list.cells.size(); i += list.width) {
    if (list.states[i] != State::kOk) return fault();
    sum += list.cells[i].number;
  }
  return ofNumber(sum);
}

/// A field of `it`, where `kItMatchedText` and `kItScore` are the last two of the row.
inline std::uint32_t itColumn(std::uint64_t field, std::uint32_t width) {
  if (field == plan::kItMatchedText) return width - 2;
  if (field == plan::kItScore) return width - 1;
  return static_cast<std::uint32_t>(field);
}

}  // namespace decorum::eval
