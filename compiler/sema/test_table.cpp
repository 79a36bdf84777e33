#include "compiler/sema/test_table.h"

#include <algorithm>

#include "compiler/sema/types.h"
#include "compiler/syntax/literals.h"
#include "runtime/base/rfc3339.h"

namespace decorum::sema {
namespace {

using Kind = Type::Kind;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool isDigit(char c) { return c >= '0' && c <= '9'; }

std::optional<std::int64_t> integer(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  const std::string_view digits = is_negative ? text.substr(1) : text;
  if (digits.empty() || !isDigit(digits.front()) || !isDigit(digits.back())) return std::nullopt;
  if (!std::all_of(digits.begin(), digits.end(), [](char c) { return isDigit(c) || c == '_'; }))
    return std::nullopt;
  const auto value = syntax::readInteger(digits);
  if (!value) return std::nullopt;
  return is_negative ? -*value : *value;
}

std::optional<double> number(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  const std::string_view digits = is_negative ? text.substr(1) : text;
  std::size_t points = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const bool last = i + 1 == digits.size();
    const bool inside = i > 0 && !last && isDigit(digits[i - 1]) && isDigit(digits[i + 1]);
    if (digits[i] == '.') ++points;
    if (!isDigit(digits[i]) && !(digits[i] == '%' && last && i > 0) &&
        !((digits[i] == '.' || digits[i] == '_') && inside))
      return std::nullopt;
  }
  if (digits.empty() || points > 1) return std::nullopt;
  const double value = syntax::readNumber(digits);
  return is_negative ? -value : value;
}

std::optional<std::int64_t> duration(std::string_view text) {
  const auto blank = text.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  const auto count = integer(text.substr(0, blank));
  std::string_view unit = trimmed(text.substr(blank));
  struct Unit {
    std::string_view name;
    std::int64_t ms;
  };
  constexpr Unit kUnits[] = {
      {"ms", 1}, {"second", 1'000}, {"minute", 60'000}, {"hour", 3'600'000}, {"day", 86'400'000}};
  if (unit.ends_with('s') && unit != "ms") unit.remove_suffix(1);
  for (const Unit& known : kUnits) {
    std::int64_t ms = 0;
    if (unit == known.name && count && !__builtin_mul_overflow(*count, known.ms, &ms)) return ms;
  }
  return std::nullopt;
}

// Days and instants: as in a policy, where seconds and zone may be left out, or as in RFC 3339.
std::optional<std::int64_t> instant(std::string_view text) {
  for (const char* const rest : {"", "Z", ":00Z"})
    if (const auto ms = parseTime(std::string(text) + rest)) return ms;
  return std::nullopt;
}

template <class T>
std::optional<Value> made(const std::optional<T>& value) {
  if (!value) return std::nullopt;
  return Value(*value);
}

}  // namespace

std::optional<std::size_t> TestTable::find(std::string_view column) const {
  const auto found = std::find(columns.begin(), columns.end(), column);
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

Span TestTable::spanOf(std::size_t row, std::size_t column) const {
  const CsvCell& cell = rows[row][column];
  return {file, cell.begin, cell.end};
}

std::string_view holeOf(const ast::Expr& expr) {
  const auto* const set = std::get_if<ast::SetLit>(&expr.kind);
  if (set == nullptr || set->elements.size() != 1) return "";
  const auto* const name = std::get_if<ast::Ref>(&set->elements[0]->kind);
  return name != nullptr && name->path.parts.size() == 1 ? name->path.parts[0].text
                                                         : std::string_view();
}

std::string_view holeOf(const ast::Name& name) {
  std::string_view text = name.text;
  if (text.size() < 3 || !text.starts_with('{') || !text.ends_with('}')) return "";
  return text.substr(1, text.size() - 2);
}

std::optional<TextPieces> textPieces(std::string_view text) {
  TextPieces pieces;
  std::string literal;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c != '{' && c != '}') {
      literal += c;
    } else if (i + 1 < text.size() && text[i + 1] == c) {
      literal += c;
      ++i;
    } else {
      const auto end = text.find_first_of("{}", i + 1);
      if (c == '}' || end == std::string_view::npos || text[end] == '{') return std::nullopt;
      if (!literal.empty()) pieces.emplace_back(std::move(literal));
      literal.clear();
      pieces.emplace_back(TextHole{std::string(trimmed(text.substr(i + 1, end - i - 1)))});
      i = end;
    }
  }
  if (!literal.empty()) pieces.emplace_back(std::move(literal));
  return pieces;
}

std::optional<Value> valueOfCell(const Module& module, const CsvCell& cell, const Type& type) {
  if (type.optional && cell.text.empty() && !cell.quoted) return Value();
  const std::string_view text = trimmed(cell.text);
  switch (type.kind) {
    case Kind::kBool:
      if (text == "true" || text == "false") return Value(text == "true");
      return std::nullopt;
    case Kind::kInt:
      return made(integer(text));
    case Kind::kNumber:
      return made(number(text));
    case Kind::kText:
      return Value(cell.text);
    case Kind::kEnum: {
      const auto& members = membersOf(module, type.enumeration);
      if (std::find(members.begin(), members.end(), text) == members.end()) return std::nullopt;
      return Value(std::string(text));
    }
    case Kind::kTime: {
      const auto ms = instant(text);
      if (!ms) return std::nullopt;
      return Value(formatTime(*ms));
    }
    case Kind::kDuration:
      return made(duration(text));
    case Kind::kClock:
      return made(syntax::readClock(text));
    default:
      return std::nullopt;  // several values: a hole for each of them
  }
}

}  // namespace decorum::sema
