#include "tools/lsp/rpc.h"

namespace decorum::lsp {

void Rpc::onRequest(const std::string& method, std::function<Json(const Json&)> handler) {
  requests_[method] = std::move(handler);
}

void Rpc::onNotification(const std::string& method, std::function<void(const Json&)> handler) {
  notifications_[method] = std::move(handler);
}

void Rpc::notify(const std::string& method, Json params) const {
  send_({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
}

void Rpc::request(const std::string& method, Json params) {
  send_({{"jsonrpc", "2.0"},
         {"id", "decorum-" + std::to_string(++last_id_)},
         {"method", method},
         {"params", std::move(params)}});
}

void Rpc::refuse(const std::string& why) const { error(nullptr, kParseError, why); }

void Rpc::error(const Json& id, ErrorCode code, const std::string& why) const {
  send_({{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", why}}}});
}

void Rpc::checkCancelled() const {
  if (is_cancelled_ && is_cancelled_(answering_))
    throw RequestError{kRequestCancelled, "cancelled"};
}

void Rpc::handle(const std::string& body) {
  const Json message = parseMessage(body);
  if (message.is_discarded()) return refuse("the message is no JSON");
  if (!message.is_array()) return dispatch(message);
  if (message.empty()) return error(nullptr, kInvalidRequest, "an empty batch");
  for (const Json& one : message) dispatch(one);
}

void Rpc::dispatch(const Json& message) {
  if (!message.is_object()) return error(nullptr, kInvalidRequest, "a message is an object");
  const auto id = message.find("id");
  const bool has_id = id != message.end();
  if (has_id && !id->is_string() && !id->is_number() && !id->is_null())
    return error(nullptr, kInvalidRequest, "the id is no text and no number");
  const auto method = message.find("method");
  if (method == message.end()) {
    // An answer to a request of ours: nothing waits for what is in it.
    if (has_id && (message.contains("result") || message.contains("error"))) return;
    return error(has_id ? *id : Json(), kInvalidRequest, "there is no method");
  }
  if (!method->is_string())
    return error(has_id ? *id : Json(), kInvalidRequest, "the method is no text");
  const auto params = message.find("params");
  const Json given = params == message.end() ? Json() : *params;
  if (has_id)
    answer(*id, method->get<std::string>(), given);
  else
    tell(method->get<std::string>(), given);
}

void Rpc::answer(const Json& id, const std::string& method, const Json& params) {
  if (state_ == State::kNew && method != "initialize")
    return error(id, kServerNotInitialized, "'initialize' comes first");
  if (state_ != State::kNew && method == "initialize")
    return error(id, kInvalidRequest, "'initialize' came already");
  if (state_ == State::kShutDown) return error(id, kInvalidRequest, "the server was shut down");
  const auto handler = requests_.find(method);
  if (method == "shutdown") {
    state_ = State::kShutDown;
    return send_({{"jsonrpc", "2.0"}, {"id", id}, {"result", nullptr}});
  }
  if (handler == requests_.end())
    return error(id, kMethodNotFound, "'" + method + "' is not known");
  answering_ = id.dump();
  try {
    checkCancelled();
    Json result = handler->second(params);
    if (method == "initialize") state_ = State::kRunning;
    send_({{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}});
  } catch (const RequestError& failed) {
    error(id, failed.code, failed.message);
  } catch (const Json::exception& failed) {
    error(id, kInvalidParams, failed.what());
  } catch (const std::exception& failed) {
    error(id, kInternalError, failed.what());
  } catch (...) {  // others throw what is no exception
    error(id, kInternalError, "something failed");
  }
}

void Rpc::tell(const std::string& method, const Json& params) {
  if (method == "exit") {
    exited_ = true;
    return;
  }
  const auto handler = notifications_.find(method);
  if (state_ != State::kRunning || handler == notifications_.end()) return;
  try {
    handler->second(params);
  } catch (const std::exception& failed) {
    notify("window/logMessage", {{"type", 1}, {"message", method + ": " + failed.what()}});
  } catch (const RequestError& failed) {
    notify("window/logMessage", {{"type", 1}, {"message", method + ": " + failed.message}});
  }
}

}  // namespace decorum::lsp
