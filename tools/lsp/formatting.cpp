#include "compiler/syntax/format.h"
#include "tools/lsp/features.h"

namespace decorum::lsp {

std::optional<std::vector<TextEdit>> formatting(const Analysis& analysis, FileId file) {
  const LoadedFile* loaded = analysis.loaded(file);
  if (loaded == nullptr || loaded->tree.has_syntax_errors) return std::nullopt;
  const std::string_view text = analysis.sources().text(file);
  const std::string formatted = format(loaded->tree, text);
  return editsTo(analysis.index(file), text, formatted);
}

}  // namespace decorum::lsp
