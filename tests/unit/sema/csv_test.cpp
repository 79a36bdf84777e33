// RFC 4180, and what is said where a file is not that.
#include "compiler/sema/csv.h"

#include <catch2/catch.hpp>

#include "compiler/sema/test_table.h"

namespace decorum::sema {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rowsOf(std::string_view text) {
  const Csv csv = readCsv(text);
  CHECK_FALSE(csv.problem.has_value());
  Rows rows;
  for (const CsvRow& row : csv.rows) {
    rows.emplace_back();
    for (const CsvCell& cell : row) rows.back().push_back(cell.text);
  }
  return rows;
}

TEST_CASE("cells are parted by commas, rows by line ends") {
  CHECK(rowsOf("").empty());
  CHECK(rowsOf("a,b\n1,2\n") == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(rowsOf("a,b\r\n1,2") == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(rowsOf("\xEF\xBB\xBF"
               "a\n\n1\n") == Rows{{"a"}, {"1"}});
  CHECK(rowsOf(",\n") == Rows{{"", ""}});
  CHECK(rowsOf(" a ,b\n") == Rows{{" a ", "b"}});
}

TEST_CASE("a quoted cell holds commas, line ends and quotes") {
  CHECK(rowsOf("\"a,b\",\"c\"\"d\"\n") == Rows{{"a,b", "c\"d"}});
  CHECK(rowsOf("\"a\nb\"\n") == Rows{{"a\nb"}});
  CHECK(rowsOf("\"\",x") == Rows{{"", "x"}});
  CHECK(readCsv("\"\"").rows[0][0].quoted);
  CHECK(readCsv("\"\"").rows[0][0].end == 2);
}

TEST_CASE("quotes where they cannot be are a problem at their place") {
  CHECK(readCsv("a\nb\"c\n").problem->begin == 3);
  CHECK(readCsv("a,\"b\nc").problem->begin == 2);
  CHECK(readCsv("\"a\"b\n").problem->begin == 3);
}

TEST_CASE("holes of a text are parted from what stands around them") {
  CHECK(textPieces("plain")->size() == 1);
  CHECK(textPieces("{a} and { b }")->size() == 3);
  CHECK(std::get<TextHole>(textPieces("{ b }")->at(0)).column == "b");
  CHECK(std::get<std::string>(textPieces("{{x}}")->at(0)) == "{x}");
  CHECK_FALSE(textPieces("{a").has_value());
  CHECK_FALSE(textPieces("a}").has_value());
  CHECK_FALSE(textPieces("{a{b}}").has_value());
}

}  // namespace
}  // namespace decorum::sema
