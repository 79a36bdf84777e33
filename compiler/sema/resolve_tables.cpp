// The tables of `test each`: files in columns, read here and nowhere else.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/sema/resolve_internal.h"
#include "runtime/base/utf8.h"

namespace decorum::sema {
namespace {

constexpr std::size_t kMostRows = 10'000;

std::optional<FileId> fileOf(const Resolving& resolving, const ast::TestDecl& test) {
  const LoadedFile& root = resolving.program.files.front();
  for (const auto& [index, file] : root.texts)
    if (std::get_if<ast::TestDecl>(&root.tree.decls[index].kind) == &test) return file;
  return std::nullopt;
}

// The header: names that are there, each once.
bool checkHeader(Resolving& resolving, const TestTable& table, const CsvRow& header) {
  for (std::size_t i = 0; i < header.size(); ++i) {
    const Span span{table.file, header[i].begin, std::max(header[i].end, header[i].begin + 1)};
    const auto first = std::find(table.columns.begin(), table.columns.end(), table.columns[i]);
    if (table.columns[i].empty()) {
      resolving.diagnostics.report<diag::BadTable>(
          span, fmt::format("column {} of the table has no name", i + 1));
      return false;
    }
    if (first != table.columns.begin() + static_cast<std::ptrdiff_t>(i)) {
      resolving.diagnostics.report<diag::BadTable>(
          span, fmt::format("two columns of the table are called '{}'", table.columns[i]));
      return false;
    }
  }
  return true;
}

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

// Cells become texts of events, which are UTF-8: the first byte that is not ends it.
bool checkUtf8(Resolving& resolving, FileId file) {
  const std::string_view text = resolving.diagnostics.sources().text(file);
  for (std::uint32_t at = 0; at < text.size();) {
    const utf8::Sequence sequence = utf8::decode(text, at);
    if (!sequence.well_formed) {
      resolving.diagnostics.report<diag::InvalidUtf8>(
          Span{file, at, at + sequence.bytes},
          fmt::format("0x{:02X}", static_cast<unsigned char>(text[at])));
      return false;
    }
    at += sequence.bytes;
  }
  return true;
}

}  // namespace

std::optional<TestTable> readTable(Resolving& resolving, const ast::TestDecl& test) {
  if (!test.each || !test.from_file) return std::nullopt;
  const auto file = fileOf(resolving, test);
  if (!file || !checkUtf8(resolving, *file)) return std::nullopt;
  Csv csv = readCsv(resolving.diagnostics.sources().text(*file));
  if (csv.problem) {
    resolving.diagnostics.report<diag::BadTable>(Span{*file, csv.problem->begin, csv.problem->end},
                                                 csv.problem->what);
    return std::nullopt;
  }
  if (csv.rows.size() < 2) {
    resolving.diagnostics
        .report<diag::BadTable>(test.from_file->span,
                                fmt::format("'{}' has no rows", test.from_file->value))
        .help("write a line with the names of the columns, and a line for each case");
    return std::nullopt;
  }
  TestTable table{*file, {}, {}};
  for (const CsvCell& cell : csv.rows[0]) table.columns.push_back(trimmed(cell.text));
  if (!checkHeader(resolving, table, csv.rows[0])) return std::nullopt;
  for (std::size_t i = 1; i < csv.rows.size(); ++i) {
    const CsvRow& row = csv.rows[i];
    const Span span{*file, row.front().begin, std::max(row.back().end, row.front().begin + 1)};
    if (row.size() != table.columns.size()) {
      resolving.diagnostics
          .report<diag::BadTable>(
              span, fmt::format("row {} has {} cell{}, and the header names {}", i, row.size(),
                                row.size() == 1 ? "" : "s", table.columns.size()))
          .help("put cells with commas in quotes");
      return std::nullopt;
    }
    if (i > kMostRows) {
      resolving.diagnostics.report<diag::BadTable>(
          span, fmt::format("a table has at most {} rows", kMostRows));
      return std::nullopt;
    }
  }
  csv.rows.erase(csv.rows.begin());
  table.rows = std::move(csv.rows);
  return table;
}

}  // namespace decorum::sema
