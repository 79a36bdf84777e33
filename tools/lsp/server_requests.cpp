#include <algorithm>
#include <cctype>

#include "tools/lsp/server.h"

namespace decorum::lsp {
namespace {

constexpr std::size_t kSymbolsAtMost = 500;

std::string uriIn(const Json& params) {
  return params.at("textDocument").at("uri").get<std::string>();
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

Document& Server::document(const Json& params) {
  Document* found = workspace_.find(uriIn(params));
  if (found == nullptr) throw RequestError{kInvalidParams, "this document is not open"};
  return *found;
}

Server::At Server::at(const Json& params) {
  Document& open = document(params);
  const Analysis& analysis = *workspace_.analysis(open.uri);
  At place{open, analysis};
  if (const auto position = params.find("position"); position != params.end())
    place.offset = analysis.index(0).offset(placeFrom(*position));
  return place;
}

void Server::addReading() {
  rpc_.onRequest("textDocument/completion", [this](const Json& p) { return completion(p); });
  rpc_.onRequest("completionItem/resolve", [this](const Json& p) { return resolve(p); });
  rpc_.onRequest("textDocument/hover", [this](const Json& params) -> Json {
    const At place = at(params);
    const auto found = hover(place.analysis, place.file, place.offset);
    return found ? toJson(*found) : Json();
  });
  rpc_.onRequest("textDocument/definition", [this](const Json& params) -> Json {
    const At place = at(params);
    const auto found = definition(place.analysis, place.file, place.offset);
    return found ? toJson(*found) : Json();
  });
  rpc_.onRequest("textDocument/references", [this](const Json& p) { return references(p); });
  rpc_.onRequest("textDocument/documentHighlight", [this](const Json& params) -> Json {
    const At place = at(params);
    Json highlights = Json::array();
    const References found = lsp::references({&place.analysis}, place.document.path, place.offset);
    for (const auto* all : {&found.declarations, &found.places})
      for (const Location& one : *all)
        if (one.uri == place.document.uri) highlights.push_back({{"range", toJson(one.range)}});
    return highlights;
  });
  rpc_.onRequest("textDocument/semanticTokens/full", [this](const Json& params) -> Json {
    const At place = at(params);
    return {{"data", semanticTokens(place.analysis, place.file)}};
  });
  rpc_.onRequest("textDocument/foldingRange", [this](const Json& params) {
    const At place = at(params);
    return toJson(folding(place.analysis, place.file));
  });
  rpc_.onRequest("textDocument/documentSymbol", [this](const Json& params) {
    const At place = at(params);
    return toJson(documentSymbols(place.analysis, place.file));
  });
  rpc_.onRequest("workspace/symbol", [this](const Json& p) { return workspaceSymbols(p); });
  rpc_.onRequest("textDocument/inlayHint", [this](const Json& params) {
    const At place = at(params);
    return toJson(inlayHints(place.analysis, streaming(place.analysis), place.file,
                             rangeFrom(params.at("range"))));
  });
  rpc_.onRequest("textDocument/codeLens", [this](const Json& params) {
    const At place = at(params);
    return toJson(codeLenses(place.analysis, place.file, counts(place.analysis)));
  });
}

void Server::addWriting() {
  rpc_.onRequest("textDocument/formatting", [this](const Json& params) -> Json {
    const At place = at(params);
    const auto edits = formatting(place.analysis, place.file);
    return edits ? toJson(*edits) : Json();
  });
  rpc_.onRequest("textDocument/codeAction", [this](const Json& p) { return codeActions(p); });
  rpc_.onRequest("textDocument/prepareRename", [this](const Json& p) { return prepareRename(p); });
  rpc_.onRequest("textDocument/rename", [this](const Json& params) { return rename(params); });
}

// From what is at hand: names seldom change with the key just pressed, and an answer must not wait
// for a compilation.
Json Server::completion(const Json& params) {
  const Document& open = document(params);
  const std::uint32_t offset = TextIndex(open.text).offset(placeFrom(params.at("position")));
  completed_ = open.uri;
  return toJson(complete(open.text, offset, workspace_.latest(open.uri), open.path));
}

Json Server::resolve(const Json& item) {
  Json resolved = item;
  const Analysis* analysis = workspace_.latest(completed_);
  if (analysis == nullptr || analysis->module().scopes.empty()) return resolved;
  const auto& scope = analysis->module().scopes[0];
  const auto found = scope.find(item.at("label").get<std::string>());
  if (found == scope.end()) return resolved;
  const std::string text =
      describe(*analysis, {Entity::Kind::kSymbol, found->second, 0, found->first, {}});
  resolved["documentation"] = {{"kind", "markdown"}, {"value", text}};
  return resolved;
}

Json Server::codeActions(const Json& params) {
  const At place = at(params);
  const Json only = params.value("/context/only"_json_pointer, Json());
  // A kind also stands for those below it: `source` for `source.fixAll.decorum`.
  const auto wanted = [&](const std::string& kind, bool unless_told) {
    if (!only.is_array()) return unless_told;
    return std::any_of(only.begin(), only.end(), [&](const Json& one) {
      const std::string asked = one.is_string() ? one.get<std::string>() : std::string();
      return kind == asked || kind.starts_with(asked + ".");
    });
  };
  std::vector<CodeAction> actions;
  if (wanted("quickfix", true))
    actions = quickFixes(place.analysis, place.file, rangeFrom(params.at("range")));
  if (wanted("source.fixAll.decorum", false))
    if (auto all = fixAll(place.analysis, place.file)) actions.push_back(std::move(*all));
  return toJson(actions);
}

Json Server::references(const Json& params) {
  judgeAll();
  const At place = at(params);
  const References found = lsp::references(workspace_.analysesWith(place.document.path),
                                           place.document.path, place.offset);
  std::vector<Location> all = found.places;
  if (params.value("/context/includeDeclaration"_json_pointer, false))
    all.insert(all.end(), found.declarations.begin(), found.declarations.end());
  return toJson(all);
}

Json Server::prepareRename(const Json& params) {
  const At place = at(params);
  const auto found = renameable(place.analysis, place.file, place.offset);
  if (!found) return nullptr;
  if (!found->problem.empty()) throw RequestError{kRequestFailed, found->problem};
  return toJson(found->range);
}

Json Server::rename(const Json& params) {
  judgeAll();
  const At place = at(params);
  const std::string name = params.at("newName").get<std::string>();
  const auto renamed = renameable(place.analysis, place.file, place.offset);
  if (!renamed) throw RequestError{kRequestFailed, "there is no name to rename here"};
  if (!renamed->problem.empty()) throw RequestError{kRequestFailed, renamed->problem};
  if (const std::string why = whyNoName(name); !why.empty())
    throw RequestError{kRequestFailed, why};
  // What is declared in a pack is named by every policy that includes it.
  std::vector<const Analysis*> analyses = workspace_.analysesWith(place.document.path);
  if (const auto declared = definition(place.analysis, place.file, place.offset)) {
    for (FileId file = 0; file < place.analysis.sources().size(); ++file) {
      if (workspace_.uri(place.analysis.path(file)) != declared->uri) continue;
      for (const Analysis* other : workspace_.analysesWith(place.analysis.path(file)))
        if (std::find(analyses.begin(), analyses.end(), other) == analyses.end())
          analyses.push_back(other);
    }
  }
  const References found = lsp::references(analyses, place.document.path, place.offset);
  WorkspaceEdit edit;
  for (const auto* all : {&found.declarations, &found.places})
    for (const Location& one : *all) edit.changes[one.uri].push_back({one.range, name});
  checkRenaming(analyses, edit);
  return toJson(edit);
}

// What stands there afterwards is judged before it does: a name may be taken, or take another's
// place where it is nearer.
void Server::checkRenaming(const std::vector<const Analysis*>& analyses,
                           const WorkspaceEdit& edit) {
  std::map<std::string, std::string> texts;  // by path
  for (const Analysis* analysis : analyses) {
    for (FileId file = 0; file < analysis->sources().size(); ++file) {
      const std::string& path = analysis->path(file);
      const auto edits = edit.changes.find(workspace_.uri(path));
      if (edits == edit.changes.end() || texts.contains(path)) continue;
      texts[path] = edited(analysis->sources().text(file), edits->second);
    }
  }
  for (const Analysis* analysis : analyses) {
    rpc_.checkCancelled();
    const auto imagined = workspace_.imagine(analysis->root(), texts);
    if (const std::string why = whatRenamingBreaks(*analysis, *imagined); !why.empty())
      throw RequestError{kRequestFailed, "this would break " + analysis->root() + ": " + why};
  }
}

// What takes a policy's judgement to know where it is used.
void Server::judgeAll() {
  while (workspace_.judgeOpen() || workspace_.judgeFolders()) rpc_.checkCancelled();
}

Json Server::workspaceSymbols(const Json& params) {
  const std::string query = lower(params.value("query", std::string()));
  judgeAll();
  Json found = Json::array();
  for (const std::string& root : workspace_.roots()) {
    for (const WorkspaceSymbol& symbol : workspace_.symbols(root)) {
      if (lower(symbol.name).find(query) == std::string::npos) continue;
      found.push_back(toJson(symbol));
      if (found.size() >= kSymbolsAtMost) return found;
    }
  }
  return found;
}

// Once for each state of the policy, as far as that decides anything. Of an editor that lets itself
// be told later, the hints of the state before stand until a pause.
const StreamingHints& Server::streaming(const Analysis& analysis) {
  Streaming& known = streaming_[analysis.root()];
  if (!analysis.result().plan) return known.hints;
  known.wanted = analysis.result().plan->digest;
  if (refreshes_hints_ || known.wanted == known.digest) return known.hints;
  known.digest = known.wanted;
  known.hints = streamingHints(analysis);
  return known.hints;
}

// Counted once for each state of the policy that has no errors.
const LogCounts* Server::counts(const Analysis& analysis) {
  if (log_.empty()) return nullptr;
  auto known = counting_.find(analysis.root());
  if (analysis.result().plan) {
    const plan::Plan& plan = *analysis.result().plan;
    if (known == counting_.end() || known->second.digest != plan.digest)
      known =
          counting_.insert_or_assign(analysis.root(), Counting{plan.digest, LogCounter(plan, log_)})
              .first;
  }
  if (known == counting_.end()) return nullptr;
  while (!refreshes_lenses_ && known->second.counter.step()) rpc_.checkCancelled();
  return &known->second.counter.counts();
}

}  // namespace decorum::lsp
