/// What is behind a `SwapCheck`.
#pragma once

#include <string>
#include <utility>

#include "decorum/fairness.h"
#include "decorum/policy.h"
#include "runtime/engine/policy_impl.h"

namespace decorum {

struct SwapCheck::Impl {
  Impl(Policy the_policy, std::size_t index, std::string the_id, const ConversationOptions& with)
      : policy(std::move(the_policy)),
        id(std::move(the_id)),
        options(with),
        swap(policy.impl().plan.swaps.at(index)),
        swapper(policy.impl().swappers().at(index)),
        twin(policy, id, ofTwin(with)) {}

  /// A twin has none itself.
  static ConversationOptions ofTwin(ConversationOptions options) {
    options.counterfactuals = false;
    options.seen = false;
    return options;
  }

  Policy policy;
  std::string id;
  ConversationOptions options;
  const plan::Swap& swap;
  const fairness::Swapper& swapper;
  Conversation twin;
  text::ScanScratch scratch;
  bool is_told = false;
};

}  // namespace decorum
