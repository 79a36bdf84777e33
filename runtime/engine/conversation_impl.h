/// What is behind a `Conversation`.
#pragma once

#include <string>
#include <utility>

#include "runtime/engine/judging.h"

namespace decorum {

struct Conversation::Impl {
  Impl(Policy the_policy, std::string the_id, ConversationOptions the_options)
      : policy(std::move(the_policy)),
        id(std::move(the_id)),
        options(the_options),
        state(policy.impl(), id) {}

  Policy policy;
  std::string id;
  ConversationOptions options;
  engine::ConversationState state;
};

}  // namespace decorum
