/// Texts of a service's conversations that are no events: redacted, and restored.
#include <utility>

#include "runtime/engine/service_impl.h"
#include "runtime/vault/restore.h"

namespace decorum {
namespace {

using engine::Kept;

/// What the store has of a conversation's tokens.
struct Tokens {
  vault::ConversationVault vault;
  VaultOptions options;
  std::int64_t now_ms = 0;
};

template <class ServiceImpl>
Result<Tokens, std::string> tokensOf(const ServiceImpl& service, std::string_view conversation) {
  auto stored = service.store->load(conversation);
  if (!stored) return std::move(stored.error());
  const Kept kept = engine::keptOf(std::move(*stored));
  auto vault = vault::ConversationVault::load(conversation, kept.vault);
  if (!vault) return "the vault of the conversation '" + std::string(conversation) + "' is damaged";
  // Asked for after the store: the keys of now open what was sealed until now.
  const std::shared_ptr<const VaultOptions> keys = service.currentVault();
  return Tokens{std::move(*vault), keys == nullptr ? VaultOptions() : *keys, kept.record.time_ms};
}

}  // namespace

Result<Redacted, std::string> Service::redact(std::string_view conversation, const Event& event) {
  std::string problem;
  for (int failures = 0; failures < engine::kAttempts;) {
    auto stored = impl_->store->load(conversation);
    if (!stored) {
      problem = std::move(stored.error());
      ++failures;
      continue;
    }
    Kept kept = engine::keptOf(std::move(*stored));
    Conversation current =
        impl_->resumed(impl_->current(), conversation, kept.record.memory, kept.vault);
    Redacted redacted = current.redact(event);
    Commit commit;
    commit.conversation = conversation;
    commit.expected_version = kept.version;
    commit.vault = current.vault();
    if (commit.vault == kept.vault) return redacted;
    commit.record = encode(kept.record);
    auto done = impl_->store->commit(commit);
    if (done.ok() && *done == CommitOutcome::kDone) return redacted;
    if (done.ok()) continue;
    problem = std::move(done.error());
    ++failures;
  }
  return problem;
}

Restored Service::restore(std::string_view conversation, std::string_view text) const {
  const auto tokens = tokensOf(*impl_, conversation);
  if (!tokens) return {std::string(text), tokens.error()};
  const bool lacks_key = tokens->vault.lacksKey(tokens->options, tokens->now_ms);
  return {vault::restored(tokens->vault, tokens->options, text, tokens->now_ms),
          lacks_key ? "values of the conversation are sealed by a key that is not there" : ""};
}

Result<Value, std::string> Service::restoreArguments(std::string_view conversation,
                                                     const Value& arguments) const {
  const auto tokens = tokensOf(*impl_, conversation);
  if (!tokens) return tokens.error();
  return vault::restoredValue(tokens->vault, tokens->options, arguments, tokens->now_ms);
}

}  // namespace decorum
