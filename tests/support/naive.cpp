#include "tests/support/naive.h"

#include <bit>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "runtime/base/hash.h"
#include "runtime/plan/operations.h"

namespace decorum::test {
namespace {

using eval::Cell;
using eval::Element;
using eval::ListValue;
using eval::RecordView;
using eval::State;
using plan::Node;
using plan::NodeId;
using plan::Op;
using plan::Rep;

NaiveValue read(Rep rep, Cell cell, State state) {
  if (state == State::kFault) return Fault();
  if (state == State::kMissing) return Missing();
  switch (rep) {
    case Rep::kBool:
      return cell.integer != 0;
    case Rep::kNumber:
      return cell.number;
    case Rep::kText:
      return *cell.text;
    case Rep::kList:
      return cell.list;
    default:
      return cell.integer;
  }
}

std::optional<bool> truth(const NaiveValue& value) {
  const bool* const b = std::get_if<bool>(&value);
  return b ? std::optional(*b) : std::nullopt;
}

NaiveValue ofTruth(std::optional<bool> truth) {
  if (truth) return *truth;
  return Fault();
}

std::optional<bool> allOf(const std::vector<std::optional<bool>>& parts) {
  std::optional<bool> all = true;
  for (const auto& part : parts) {
    if (part == false) return false;
    if (!part) all = std::nullopt;
  }
  return all;
}

std::optional<bool> anyOf(std::vector<std::optional<bool>> parts) {
  for (auto& part : parts) {
    if (part) part = !*part;
  }
  const auto none = allOf(parts);
  return none ? std::optional(!*none) : std::nullopt;
}

NaiveValue countOf(const std::vector<std::optional<bool>>& parts) {
  std::int64_t count = 0;
  for (const auto& part : parts) {
    if (!part) return Fault();
    count += *part;
  }
  return count;
}

__extension__ using Wide = __int128;

NaiveValue narrowed(Wide wide) {
  if (wide > std::numeric_limits<std::int64_t>::max()) return Fault();
  if (wide < std::numeric_limits<std::int64_t>::min()) return Fault();
  return static_cast<std::int64_t>(wide);
}

class Naive {
 public:
  Naive(const plan::Plan& plan, RecordView record) : plan_(plan), record_(record) {}

  NaiveValue of(NodeId id, Element it) const {
    const Node& node = plan_.nodes[id];
    const Rep rep = plan::info(node.op).result;
    const auto operand = [&](std::size_t i) {
      return of(plan_.operands[node.first_operand + i], it);
    };
    std::vector<NaiveValue> operands;
    for (std::uint32_t i = 0; i < node.operand_count; ++i) operands.push_back(operand(i));
    switch (node.op) {
      case Op::kConstBool:
        return node.payload == 1;
      case Op::kConstInt:
        return std::bit_cast<std::int64_t>(node.payload);
      case Op::kConstNumber:
        return std::bit_cast<double>(node.payload);
      case Op::kConstText:
        return plan_.strings.at(node.payload);
      case Op::kLoadBool:
      case Op::kLoadInt:
      case Op::kLoadNumber:
      case Op::kLoadText:
      case Op::kLoadList:
        return read(rep, record_.cells[node.payload], record_.states[node.payload]);
      case Op::kItBool:
      case Op::kItInt:
      case Op::kItNumber:
      case Op::kItText:
        return read(rep, it.cells[node.payload], it.states[node.payload]);
      case Op::kKnown:
        if (std::holds_alternative<Fault>(operands[0])) return Fault();
        return !std::holds_alternative<Missing>(operands[0]);
      case Op::kDefaultBool:
      case Op::kDefaultInt:
      case Op::kDefaultNumber:
      case Op::kDefaultText:
        return std::holds_alternative<Missing>(operands[0]) ? operands[1] : operands[0];
      case Op::kAnd:
        return ofTruth(allOf(truths(operands)));
      case Op::kOr:
        return ofTruth(anyOf(truths(operands)));
      case Op::kCountTrue:
        return countOf(truths(operands));
      default:
        break;
    }
    const bool no_text = node.op == Op::kHashText && std::holds_alternative<Missing>(operands[0]);
    if (no_text) return Missing();
    for (const auto& value : operands) {
      if (value.index() < 2) return Fault();  // missing or a fault
    }
    if (std::holds_alternative<const ListValue*>(operands[0])) return overList(node, operands);
    return strict(node, operands);
  }

