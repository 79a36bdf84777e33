/// What is behind a `Service`: the store, the policies that events were judged by, and events that
/// wait for the store.
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "decorum/service.h"
#include "runtime/engine/caused.h"
#include "runtime/engine/faults.h"
#include "runtime/memory/conversation_record.h"

namespace decorum {
namespace engine {

inline constexpr int kAttempts = 3;  // at a store that fails, for one event

/// An event as it was given, with its hashes.
struct Incoming {
  std::string_view conversation;
  std::string_view id;
  const Event& event;
  std::optional<std::uint64_t> position;
  std::uint64_t id_hash = 0;
  std::uint64_t content_hash = 0;

  Incoming(std::string_view the_conversation, std::string_view the_id, const Event& the_event,
           std::optional<std::uint64_t> the_position)
      : conversation(the_conversation),
        id(the_id),
        event(the_event),
        position(the_position),
        id_hash(hashOfId(the_conversation, the_id)),
        content_hash(hashOfContent(the_conversation, the_event)) {}
};

/// An event that was answered for, and waits for the store.
struct Waiting {
  std::string conversation;
  std::string id;
  Event event;
  std::optional<std::uint64_t> position;
  std::uint64_t content_hash = 0;
  Policy policy;
  Verdict told;
  bool unknown_memory = false;  ///< `told` was judged without the store
};

/// What the store has, read.
struct Kept {
  std::uint64_t version = 0;
  ConversationRecord record;
  std::vector<std::byte> vault;
};

/// A damaged record becomes an empty one whose memory `Conversation` will find damaged.
Kept keptOf(StoredConversation stored);

}  // namespace engine

struct Service::Impl {
  Impl(std::shared_ptr<Store> the_store, ServiceOptions the_options)
      : store(std::move(the_store)),
        options(std::move(the_options)),
        monitors(options.monitors != nullptr ? options.monitors : std::make_shared<Monitors>()),
        vault(options.conversation.vault) {}

  Conversation resumed(const Policy& with, std::string_view conversation,
                       std::span<const std::byte> memory, std::span<const std::byte> sealed) const {
    return Conversation::resume(with, std::string(conversation), memory, conversationOptions(),
                                sealed);
  }

  ConversationOptions conversationOptions() const {
    ConversationOptions with = options.conversation;
    with.vault = currentVault();
    return with;
  }

  std::shared_ptr<const VaultOptions> currentVault() const {
    const std::lock_guard lock(policies_mutex);
    return vault;
  }

  Verdict judgeUnknown(const Policy& with, const engine::Incoming& in, const Event& event) const {
    Verdict verdict =
        Conversation::withUnknownMemory(with, std::string(in.conversation), conversationOptions())
            .give(event);
    // Told even where no rule looks back: frequencies and counters do.
    const char* const fault = engine::name(engine::FaultKind::kStoreUnavailable);
    const bool told = std::any_of(verdict.faults.begin(), verdict.faults.end(),
                                  [&](const Fault& each) { return each.fault == fault; });
    if (!told) verdict.faults.push_back({fault, "memory", "", {}});
    return verdict;
  }

  std::optional<Policy> known(const PolicyDigest& digest) const {
    const std::lock_guard lock(policies_mutex);
    for (const auto& [each, its_policy] : policies)
      if (each == digest) return its_policy;
    return std::nullopt;
  }

  Policy current() const {
    const std::lock_guard lock(policies_mutex);
    return policies.back().second;
  }

  Result<Given, Refusal> repeat(const engine::Incoming& in, const engine::Kept& kept,
                                std::size_t index) const;
  Verdict prepare(const Policy& with, const engine::Incoming& in, engine::Kept kept,
                  const Verdict* told, bool unknown_memory, const std::vector<MonitorAlert>& alerts,
                  Commit& commit) const;
  std::vector<MonitorAlert> takeAlerts(std::int64_t now_ms);
  void keepAlerts(std::vector<MonitorAlert> alerts);
  Result<Given, Refusal> wait(const Policy& with, const engine::Incoming& in, std::string problem,
                              Verdict* judged);
  std::optional<Result<Given, Refusal>> inBacklog(const engine::Incoming& in) const;
  bool settle(const std::string& conversation, std::string& problem);
  bool settleOne(const engine::Waiting& waiting, std::string& problem);

  const std::shared_ptr<Store> store;
  const ServiceOptions options;
  const std::shared_ptr<Monitors> monitors;

  mutable std::mutex alerts_mutex;
  std::vector<MonitorAlert> untold;  // of windows that are over, not told yet

  mutable std::mutex policies_mutex;
  std::vector<std::pair<PolicyDigest, Policy>> policies;  // the one in force is the last
  std::shared_ptr<const VaultOptions> vault;

  mutable std::mutex backlog_mutex;
  std::map<std::string, std::deque<std::shared_ptr<const engine::Waiting>>, std::less<>> backlog;
  std::size_t backlog_events = 0;
};

}  // namespace decorum
