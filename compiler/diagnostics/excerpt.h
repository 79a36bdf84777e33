/// The lines of source under a finding, with carets under the span.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/source.h"

namespace decorum {

/// One line as a terminal shows it: `text` and, in cells, where the span lies in it.
struct ExcerptLine {
  std::uint32_t line = 1;  ///< from 1
  std::string text;        ///< tabs expanded, characters that would harm a terminal replaced
  std::size_t caret_begin = 0;
  std::size_t caret_cells = 1;
};

/// The first and the last line of a span (one line for most), each cut around the span to at most
/// `max_cells` cells.
std::vector<ExcerptLine> excerpt(const SourceSet& sources, Span span, std::size_t max_cells = 100);

/// `text` on one line and without characters that would steer a terminal or hide what is there:
/// U+FFFD stands for each.
std::string printable(std::string_view text);

}  // namespace decorum
