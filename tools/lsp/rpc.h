/// JSON-RPC 2.0 as the Language Server Protocol uses it: which method a message asks for, and what
/// is answered where it asks for none of ours, too early, too late, or not in a way we can read.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "tools/lsp/protocol_json.h"

namespace decorum::lsp {

enum ErrorCode : int {
  kParseError = -32700,
  kInvalidRequest = -32600,
  kMethodNotFound = -32601,
  kInvalidParams = -32602,
  kInternalError = -32603,
  kServerNotInitialized = -32002,
  kRequestCancelled = -32800,
  kRequestFailed = -32803,
};

/// What a handler throws to answer with an error.
struct RequestError {
  ErrorCode code;
  std::string message;
};

/// The methods of a server. Handlers are given `params` (null where there are none).
class Rpc {
 public:
  using Send = std::function<void(const Json& message)>;

  explicit Rpc(Send send) : send_(std::move(send)) {}

  void onRequest(const std::string& method, std::function<Json(const Json& params)> handler);
  void onNotification(const std::string& method, std::function<void(const Json& params)> handler);
  void notify(const std::string& method, Json params) const;
  void request(const std::string& method, Json params);

  /// Deals with one message; every request gets exactly one answer.
  void handle(const std::string& body);
  /// Answers a message that cannot be read.
  void refuse(const std::string& why) const;
  /// Who knows whether the editor has taken a request back, by the JSON of its id.
  void onCancelled(std::function<bool(const std::string& id)> is_cancelled) {
    is_cancelled_ = std::move(is_cancelled);
  }
  /// Throws what answers the request that is being dealt with, once it was taken back. For work
  /// that takes long, now and then.
  void checkCancelled() const;

  bool isExited() const { return exited_; }
  bool wasShutDown() const { return state_ == State::kShutDown; }

 private:
  enum class State : std::uint8_t { kNew, kRunning, kShutDown };

  void dispatch(const Json& message);
  void answer(const Json& id, const std::string& method, const Json& params);
  void tell(const std::string& method, const Json& params);
  void error(const Json& id, ErrorCode code, const std::string& why) const;

  Send send_;
  std::map<std::string, std::function<Json(const Json&)>> requests_;
  std::map<std::string, std::function<void(const Json&)>> notifications_;
  std::function<bool(const std::string& id)> is_cancelled_;
  std::string answering_;  ///< the JSON of the id of the request that is being dealt with
  State state_ = State::kNew;
  int last_id_ = 0;
  bool exited_ = false;
};

}  // namespace decorum::lsp
