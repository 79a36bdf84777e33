#include "tools/cli/mutants_edit.h"

#include <fmt/format.h>

#include <algorithm>

namespace decorum::cli {
namespace {

bool isBlank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::function<void()> hoist(ast::Expr& expr, ast::Expr& operand) {
  auto whole = std::make_shared<ast::ExprKind>();
  auto is_made = std::make_shared<bool>(false);
  return [&expr, &operand, whole, is_made] {
    if (*is_made) {
      operand.kind = std::move(expr.kind);
      expr.kind = std::move(*whole);
    } else {
      *whole = std::move(expr.kind);  // which owns the operand from here on
      expr.kind = std::move(operand.kind);
    }
    *is_made = !*is_made;
  };
}

std::optional<WrittenNumber> firstNumber(const SourceSet& sources, Span within) {
  const std::string_view text = sources.text(within);
  const auto first = std::find_if(text.begin(), text.end(), isDigit);
  if (first == text.end()) return std::nullopt;
  auto at = static_cast<std::size_t>(first - text.begin());
  WrittenNumber number;
  number.span = {within.file, within.begin + static_cast<std::uint32_t>(at), within.begin};
  bool in_fraction = false;
  for (; at < text.size(); ++at) {
    const bool is_point =
        text[at] == '.' && !in_fraction && at + 1 < text.size() && isDigit(text[at + 1]);
    if (!isDigit(text[at]) && text[at] != '_' && !is_point) break;
    in_fraction = in_fraction || is_point;
    if (!isDigit(text[at])) continue;
    if (number.units > 100'000'000'000'000'000) return std::nullopt;
    number.units = number.units * 10 + (text[at] - '0');
    number.decimals += in_fraction ? 1 : 0;
  }
  number.span.end = within.begin + static_cast<std::uint32_t>(at);
  return number;
}

std::string writtenAs(std::int64_t units, std::uint32_t decimals) {
  std::string digits = fmt::format("{:0>{}}", units < 0 ? -units : units, decimals + 1);
  if (decimals > 0) digits.insert(digits.size() - decimals, 1, '.');
  return (units < 0 ? "-" : "") + digits;
}

Span withComma(const SourceSet& sources, Span element) {
  const std::string_view text = sources.text(element.file);
  std::uint32_t end = element.end;
  while (end < text.size() && isBlank(text[end])) ++end;
  if (end < text.size() && text[end] == ',') {
    ++end;
    while (end < text.size() && text[end] == ' ') ++end;
    return {element.file, element.begin, end};
  }
  std::uint32_t begin = element.begin;
  while (begin > 0 && isBlank(text[begin - 1])) --begin;
  if (begin > 0 && text[begin - 1] == ',') return {element.file, begin - 1, element.end};
  return element;
}

}  // namespace decorum::cli
