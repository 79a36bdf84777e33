#pragma once

#include <string>
#include <vector>

#include "compiler/syntax/parse_expected.h"
#include "tools/lsp/analysis.h"
#include "tools/lsp/protocol.h"

namespace decorum::lsp {

/// Adds the names that fit at the place, by what stands before it; `path` is the document's.
void addNames(const syntax::Expected& expected, const Analysis& analysis, const std::string& path,
              std::vector<CompletionItem>& items);

}  // namespace decorum::lsp
