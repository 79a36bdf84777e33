/// What is behind a `Conversation`.
#pragma once

#include <string>
#include <utility>

#include "decorum/policy.h"
#include "runtime/engine/judging.h"

namespace decorum {

struct Conversation::Impl {
  Impl(Policy the_policy, std::string the_id, ConversationOptions the_options)
      : policy(std::move(the_policy)),
        id(std::move(the_id)),
        options(std::move(the_options)),
        state(policy.impl(), id) {}

  /// What tokens are made with; without keys where the host gave none.
  const VaultOptions& vault() const {
    static const VaultOptions none;
    return options.vault == nullptr ? none : *options.vault;
  }

  Policy policy;
  std::string id;
  ConversationOptions options;
  engine::ConversationState state;
};

}  // namespace decorum
