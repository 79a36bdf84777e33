#include <algorithm>

#include "compiler/syntax/format.h"
#include "tools/lsp/features.h"

namespace decorum::lsp {

std::optional<std::vector<TextEdit>> formatting(const Analysis& analysis, FileId file) {
  const LoadedFile* loaded = analysis.loaded(file);
  if (loaded == nullptr || loaded->tree.has_syntax_errors) return std::nullopt;
  const std::string_view text = analysis.sources().text(file);
  const std::string formatted = format(loaded->tree, text);
  if (formatted == text) return std::vector<TextEdit>{};
  // One edit from the first line that differs to the last, so that an editor keeps its place.
  const auto line_start = [&](std::size_t at) {
    const std::size_t end = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    return end == std::string_view::npos ? 0 : end + 1;
  };
  const std::size_t same = static_cast<std::size_t>(
      std::mismatch(text.begin(), text.end(), formatted.begin(), formatted.end()).first -
      text.begin());
  const std::size_t begin = line_start(same);
  std::size_t tail = 0;
  while (tail < text.size() - begin && tail < formatted.size() - begin &&
         text[text.size() - 1 - tail] == formatted[formatted.size() - 1 - tail])
    ++tail;
  // Back to whole lines, and never into the middle of a character.
  while (tail > 0 && text[text.size() - tail - 1] != '\n') --tail;
  const auto end = static_cast<std::uint32_t>(text.size() - tail);
  return std::vector<TextEdit>{{analysis.index(file).range(static_cast<std::uint32_t>(begin), end),
                                formatted.substr(begin, formatted.size() - tail - begin)}};
}

}  // namespace decorum::lsp
