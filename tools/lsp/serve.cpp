// One thread reads, one answers. Findings are published when nothing waits: of several changes that
// came together only the last is compiled for them.
#include "tools/lsp/serve.h"

#include "tools/lsp/inbox.h"
#include "tools/lsp/server.h"

namespace decorum::lsp {
namespace {

// Requests that a message behind them in the queue cancels.
void findCancelled(const Inbox& inbox, Rpc& rpc) {
  for (const Received& message : inbox.waiting()) {
    if (message.body.find("$/cancelRequest") == std::string::npos) continue;
    const Json json = Json::parse(message.body, nullptr, false);
    if (!json.is_object() || json.value("method", Json()) != "$/cancelRequest") continue;
    const auto params = json.find("params");
    if (params != json.end() && params->is_object() && params->contains("id"))
      rpc.cancel((*params)["id"]);
  }
}

}  // namespace

int serve(std::istream& in, std::ostream& out, const ServeOptions& options) {
  Rpc rpc([&](const Json& message) {
    writeMessage(out, message.dump(-1, ' ', false, Json::error_handler_t::replace));
  });
  Server server(rpc, options);
  Inbox inbox(in);
  bool changed = false;
  while (!rpc.isExited()) {
    // What takes long is done a step at a time, and only while nothing waits.
    while (changed && inbox.isEmpty()) {
      changed = server.work();
      server.publish();
    }
    const std::optional<Received> message = inbox.next();
    if (!message) break;
    findCancelled(inbox, rpc);
    if (message->problem.empty())
      rpc.handle(message->body);
    else
      rpc.refuse(message->problem);
    changed = true;
  }
  return rpc.isExited() && rpc.wasShutDown() ? 0 : 1;
}

}  // namespace decorum::lsp
