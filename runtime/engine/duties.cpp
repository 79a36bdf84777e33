/// Disclosures that a conversation ends without.
#include <algorithm>

#include "runtime/engine/judging.h"

namespace decorum::engine {
namespace {

bool isOn(const plan::Rule& rule, EventKind kind) {
  return (rule.on >> static_cast<unsigned>(kind) & 1) != 0;
}

/// Whether the host was given the statement with the message that the reply would have answered.
bool wasSaid(const Judging& judging, std::uint32_t index) {
  if (!isSaidWithMessage(judging.plan().rules[index])) return false;
  const RuleMemory& memory = judging.state.rules[judging.policy.rule_memory[index]];
  return memory.has_fired && memory.turn == judging.state.turn;
}

}  // namespace

bool isSaidWithMessage(const plan::Rule& rule) {
  return rule.kind == RuleKind::kDisclose && isOn(rule, EventKind::kUser) &&
         isOn(rule, EventKind::kReply);
}

void noteOpenDuties(const Judging& judging, Verdict& verdict) {
  if (judging.event.kind != EventKind::kClose || !judging.state.awaits_reply) return;
  const bool discloses = std::ranges::any_of(judging.plan().rules, [](const plan::Rule& rule) {
    return rule.kind == RuleKind::kDisclose && isOn(rule, EventKind::kReply);
  });
  if (!discloses) return;
  // A reply without words, judged by a copy of what is remembered.
  ConversationState state = judging.state;
  Event reply;
  reply.kind = EventKind::kReply;
  auto lease = judging.policy.workspaces.lease();
  Judging as_if{judging.policy, judging.options, judging.conversation, state, *lease, reply};
  clear(as_if.work);
  admit(as_if);
  lookAtText(as_if);
  recall(as_if);
  decide(as_if);
  for (const Firing& firing : as_if.work.firings) {
    const plan::Rule& rule = judging.plan().rules[firing.rule];
    if (rule.kind != RuleKind::kDisclose || wasSaid(judging, firing.rule)) continue;
    verdict.open_duties.push_back(rule.name);
  }
}

}  // namespace decorum::engine
