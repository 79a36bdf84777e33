/// The rows of a `test each`, and the holes that they fill.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/sema/csv.h"
#include "compiler/sema/type.h"
#include "compiler/syntax/ast.h"
#include "decorum/value.h"

namespace decorum::sema {

struct Module;

/// A table of cases: every row has a cell for each column.
struct TestTable {
  FileId file = 0;
  std::vector<std::string> columns;  ///< as the header names them
  std::vector<CsvRow> rows;

  /// The column of that name.
  std::optional<std::size_t> find(std::string_view column) const;
  Span spanOf(std::size_t row, std::size_t column) const;
};

/// `{column}` as a value in a test: a set literal of one bare name. "" for anything else.
std::string_view holeOf(const ast::Expr& expr);
/// `{column}` in the place of a name. "" for anything else.
std::string_view holeOf(const ast::Name& name);

/// A text and the columns that stand in it in braces; `{{` and `}}` are braces.
struct TextHole {
  std::string column;
};
using TextPieces = std::vector<std::variant<std::string, TextHole>>;
/// Nothing where a brace is never closed or has no other.
std::optional<TextPieces> textPieces(std::string_view text);

/// What a cell is as a value of that type, as a host would give it in JSON: null for an empty cell
/// of what may be missing. Nothing where it is no such value; ranges are not looked at.
std::optional<Value> valueOfCell(const Module& module, const CsvCell& cell, const Type& type);

}  // namespace decorum::sema
