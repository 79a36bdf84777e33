/// Between the protocol's data and JSON. Included by the few files that speak JSON: its header is
/// dear to compile.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "tools/lsp/protocol.h"

namespace decorum::lsp {

using Json = nlohmann::json;

/// A message; discarded where it is no JSON. Half a character in UTF-16, which an editor may send
/// of a text that has one, is read as U+FFFD.
Json parseMessage(const std::string& body);

/// Of a parameter: throws `Json::exception` where it is not one.
Place placeFrom(const Json& json);
Range rangeFrom(const Json& json);

Json toJson(const Range& range);
Json toJson(const Location& location);
Json toJson(const std::vector<TextEdit>& edits);
Json toJson(const WorkspaceEdit& edit);
Json toJson(const Problem& problem);
Json toJson(const std::vector<Problem>& problems);
Json toJson(const Completion& completion);
Json toJson(const Hover& hover);
Json toJson(const std::vector<DocumentSymbol>& symbols);
Json toJson(const WorkspaceSymbol& symbol);
Json toJson(const std::vector<FoldingRange>& folds);
Json toJson(const std::vector<InlayHint>& hints);
Json toJson(const std::vector<CodeLens>& lenses);
Json toJson(const std::vector<CodeAction>& actions);
Json toJson(const std::vector<Location>& locations);

}  // namespace decorum::lsp