 private:
  static std::vector<std::optional<bool>> truths(const std::vector<NaiveValue>& values) {
    std::vector<std::optional<bool>> all;
    for (const auto& value : values) all.push_back(truth(value));
    return all;
  }

  NaiveValue strict(const Node& node, const std::vector<NaiveValue>& operands) const {
    const NaiveValue& a = operands.front();
    const NaiveValue& b = operands.back();
    if (std::holds_alternative<bool>(a)) {
      return node.op == Op::kNot ? !std::get<bool>(a) : a == b;
    }
    if (std::holds_alternative<std::int64_t>(a)) {
      return integers(node, std::get<std::int64_t>(a), std::get<std::int64_t>(b));
    }
    if (std::holds_alternative<double>(a)) {
      return numbers(node, std::get<double>(a), std::get<double>(b));
    }
    if (node.op == Op::kHashText) {
      const auto salt = static_cast<std::uint64_t>(std::get<std::int64_t>(b));
      return static_cast<std::int64_t>(hash64(std::get<std::string>(a), salt));
    }
    return texts(node, std::get<std::string>(a), std::get<std::string>(b));
  }

  NaiveValue integers(const Node& node, std::int64_t a, std::int64_t b) const {
    const Wide wide_a = a;
    const Wide wide_b = b;
    switch (node.op) {
      case Op::kEqInt:
        return a == b;
      case Op::kLtInt:
        return a < b;
      case Op::kLeInt:
        return a <= b;
      case Op::kAddInt:
        return narrowed(wide_a + wide_b);
      case Op::kSubInt:
        return narrowed(wide_a - wide_b);
      case Op::kMulInt:
        return narrowed(wide_a * wide_b);
      case Op::kNegInt:
        return narrowed(-wide_a);
      case Op::kToNumber:
        return static_cast<double>(a);
      default:
        return isIn(plan_.int_sets.at(node.payload), a);
    }
  }

  NaiveValue numbers(const Node& node, double a, double b) const {
    switch (node.op) {
      case Op::kEqNumber:
        return a == b;
      case Op::kNeNumber:
        return !std::isnan(a) && !std::isnan(b) && a != b;
      case Op::kLtNumber:
        return a < b;
      case Op::kLeNumber:
        return a <= b;
      case Op::kAddNumber:
        return a + b;
      case Op::kSubNumber:
        return a - b;
      case Op::kMulNumber:
        return a * b;
      case Op::kDivNumber:
        return a / b;
      case Op::kNegNumber:
        return -a;
      default:
        return isIn(plan_.number_sets.at(node.payload), a);
    }
  }

  NaiveValue texts(const Node& node, const std::string& a, const std::string& b) const {
    switch (node.op) {
      case Op::kEqText:
        return a == b;
      case Op::kStartsWith:
        return a.substr(0, b.size()) == b;
      case Op::kEndsWith:
        return a.size() >= b.size() && a.substr(a.size() - b.size()) == b;
      case Op::kContainsText:
        return a.find(b) != std::string::npos;
      default:
        return isIn(plan_.text_sets.at(node.payload), a);
    }
  }

  template <class T>
  static bool isIn(const std::vector<T>& set, const T& value) {
    for (const T& member : set) {
      if (member == value) return true;
    }
    return false;
  }

