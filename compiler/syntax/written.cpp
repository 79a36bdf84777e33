#include "compiler/syntax/written.h"

#include <algorithm>

namespace decorum::syntax {

std::string written(const SourceSet& sources, const ast::File& file, Span span) {
  const std::string_view text = sources.text(span);
  auto comment =
      std::lower_bound(file.comments.begin(), file.comments.end(), span.begin,
                       [](const auto& one, std::uint32_t at) { return one.span.begin < at; });
  std::string line;
  bool blank = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_comment = comment != file.comments.end() && span.begin + i == comment->span.begin;
    if (is_comment) {
      i = comment->span.end - span.begin - 1;
      ++comment;
    }
    if (is_comment || c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      blank = true;
      continue;
    }
    if (blank && !line.empty()) line += ' ';
    blank = false;
    line += c;
  }
  return line;
}

}  // namespace decorum::syntax
