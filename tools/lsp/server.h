/// The server's methods: what the editor asks, answered from the workspace.
#pragma once

#include "tools/lsp/features.h"
#include "tools/lsp/rpc.h"
#include "tools/lsp/serve.h"
#include "tools/lsp/workspace.h"

namespace decorum::lsp {

class Server {
 public:
  Server(Rpc& rpc, const ServeOptions& options);

  /// Publishes findings that changed. Called when nothing waits to be answered.
  void publish();
  /// One step of what can be done while nobody waits. False where there is nothing.
  bool work();

 private:
  // A place in an open document, and the analysis of it as a root of its own.
  struct At {
    Document& document;
    const Analysis& analysis;
    FileId file = 0;
    std::uint32_t offset = 0;
  };

  // server_state.cpp: the life of the server and its documents
  void addState();
  Json initialize(const Json& params);
  void configure(const Json& settings);
  void didOpen(const Json& params);
  void didChange(const Json& params);
  void setLog(const std::string& log);

  // server_requests.cpp: features
  void addReading();
  void addWriting();
  Document& document(const Json& params);
  At at(const Json& params);
  Json completion(const Json& params);
  Json resolve(const Json& item);
  Json references(const Json& params);
  Json rename(const Json& params);
  Json workspaceSymbols(const Json& params);
  const LogCounts* counts(const Analysis& analysis);
  const StreamingHints& streaming(const Analysis& analysis);

  Rpc& rpc_;
  ServeOptions options_;
  Workspace workspace_;
  std::string log_;
  std::string root_folder_;
  std::map<std::string, std::pair<std::string, LogCounts>> counts_;  ///< by root, with its digest
  std::map<std::string, std::pair<std::string, StreamingHints>> streaming_;  ///< likewise
  std::string completed_;  ///< the document that items to resolve are of
  bool refreshes_lenses_ = false;
};

}  // namespace decorum::lsp
