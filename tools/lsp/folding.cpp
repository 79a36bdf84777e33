#include <algorithm>

#include "tools/lsp/features.h"

namespace decorum::lsp {

std::vector<FoldingRange> folding(const Analysis& analysis, FileId file) {
  std::vector<FoldingRange> folds;
  const LoadedFile* loaded = analysis.loaded(file);
  if (loaded == nullptr) return folds;
  const TextIndex& index = analysis.index(file);
  for (const ast::Decl& decl : loaded->tree.decls) {
    const Range range = index.range(decl.span);
    if (range.end.line > range.start.line)
      folds.push_back({range.start.line, range.end.line, false});
  }
  // Comments on lines that follow each other fold as one; one behind something else is no start.
  const std::string_view text = analysis.sources().text(file);
  for (const ast::Comment& comment : loaded->tree.comments) {
    const std::uint32_t line = index.place(comment.span.begin).line;
    const std::uint32_t start = index.offset({line, 0});
    const std::string_view before = text.substr(start, comment.span.begin - start);
    if (before.find_first_not_of(" \t") != std::string_view::npos) continue;
    if (!folds.empty() && folds.back().is_comment && folds.back().end_line + 1 == line)
      folds.back().end_line = line;
    else
      folds.push_back({line, line, true});
  }
  folds.erase(
      std::remove_if(folds.begin(), folds.end(),
                     [](const FoldingRange& fold) { return fold.start_line == fold.end_line; }),
      folds.end());
  return folds;
}

}  // namespace decorum::lsp
