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

CLI::App* addPart(CLI::App& verb, const char* word, const char* what, WorkOptions& options) {
  CLI::App* const part = verb.add_subcommand(word, what);
  part->add_option("--state", options.url, "The store (URL or folder)")->required();
  return part;
}

void addChange(CLI::App& part, WorkOptions& options) {
  part.add_option("ID", options.id, "The item's id")->required();
  part.add_option("--by", options.by, "Who does it")->required();
  part.add_option("--at", options.at, "When (2026-11-22T09:00:00Z); now where it is not said");
}

}  // namespace

void addWork(CLI::App& app, int& status) {
  auto options = std::make_shared<WorkOptions>();
  CLI::App* const verb =
      app.add_subcommand("work", "List and change what conversations gave people to do");
  verb->require_subcommand(1);

  CLI::App* const listing =
      addPart(*verb, "list", "Print work items, one JSON object a line", *options);
  listing
      ->add_option("--is", options->state, "Only items that are open, accepted, resolved, expired")
      ->check(CLI::IsMember({"open", "accepted", "resolved", "expired"}));
  listing->add_option("--queue", options->queue, "Only items of a queue");
  listing->add_option("--conversation", options->conversation, "Only items of a conversation");
  listing->callback([options, &status] { status = list(*options); });

  CLI::App* const accepting = addPart(*verb, "accept", "Take an open item up", *options);
  addChange(*accepting, *options);
  accepting->callback([options, &status] { status = accept(*options); });

  CLI::App* const resolving = addPart(*verb, "resolve", "End an item", *options);
  addChange(*resolving, *options);
  resolving->add_option("--outcome", options->outcome, "How it ended; of a hold block or release");
  resolving->callback([options, &status] { status = resolve(*options); });

  CLI::App* const advancing = addPart(
      *verb, "advance", "Do what is due: warnings, deadlines, notices to a webhook", *options);
  advancing->add_option("--at", options->at, "Until when; now where it is not said");
  advancing->add_option("--webhook", options->webhook, "Where notices are sent (http://…)");
  advancing->callback([options, &status] { status = advance(*options); });
}

}  // namespace decorum::cli
