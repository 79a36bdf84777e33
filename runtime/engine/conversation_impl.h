/// What is behind a `Conversation`.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "decorum/fairness.h"
#include "decorum/policy.h"
#include "runtime/engine/bytes.h"
#include "runtime/engine/judging.h"

namespace decorum {

struct Conversation::Impl {
  Impl(Policy the_policy, std::string the_id, ConversationOptions the_options)
      : policy(std::move(the_policy)),
        id(std::move(the_id)),
        options(std::move(the_options)),
        state(policy.impl(), id) {
    if (options.counterfactuals) startChecks();
  }

  /// Judges an event; facts that it has not are in `json`, which may be null.
  void judge(const Event& event, const JsonEvent::Impl* json, Verdict& verdict);
  /// The checks that this conversation is drawn for.
  void startChecks();
  /// The state, and what stands beside it: how monitors counted the conversation, and the
  /// conversations of checks.
  std::vector<std::byte> saveMemory() const;
  bool restoreMemory(std::span<const std::byte> memory);
  void restoreMonitor(engine::ByteReader& in);
  void restoreCheck(engine::ByteReader& in);

  /// What tokens are made with; without keys where the host gave none.
  const VaultOptions& vault() const {
    static const VaultOptions none;
    return options.vault == nullptr ? none : *options.vault;
  }

  Policy policy;
  std::string id;
  ConversationOptions options;
  engine::ConversationState state;
  std::vector<SwapCheck> checks;
};

}  // namespace decorum
