/// Comma-separated values as RFC 4180 has them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace decorum::sema {

struct CsvCell {
  std::string text;  ///< without its quotes, `""` made one quote
  bool quoted = false;
  std::uint32_t begin = 0;  ///< bytes of the file, quotes included, end excluded
  std::uint32_t end = 0;
};
using CsvRow = std::vector<CsvCell>;

struct Csv {
  std::vector<CsvRow> rows;  ///< the header too; empty lines are left out
  struct Problem {
    std::string what;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };
  std::optional<Problem> problem;  ///< the first; what comes after it is not read
};

/// Lines end in LF or CRLF; a byte order mark is passed over. Blanks belong to the cells. A quoted
/// cell may hold commas, line ends and quotes written twice; a quote in any other is a problem.
Csv readCsv(std::string_view text);

}  // namespace decorum::sema
