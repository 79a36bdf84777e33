#include <fmt/format.h>

#include <filesystem>

#include "tools/lsp/server.h"
#include "tools/lsp/uri.h"

namespace decorum::lsp {

Server::Server(Rpc& rpc, const ServeOptions& options) : rpc_(rpc), options_(options) {
  workspace_.setPackPath(options.pack_path);
  addState();
  addReading();
  addWriting();
}

void Server::addState() {
  rpc_.onRequest("initialize", [this](const Json& params) { return initialize(params); });
  rpc_.onNotification("initialized", [](const Json&) {});
  rpc_.onNotification("$/setTrace", [](const Json&) {});
  rpc_.onNotification("textDocument/didOpen", [this](const Json& params) { didOpen(params); });
  rpc_.onNotification("textDocument/didChange", [this](const Json& params) { didChange(params); });
  rpc_.onNotification("textDocument/didSave", [this](const Json&) { workspace_.forgetDisk(); });
  rpc_.onNotification("textDocument/didClose", [this](const Json& params) {
    const std::string uri = params.at("textDocument").at("uri").get<std::string>();
    if (const Document* closed = workspace_.find(uri)) counting_.erase(closed->path);
    workspace_.close(uri);
  });
  rpc_.onNotification("workspace/didChangeWatchedFiles",
                      [this](const Json&) { workspace_.forgetDisk(); });
  rpc_.onNotification("workspace/didChangeConfiguration", [this](const Json& params) {
    configure(params.value("settings", Json::object()).value("decorum", Json::object()));
  });
  rpc_.onRequest("workspace/executeCommand", [this](const Json& params) -> Json {
    if (params.at("command") != "decorum.log")
      throw RequestError{kInvalidParams, "this command is not known"};
    const Json arguments = params.value("arguments", Json::array());
    setLog(arguments.empty() ? std::string() : arguments.at(0).get<std::string>());
    return nullptr;
  });
}

Json Server::initialize(const Json& params) {
  std::vector<std::string> folders;
  const auto add = [&](const Json& uri) {
    const std::string path = uri.is_string() ? pathOf(uri.get<std::string>()) : std::string();
    if (!path.empty()) folders.push_back(path);
  };
  const Json all = params.value("workspaceFolders", Json());
  if (all.is_array())
    for (const Json& folder : all) add(folder.value("uri", Json()));
  else
    add(params.value("rootUri", Json()));
  if (!folders.empty()) root_folder_ = folders.front();
  workspace_.setFolders(std::move(folders));
  const Json options = params.value("initializationOptions", Json());
  if (options.is_object()) configure(options);
  refreshes_lenses_ =
      params.value("/capabilities/workspace/codeLens/refreshSupport"_json_pointer, false);
  refreshes_hints_ =
      params.value("/capabilities/workspace/inlayHint/refreshSupport"_json_pointer, false);

  const Json capabilities = {
      {"positionEncoding", "utf-16"},
      {"textDocumentSync", {{"openClose", true}, {"change", 2}, {"save", true}}},
      {"completionProvider", {{"triggerCharacters", {".", "{"}}, {"resolveProvider", true}}},
      {"hoverProvider", true},
      {"definitionProvider", true},
      {"referencesProvider", true},
      {"documentHighlightProvider", true},
      {"renameProvider", {{"prepareProvider", true}}},
      {"documentFormattingProvider", true},
      {"codeActionProvider", {{"codeActionKinds", {"quickfix", "source.fixAll.decorum"}}}},
      {"semanticTokensProvider",
       {{"legend",
         {{"tokenTypes", semanticTokenTypes()}, {"tokenModifiers", semanticTokenModifiers()}}},
        {"full", true}}},
      {"foldingRangeProvider", true},
      {"documentSymbolProvider", true},
      {"workspaceSymbolProvider", true},
      {"inlayHintProvider", true},
      {"codeLensProvider", {{"resolveProvider", false}}},
      {"executeCommandProvider", {{"commands", {"decorum.log"}}}}};
  return {{"capabilities", capabilities},
          {"serverInfo", {{"name", "decorum"}, {"version", options_.version}}}};
}

// `{"log": "calls.jsonl", "packPath": ["packs"]}`; paths from the first folder.
void Server::configure(const Json& settings) {
  if (!settings.is_object()) return;
  const auto absolute = [&](const std::string& path) {
    return (std::filesystem::path(root_folder_) / path).lexically_normal().string();
  };
  if (const auto packs = settings.find("packPath"); packs != settings.end() && packs->is_array()) {
    std::vector<std::string> folders = options_.pack_path;
    for (const Json& folder : *packs)
      if (folder.is_string()) folders.push_back(absolute(folder.get<std::string>()));
    workspace_.setPackPath(std::move(folders));
  }
  if (const auto log = settings.find("log"); log != settings.end() && log->is_string())
    setLog(log->get<std::string>());
}

void Server::setLog(const std::string& log) {
  std::error_code ignored;
  log_ =
      log.empty()
          ? log
          : std::filesystem::absolute(std::filesystem::path(root_folder_) / log, ignored).string();
  counting_.clear();
  if (refreshes_lenses_) rpc_.request("workspace/codeLens/refresh", nullptr);
}

void Server::didOpen(const Json& params) {
  const Json& given = params.at("textDocument");
  workspace_.open({given.at("uri").get<std::string>(),
                   {},
                   given.value("version", std::int64_t{0}),
                   0,
                   given.at("text").get<std::string>()});
}

void Server::didChange(const Json& params) {
  Document& changed = document(params);
  changed.version = params.at("textDocument").value("version", changed.version + 1);
  for (const Json& change : params.at("contentChanges")) {
    const auto range = change.find("range");
    const bool is_whole = range == change.end() || range->is_null();
    workspace_.edit(changed, is_whole ? std::nullopt : std::optional(rangeFrom(*range)),
                    change.at("text").get<std::string>());
  }
}

void Server::publish() {
  for (auto& [uri, problems] : workspace_.news()) {
    Json params = {{"uri", uri}, {"diagnostics", toJson(problems)}};
    if (const Document* open = workspace_.find(uri)) params["version"] = open->version;
    rpc_.notify("textDocument/publishDiagnostics", std::move(params));
  }
}

bool Server::judge() { return workspace_.judgeOpen(); }

bool Server::workInPause() {
  if (hintInPause()) return true;
  for (auto& [root, counting] : counting_) {
    if (counting.counter.counts().is_complete) continue;
    if (!counting.counter.step()) rpc_.request("workspace/codeLens/refresh", nullptr);
    return true;
  }
  return workspace_.judgeFolders();
}

// Only for documents that are open still, as they are now.
bool Server::hintInPause() {
  for (auto& [root, streaming] : streaming_) {
    if (streaming.wanted == streaming.digest) continue;
    const Document* document = workspace_.find(workspace_.uri(root));
    const Analysis* analysis = document == nullptr ? nullptr : workspace_.analysis(document->uri);
    streaming.digest = streaming.wanted;
    if (analysis == nullptr || !analysis->result().plan) continue;
    streaming.digest = streaming.wanted = analysis->result().plan->digest;
    streaming.hints = streamingHints(*analysis);
    rpc_.request("workspace/inlayHint/refresh", nullptr);
    return true;
  }
  return false;
}

}  // namespace decorum::lsp
