/// Texts that are no events: redacted as though they were, and restored.
#include <utility>

#include "runtime/base/utf8.h"
#include "runtime/engine/conversation_impl.h"
#include "runtime/vault/restore.h"

namespace decorum {
namespace {

Redacted redactedBy(engine::Judging& judging) {
  Redacted redacted;
  const engine::Workspace& work = judging.work;
  auto edited = engine::editedText(judging, redacted.edits);
  for (const engine::Firing& firing : work.firings) redacted.withheld |= firing.unseen_text;
  if (!redacted.withheld)
    redacted.text = edited ? *std::move(edited) : utf8::repaired(work.text.given);
  engine::composeFaults(judging, redacted.faults);
  return redacted;
}

}  // namespace

Redacted Conversation::redact(const Event& event) {
  const Policy::Impl& policy = impl_->policy.impl();
  auto lease = policy.workspaces.lease();
  engine::clear(*lease);
  engine::ConversationState state = impl_->state;  // what moves on is this copy
  engine::Judging judging{policy, impl_->options, impl_->id, state, *lease, event, nullptr, true};
  engine::admit(judging);
  engine::lookAtText(judging);
  engine::recall(judging);
  engine::decide(judging);
  Redacted redacted = redactedBy(judging);
  impl_->state.vault = std::move(state.vault);
  return redacted;
}

Redacted Conversation::redact(EventKind as, std::string_view text) {
  Event event;
  event.kind = as;
  event.text = text;
  return redact(event);
}

std::vector<std::byte> Conversation::vault() const {
  return impl_->state.vault.save(impl_->vault(), impl_->state.time_ms);
}

std::string Conversation::restore(std::string_view text) const {
  return vault::restored(impl_->state.vault, impl_->vault(), text, impl_->state.time_ms);
}

Value Conversation::restoreArguments(const Value& arguments) const {
  return vault::restoredValue(impl_->state.vault, impl_->vault(), arguments, impl_->state.time_ms);
}

}  // namespace decorum
