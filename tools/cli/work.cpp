// `decorum work`: the escalations, alerts and holds that wait in a store.
#include <chrono>
#include <memory>

#include "decorum/outbox.h"
#include "runtime/base/rfc3339.h"
#include "tools/cli/console.h"
#include "tools/cli/keeping.h"
#include "tools/cli/verbs.h"
#include "tools/webhook/webhook.h"

namespace decorum::cli {
namespace {

struct WorkOptions {
  std::string url;
  std::string state;
  std::string queue;
  std::string conversation;
  std::string id;
  std::string by;
  std::string outcome;
  std::string at;  // "" for the time of the machine
  std::string webhook;
};

std::optional<std::int64_t> instant(const WorkOptions& options) {
  if (options.at.empty()) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  }
  const auto time_ms = parseTime(options.at);
  if (!time_ms) complain(fmt::format("--at: '{}' is not understood", options.at));
  return time_ms;
}

std::optional<WorkState> stateNamed(const std::string& word) {
  for (const WorkState state :
       {WorkState::kOpen, WorkState::kAccepted, WorkState::kResolved, WorkState::kExpired})
    if (word == name(state)) return state;
  return std::nullopt;
}

int list(const WorkOptions& options) {
  const auto store = openStoreFor(options.url);
  if (store == nullptr) return kUnusable;
  WorkQuery query{stateNamed(options.state), options.queue, options.conversation, "", 1000};
  for (;;) {
    const auto items = store->work(query);
    if (!items) {
      complain(items.error());
      return kUnusable;
    }
    for (const WorkItem& item : *items) print(toJson(item) + "\n");
    if (items->size() < query.limit) return kClean;
    query.after_id = items->back().id;
  }
}

// Prints the item as it is now, or says why it was not changed.
int tell(const Result<WorkItem, WorkError>& changed) {
  if (changed) {
    print(toJson(*changed) + "\n");
    return kClean;
  }
  complain(changed.error().detail);
  const bool fails = changed.error().reason == WorkError::Reason::kUnavailable;
  return fails ? kUnusable : kFindings;
}

int accept(const WorkOptions& options) {
  const auto now_ms = instant(options);
  const auto store = now_ms ? openStoreFor(options.url) : nullptr;
  if (store == nullptr) return kUnusable;
  return tell(Outbox(store).accept(options.id, options.by, *now_ms));
}

int resolve(const WorkOptions& options) {
  const auto now_ms = instant(options);
  const auto store = now_ms ? openStoreFor(options.url) : nullptr;
  if (store == nullptr) return kUnusable;
  return tell(Outbox(store).resolve(options.id, options.by, options.outcome, *now_ms));
}

int advance(const WorkOptions& options) {
  const auto now_ms = instant(options);
  if (!now_ms) return kUnusable;
  std::shared_ptr<Deliverer> deliverer;
  if (!options.webhook.empty()) {
    auto webhook = webhook::openWebhook(options.webhook);
    if (!webhook) {
      complain(webhook.error());
      return kUnusable;
    }
    deliverer = std::move(*webhook);
  }
  const auto store = openStoreFor(options.url);
  if (store == nullptr) return kUnusable;
  const auto done = Outbox(store, deliverer).advance(*now_ms);
  if (!done) {
    complain(done.error());
    return kUnusable;
  }
  print(fmt::format(
      R"({{"warned":{},"expired":{},"opened":{},"delivered":{},"failed":{},"died":{},"removed":{}{}}})"
      "\n",
      done->warned, done->expired, done->opened, done->delivered, done->failed, done->died,
      done->removed, done->next_ms ? fmt::format(R"(,"next_ms":{})", *done->next_ms) : ""));
  return kClean;
}

Verb addPart(const Verb& verb, const char* word, const char* what, WorkOptions& options) {
  const Verb part = verb.verb(word, what);
  part.option("--state STORE", options.url, "The store (URL or folder)").required();
  return part;
}

void addChange(const Verb& part, WorkOptions& options) {
  part.option("ID", options.id, "The item's id").required();
  part.option("--by NAME", options.by, "Who does it").required();
  part.option("--at TIME", options.at, "When (2026-11-22T09:00:00Z); now where it is not said");
}

}  // namespace

void addWork(const Verb& command) {
  auto options = std::make_shared<WorkOptions>();
  const Verb verb = command.verb("work", "List and change what conversations gave people to do");
  verb.requireVerb();

  const Verb listing = addPart(verb, "list", "Print work items, one JSON object a line", *options);
  listing
      .option("--is STATE", options->state, "Only items that are open, accepted, resolved, expired")
      .oneOf({"open", "accepted", "resolved", "expired"});
  listing.option("--queue QUEUE", options->queue, "Only items of a queue");
  listing.option("--conversation ID", options->conversation, "Only items of a conversation");
  listing.callback([options] { return list(*options); });

  const Verb accepting = addPart(verb, "accept", "Take an open item up", *options);
  addChange(accepting, *options);
  accepting.callback([options] { return accept(*options); });

  const Verb resolving = addPart(verb, "resolve", "End an item", *options);
  addChange(resolving, *options);
  resolving.option("--outcome OUTCOME", options->outcome,
                   "How it ended; of a hold block or release");
  resolving.callback([options] { return resolve(*options); });

  const Verb advancing = addPart(
      verb, "advance", "Do what is due: warnings, deadlines, notices to a webhook", *options);
  advancing.option("--at TIME", options->at, "Until when; now where it is not said");
  advancing.option("--webhook URL", options->webhook, "Where notices are sent (http://…)");
  advancing.callback([options] { return advance(*options); });
}

}  // namespace decorum::cli
