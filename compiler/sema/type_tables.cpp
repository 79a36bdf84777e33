// `test each`: its holes name columns, and what stands in their cells fits where they are put.
#include <algorithm>

#include "compiler/sema/checker.h"

namespace decorum::sema {
namespace {

using Kind = Type::Kind;

// A mistake in a column is one of most of its cells.
constexpr std::size_t kMostCells = 5;

}  // namespace

std::optional<std::size_t> Checker::column(std::string_view name, Span span) {
  if (lost_table_) return std::nullopt;
  if (table_ == nullptr) {
    diagnostics_.report<diag::HoleWithoutTable>(span, "{" + std::string(name) + "}");
    return std::nullopt;
  }
  const auto found = table_->find(name);
  if (found) {
    columns_used_.insert(*found);
    return found;
  }
  const std::vector<std::string_view> names(table_->columns.begin(), table_->columns.end());
  std::string all;
  for (const std::string_view one : names) all += (all.empty() ? "" : ", ") + std::string(one);
  auto finding = diagnostics_.report<diag::UnknownColumn>(span, name);
  const std::string_view near = nearest(name, names);
  finding.help(near.empty() ? "it has " + all : "did you mean '" + std::string(near) + "'?");
  return std::nullopt;
}

bool Checker::checkCells(const ast::Expr& expr, const Type& wanted) {
  if (table_ == nullptr && !lost_table_) return false;
  const std::string_view name = holeOf(expr);
  if (name.empty()) return false;
  const bool many = wanted.is(Kind::kSet) || wanted.is(Kind::kList) || wanted.is(Kind::kRecord);
  // A set of one member is written as a hole is.
  if (many && (table_ == nullptr || !table_->find(name))) return false;
  typed_.types[expr.id] = wanted;
  const auto at = column(name, expr.span);
  if (!at || wanted.isError()) return true;
  if (many) {
    diagnostics_.report<diag::WrongType>(expr.span, quoted(expr.span), "a single value",
                                         typeName(wanted.known()));
    return true;
  }
  std::size_t bad = 0;
  for (std::size_t row = 0; row < table_->rows.size() && bad < kMostCells; ++row) {
    const CsvCell& cell = table_->rows[row][*at];
    if (valueOfCell(module_, cell, wanted)) continue;
    ++bad;
    Span span = table_->spanOf(row, *at);
    span.end = std::max(span.end, span.begin + 1);
    diagnostics_
        .report<diag::BadCell>(span, row + 1, table_->columns[*at], cell.text, typeName(wanted))
        .note(expr.span, "it is put here");
  }
  return true;
}

void Checker::checkHoles(const ast::Text& text) {
  if (text.span.end == text.span.begin) return;
  const auto pieces = textPieces(text.value);
  if (!pieces) {
    diagnostics_.report<diag::BadHoles>(text.span);
    return;
  }
  for (const auto& piece : *pieces)
    if (const auto* hole = std::get_if<TextHole>(&piece)) column(hole->column, text.span);
}

void Checker::checkDispositions(std::string_view hole, Span span) {
  const auto at = column(hole, span);
  if (!at) return;
  for (std::size_t row = 0; row < table_->rows.size(); ++row) {
    const std::string& word = table_->rows[row][*at].text;
    if (!isDisposition(word))
      diagnostics_
          .report<diag::BadCell>(table_->spanOf(row, *at), row + 1, table_->columns[*at], word,
                                 "a disposition")
          .help("it is one of pass, clarify, retry, hold and block");
  }
}

void Checker::checkUnusedColumns() {
  for (std::size_t i = 0; i < table_->columns.size(); ++i) {
    if (columns_used_.count(i) != 0) continue;
    const Span first = table_->spanOf(0, i);
    diagnostics_.report<diag::UnusedColumn>(first, table_->columns[i]).help(table_->columns[i]);
  }
}

}  // namespace decorum::sema
