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
  /// Judges one open document, or a policy with one as a part. False where all are.
  bool judge();
  /// A step of what takes long, for when nobody types. False where there is nothing more to do.
  bool workInPause();

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
  Json codeActions(const Json& params);
  Json prepareRename(const Json& params);
  Json rename(const Json& params);
  void checkRenaming(const std::vector<const Analysis*>& analyses, const WorkspaceEdit& edit);
  void judgeAll();
  Json workspaceSymbols(const Json& params);
  const LogCounts* counts(const Analysis& analysis);
  const StreamingHints& streaming(const Analysis& analysis);
  bool hintInPause();

  Rpc& rpc_;
  ServeOptions options_;
  Workspace workspace_;
  std::string log_;
  std::string root_folder_;
  // Of a plan, found out in a pause where the editor lets itself be told that there is news.
  struct Counting {
    std::string digest;
    LogCounter counter;
  };
  struct Streaming {
    std::string digest;
    std::string wanted;  ///< the digest that was asked for
    StreamingHints hints;
  };
  std::map<std::string, Counting> counting_;    ///< by root
  std::map<std::string, Streaming> streaming_;  ///< likewise
  std::string completed_;                       ///< the document that items to resolve are of
  bool refreshes_lenses_ = false;
  bool refreshes_hints_ = false;
};

}  // namespace decorum::lsp
