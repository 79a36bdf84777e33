// One thread reads, one answers. Findings are published when nothing waits: of several changes that
// came together only the last is compiled for them.
#include "tools/lsp/serve.h"

#include <chrono>

#include "tools/lsp/inbox.h"
#include "tools/lsp/server.h"

namespace decorum::lsp {
namespace {

// After so long without a message the author has stopped to think.
constexpr std::chrono::milliseconds kPause{200};
// What an editor asks about a change comes right behind it, and is answered first.
constexpr std::chrono::milliseconds kMoment{3};

}  // namespace

int serve(std::istream& in, std::ostream& out, const ServeOptions& options) {
  Rpc rpc([&](const Json& message) {
    writeMessage(out, message.dump(-1, ' ', false, Json::error_handler_t::replace));
  });
  Server server(rpc, options);
  Inbox inbox(in);
  rpc.onCancelled([&](const std::string& id) { return inbox.isCancelled(id); });
  rpc.onNotification("$/cancelRequest",
                     [&](const Json& params) { inbox.forget(params.at("id").dump()); });
  bool changed = false;
  while (!rpc.isExited()) {
    // Findings as soon as nothing waits; what takes longer in a pause, a step at a time.
    while (changed && inbox.isQuiet(kMoment)) {
      changed = server.judge();
      server.publish();
    }
    if (inbox.isQuiet(kPause))
      while (inbox.isEmpty() && server.workInPause()) server.publish();
    const std::optional<Received> message = inbox.next();
    if (!message) break;
    if (message->problem.empty())
      rpc.handle(message->body);
    else
      rpc.refuse(message->problem);
    changed = true;
  }
  return rpc.isExited() && rpc.wasShutDown() ? 0 : 1;
}

}  // namespace decorum::lsp
