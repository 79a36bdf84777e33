/// Whether values from the host are what the policy declared, and what they are in the record.
#include "runtime/engine/shapes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "runtime/base/rfc3339.h"

namespace decorum::engine {
namespace {

using plan::Field;
using plan::FieldType;

template <class Node>
const char* typeOf(const Node& value) {
  if (value.isNull()) return "null";
  if (value.boolean()) return "a truth value";
  if (value.integer() || value.number()) return "a number";
  if (value.text()) return "a text";
  return value.list() ? "a list" : "an object";
}

const char* expected(FieldType type) {
  switch (type) {
    case FieldType::kBool:
      return "true or false";
    case FieldType::kInt:
      return "a whole number";
    case FieldType::kNumber:
      return "a number";
    case FieldType::kText:
      return "a text";
    case FieldType::kEnum:
      return "a member as text";
    case FieldType::kTime:
      return "a time as RFC 3339 text";
    case FieldType::kDuration:
      return "a duration as a whole number of milliseconds";
    case FieldType::kList:
      return "a list";
  }
  return "";
}

template <class Node>
Problem wrongType(const Field& field, const Node& value) {
  return {FaultKind::kWrongType,
          fmt::format("expected {}, got {}", expected(field.shape.type), typeOf(value))};
}

/// Whether what was given may stand in a fault: private and protected values may not.
enum class Quote : bool { kNo, kYes };
Quote quoteFor(const Field& field) {
  const bool secret = (field.labels & (plan::kPrivate | plan::kProtected)) != 0;
  return secret ? Quote::kNo : Quote::kYes;
}

/// A whole number, also as a double without a fraction: some writers of JSON make 3.0 of 3.
template <class Node>
std::optional<std::int64_t> wholeNumber(const Node& value) {
  if (const auto integer = value.integer()) return *integer;
  constexpr double kExact = 9007199254740992.0;  // 2^53
  const auto number = value.number();
  if (!number || !(std::abs(*number) <= kExact) || std::trunc(*number) != *number) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(*number);
}

template <class Node>
std::optional<double> anyNumber(const Node& value) {
  if (const auto number = value.number()) return *number;
  if (const auto integer = value.integer()) return static_cast<double>(*integer);
  return std::nullopt;
}

std::optional<Problem> checkRange(const Field& field, double number, Quote quote) {
  const auto& shape = field.shape;
  if (number >= shape.low && number <= shape.high) return std::nullopt;
  const std::string seen = quote == Quote::kYes ? fmt::format("{}", number) : "the value";
  return Problem{FaultKind::kOutOfRange,
                 fmt::format("{} is not in {}..{}", seen, shape.low, shape.high)};
}

std::optional<Problem> readMember(const Field& field, std::string_view text, Quote quote,
                                  eval::Cell& cell) {
  const auto& members = field.shape.members;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i] != text) continue;
    cell.integer = static_cast<std::int64_t>(i);
    return std::nullopt;
  }
  const std::string seen = quote == Quote::kYes ? fmt::format("'{}'", text) : "the value";
  return Problem{FaultKind::kNotAMember,
                 fmt::format("{} is not one of {}", seen, fmt::join(members, ", "))};
}

template <class Node>
std::optional<Problem> readAs(const Field& field, const Node& value, Quote quote,
                              eval::Cell& cell) {
  switch (field.shape.type) {
    case FieldType::kBool: {
      const auto truth = value.boolean();
      if (!truth) return wrongType(field, value);
      cell.integer = *truth ? 1 : 0;
      return std::nullopt;
    }
    case FieldType::kInt:
    case FieldType::kDuration: {
      const auto integer = wholeNumber(value);
      if (!integer) return wrongType(field, value);
      cell.integer = *integer;
      return checkRange(field, static_cast<double>(*integer), quote);
    }
    case FieldType::kNumber: {
      const auto number = anyNumber(value);
      if (!number) return wrongType(field, value);
      cell.number = *number;
      return checkRange(field, *number, quote);
    }
    case FieldType::kText:
      if (!value.text()) return wrongType(field, value);
      return std::nullopt;
    case FieldType::kEnum: {
      const auto text = value.text();
      if (!text) return wrongType(field, value);
      return readMember(field, *text, quote, cell);
    }
    case FieldType::kTime: {
      const auto text = value.text();
      const auto time_ms = text ? parseTime(*text) : std::nullopt;
      if (!time_ms) return wrongType(field, value);
      cell.integer = *time_ms;
      return std::nullopt;
    }
    case FieldType::kList:
      break;
  }
  return wrongType(field, value);  // a list has no place in a single cell
}

template <class Node>
std::optional<Problem> readInto(eval::ListValue& list, const Field& field, const Node& element,
                                Quote quote) {
  Found<Node> value{};
  if (field.name.empty()) {
    keep(element, value);
  } else {
    value = memberOf(element, field.name);
  }
  eval::Cell cell{.integer = 0};
  if (!value || value->isNull()) {
    if (!field.optional) return Problem{FaultKind::kWrongType, "'" + field.name + "' is missing"};
    list.cells.push_back(cell);
    list.states.push_back(eval::State::kMissing);
    return std::nullopt;
  }
  if (auto problem = readAs(field, *value, quote, cell)) return problem;
  if (field.shape.type == FieldType::kText) cell.text = &list.texts.emplace_back(*value->text());
  list.cells.push_back(cell);
  list.states.push_back(eval::State::kOk);
  return std::nullopt;
}

}  // namespace

template <class Node>
std::optional<Problem> readSingle(const Field& field, const Node& value, eval::Cell& cell) {
  return readAs(field, value, quoteFor(field), cell);
}

template <class Node>
std::optional<Problem> readList(const Field& field, const Node& value, std::size_t most,
                                eval::ListValue& list) {
  list.cells.clear();
  list.states.clear();
  list.texts.clear();
  list.width = static_cast<std::uint32_t>(field.shape.element.size());
  const auto elements = value.list();
  if (!elements) return wrongType(field, value);
  const std::size_t size = elements->size();
  if (size > most) {
    return Problem{FaultKind::kTooManyElements, fmt::format("{} elements, at most {}", size, most)};
  }
  std::size_t i = 0;
  for (const Node& element : *elements) {
    for (const Field& part : field.shape.element) {
      const Quote quote = std::min(quoteFor(field), quoteFor(part));
      if (auto problem = readInto(list, part, element, quote)) {
        problem->detail = fmt::format("element {}: {}", i, problem->detail);
        return problem;
      }
    }
    ++i;
  }
  return std::nullopt;
}

template <class Node>
Found<Node> memberOf(const Node& record, std::string_view field_name) {
  const auto dot = field_name.find('.');
  const Found<Node> member = record.find(field_name.substr(0, dot));
  if (!member || member->isNull()) return {};
  if (dot == std::string_view::npos) return member;
  return memberOf(*member, field_name.substr(dot + 1));
}

template std::optional<Problem> readSingle(const Field&, const Value&, eval::Cell&);
template std::optional<Problem> readSingle(const Field&, const JsonNode&, eval::Cell&);
template std::optional<Problem> readList(const Field&, const Value&, std::size_t, eval::ListValue&);
template std::optional<Problem> readList(const Field&, const JsonNode&, std::size_t,
                                         eval::ListValue&);
template const Value* memberOf(const Value&, std::string_view);
template std::optional<JsonNode> memberOf(const JsonNode&, std::string_view);

}  // namespace decorum::engine