  NaiveValue overList(const Node& node, const std::vector<NaiveValue>& operands) const {
    const ListValue& list = *std::get<const ListValue*>(operands[0]);
    const auto rows = static_cast<std::int64_t>(list.cells.size() / list.width);
    switch (node.op) {
      case Op::kSize:
        return rows;
      case Op::kSumInt:
      case Op::kSumNumber:
        return sum(node, list);
      case Op::kAny:
        return ofTruth(anyOf(bodies(node, list)));
      case Op::kEvery:
        return ofTruth(allOf(bodies(node, list)));
      case Op::kHowMany:
        return countOf(bodies(node, list));
      default:
        return ofTruth(anyOf(equalities(node, list, operands[1])));
    }
  }

  std::vector<std::optional<bool>> bodies(const Node& node, const ListValue& list) const {
    std::vector<std::optional<bool>> all;
    for (std::size_t at = 0; at < list.cells.size(); at += list.width) {
      const Element it = {&list.cells[at], &list.states[at], list.width};
      all.push_back(truth(of(plan_.quantifiers[node.payload].body, it)));
    }
    return all;
  }

  static std::vector<std::optional<bool>> equalities(const Node& node, const ListValue& list,
                                                     const NaiveValue& wanted) {
    const Rep rep = plan::repOfLetter(plan::info(node.op).operands[1]);
    std::vector<std::optional<bool>> all;
    for (std::size_t i = 0; i < list.cells.size(); ++i) {
      const NaiveValue element = read(rep, list.cells[i], list.states[i]);
      all.push_back(element.index() < 2 ? std::nullopt : std::optional(same(element, wanted)));
    }
    return all;
  }
  static bool same(const NaiveValue& a, const NaiveValue& b) {
    if (const bool* v = std::get_if<bool>(&a)) return *v == std::get<bool>(b);
    if (const double* v = std::get_if<double>(&a)) return *v == std::get<double>(b);
    if (const auto* v = std::get_if<std::int64_t>(&a)) return *v == std::get<std::int64_t>(b);
    return std::get<std::string>(a) == std::get<std::string>(b);
  }

  static NaiveValue sum(const Node& node, const ListValue& list) {
    const Rep rep = plan::info(node.op).result;
    NaiveValue total = rep == Rep::kInt ? NaiveValue(std::int64_t{0}) : NaiveValue(0.0);
    for (std::size_t at = node.payload; at < list.cells.size(); at += list.width) {
      const NaiveValue element = read(rep, list.cells[at], list.states[at]);
      if (element.index() < 2 || total.index() < 2) return Fault();
      if (rep == Rep::kInt) {
        total = narrowed(Wide{std::get<std::int64_t>(total)} + std::get<std::int64_t>(element));
      } else {
        total = std::get<double>(total) + std::get<double>(element);
      }
    }
    return total;
  }

  const plan::Plan& plan_;
  RecordView record_;
};

}  // namespace

NaiveValue evaluateNaively(const plan::Plan& plan, NodeId node, RecordView record, Element it) {
  return Naive(plan, record).of(node, it);
}

bool isSame(const NaiveValue& value, const eval::Value& other) {
  if (std::holds_alternative<Fault>(value)) return other.state == State::kFault;
  if (std::holds_alternative<Missing>(value)) return other.state == State::kMissing;
  if (other.state != State::kOk) return false;
  if (const bool* b = std::get_if<bool>(&value)) return other.cell.integer == (*b ? 1 : 0);
  if (const auto* i = std::get_if<std::int64_t>(&value)) return other.cell.integer == *i;
  if (const auto* t = std::get_if<std::string>(&value)) return *other.cell.text == *t;
  if (const auto* l = std::get_if<const ListValue*>(&value)) return other.cell.list == *l;
  const double n = std::get<double>(value);
  const double m = other.cell.number;
  return std::isnan(n) ? std::isnan(m) : n == m && std::signbit(n) == std::signbit(m);
}

}  // namespace decorum::test
