/// What an editor can ask, one file each. All take an analysis and a file of it, and give what the
/// protocol wants; none changes anything.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tools/lsp/analysis.h"
#include "tools/lsp/log_counts.h"
#include "tools/lsp/names.h"
#include "tools/lsp/protocol.h"

namespace decorum::lsp {

/// problems.cpp: the findings of `check`, by the path of their file; a list, perhaps empty, for
/// each file of the policy.
std::map<std::string, std::vector<Problem>> problems(const Analysis& analysis);
/// As an editor shows one.
Problem problemOf(const Analysis& analysis, const Diagnostic& finding);

/// completion.cpp: what may stand at `offset` of `text`, the document as it is now; `analysis` may
/// be of an earlier version. Null: words of the language alone.
Completion complete(std::string_view text, std::uint32_t offset, const Analysis* analysis,
                    const std::string& path);

/// hover.cpp
std::optional<Hover> hover(const Analysis& analysis, FileId file, std::uint32_t offset);
/// Markdown: what an entity is, its doc comment, what it holds, what it costs.
std::string describe(const Analysis& analysis, const Entity& entity);

/// references.cpp
std::optional<Location> definition(const Analysis& analysis, FileId file, std::uint32_t offset);
/// Where the entity at `offset` of `file` is named, in all of `analyses`, the first of which holds
/// the file; sorted, each once.
struct References {
  std::vector<Location> places;        ///< uses
  std::vector<Location> declarations;  ///< of the name itself
};
References references(const std::vector<const Analysis*>& analyses, const std::string& path,
                      std::uint32_t offset);

/// rename.cpp: the name at `offset`, its range now. Nothing where no name is.
struct Renameable {
  Range range;
  std::string problem;  ///< why it cannot be renamed, "" where it can
};
std::optional<Renameable> renameable(const Analysis& analysis, FileId file, std::uint32_t offset);
/// Why `name` cannot be a name, "" if it can.
std::string whyNoName(const std::string& name);
/// Why `after`, which is `before` with a name changed, means something else; "" where every name
/// still means what it did and nothing is wrong that was not.
std::string whatRenamingBreaks(const Analysis& before, const Analysis& after);

/// formatting.cpp: the edits of `decorum fmt`; nothing where the file has syntax errors.
std::optional<std::vector<TextEdit>> formatting(const Analysis& analysis, FileId file);

/// code_actions.cpp: fixes of the findings that touch `range`.
std::vector<CodeAction> quickFixes(const Analysis& analysis, FileId file, Range range);
/// All that `check --fix` would change in a round; nothing where that is nothing.
std::optional<CodeAction> fixAll(const Analysis& analysis, FileId file);

/// semantic_tokens.cpp: as the protocol encodes them, five numbers each.
std::vector<std::uint32_t> semanticTokens(const Analysis& analysis, FileId file);
std::vector<std::string> semanticTokenTypes();
std::vector<std::string> semanticTokenModifiers();

/// folding.cpp
std::vector<FoldingRange> folding(const Analysis& analysis, FileId file);

/// symbols.cpp
std::vector<DocumentSymbol> documentSymbols(const Analysis& analysis, FileId file);
/// Of the root file alone: each file is a root of its own.
std::vector<WorkspaceSymbol> workspaceSymbols(const Analysis& analysis);

/// inlay_hints.cpp: bytes that an operator of memory keeps, and how a rule treats a streamed reply.
/// What is said of streaming is made once for a plan, since that takes long.
struct StreamingHint {
  std::string label;
  std::string why;
};
using StreamingHints = std::map<std::string, StreamingHint>;  ///< by qualified name of the rule
StreamingHints streamingHints(const Analysis& analysis);
std::vector<InlayHint> inlayHints(const Analysis& analysis, const StreamingHints& streaming,
                                  FileId file, Range range);

/// code_lens.cpp: on each test, to run it; on each rule, how often it fired in the log. `counts` is
/// null where no log was chosen.
std::vector<CodeLens> codeLenses(const Analysis& analysis, FileId file, const LogCounts* counts);

}  // namespace decorum::lsp
