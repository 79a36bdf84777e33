/// Conversations: events in, verdicts out.
#include <chrono>
#include <utility>

#include "runtime/base/hash.h"
#include "runtime/engine/conversation_impl.h"
#include "runtime/engine/json_event.h"
#include "runtime/engine/judging.h"
#include "runtime/engine/memory_record.h"
#include "runtime/engine/seen.h"
#include "runtime/eval/operations.h"
#include "runtime/plan/operations.h"

namespace decorum {
namespace engine {
namespace {

/// Adds the time since the lap before to a phase, where anyone wants to know.
class Stopwatch {
 public:
  explicit Stopwatch(PhaseTimes* times) : times_(times) {
    if (times_ != nullptr) before_ = std::chrono::steady_clock::now();
  }
  void lap(std::uint64_t PhaseTimes::* phase) {
    if (times_ == nullptr) return;
    const auto now = std::chrono::steady_clock::now();
    const auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(now - before_).count();
    times_->*phase += static_cast<std::uint64_t>(ns);
    before_ = now;
  }

 private:
  PhaseTimes* times_;
  std::chrono::steady_clock::time_point before_;
};

/// A verdict without content, its memory kept.
void clear(Verdict& verdict) {
  verdict.text.reset();
  verdict.edits.clear();
  verdict.disclosures.clear();
  verdict.escalations.clear();
  verdict.hold.reset();
  verdict.retry.reset();
  verdict.flags.clear();
  verdict.alerts.clear();
  verdict.open_duties.clear();
  verdict.fired.clear();
  verdict.shadow.clear();
  verdict.unequal.clear();
  verdict.counts.clear();
  verdict.faults.clear();
  verdict.wake_at_ms.reset();
  verdict.seen.clear();
}

void head(const Judging& judging, Verdict& verdict) {
  clear(verdict);
  verdict.conversation = judging.conversation;
  verdict.index = judging.state.index;
  verdict.event = judging.event.kind;
  verdict.turn = judging.state.turn;
  verdict.policy_name = judging.plan().name;
  verdict.policy_version = judging.plan().version;
  verdict.policy_digest = judging.plan().digest;
}

constexpr std::uint64_t kSaltKey = 0x636F6E762D69642E;  // "conv-id."

/// Every operator says what it says before anything was kept.
void startMemory(const Policy::Impl& policy, ConversationState& state) {
  for (std::uint32_t i = 0; i < policy.plan.memory.size(); ++i) {
    const plan::Operator& op = policy.plan.memory[i];
    if (memory::readNothing(op).kind == memory::Reading::Kind::kMissing) {
      state.record.setMissing(op.slot);
    } else if (i < policy.nothing.size()) {
      state.record.setValue(op.slot, policy.nothing[i]);
    } else {  // of aggregates, which `sayNothing` is about to find out
      state.record.setInt(op.slot, 0);
    }
  }
}

}  // namespace

std::vector<eval::Value> startOf(const Policy::Impl& policy) {
  const ConversationState state(policy, "");
  std::vector<eval::Value> values;
  for (plan::SlotId slot = 0; slot < policy.plan.slots.size(); ++slot) {
    values.push_back(state.record.at(slot));
  }
  return values;
}

std::vector<eval::Value> sayNothing(const Policy::Impl& policy) {
  ConversationState state(policy, "");
  std::vector<eval::Value> said;
  eval::Scratch scratch;
  for (const plan::Operator& op : policy.plan.memory) {
    const bool aggregate =
        op.kind >= plan::OperatorKind::kMin && op.kind <= plan::OperatorKind::kSum;
    eval::Value value = eval::ofInt(static_cast<std::int64_t>(memory::readNothing(op).bits));
    if (aggregate) value = policy.interpreter.operand(op.operand, state.record.view(), scratch);
    if (op.kind == plan::OperatorKind::kAvg && value.state == eval::State::kOk &&
        plan::info(policy.plan.nodes[op.operand].op).result == plan::Rep::kInt) {
      value = eval::ofNumber(static_cast<double>(value.cell.integer));
    }
    said.push_back(value);
    const bool known = memory::readNothing(op).kind != memory::Reading::Kind::kMissing;
    if (known) state.record.setValue(op.slot, value);  // later ones may read it
  }
  return said;
}

ConversationState::ConversationState(const Policy::Impl& policy, std::string_view conversation)
    : id(conversation),
      record(policy.plan),
      rules(policy.remembering_rules),
      monitors(policy.plan.monitors.size()),
      salt(hash64(conversation, kSaltKey)),
      memory(policy.memory.bytes),
      active(policy.memory.words()),
      vault(conversation) {
  for (const plan::Signal& signal : policy.plan.signals) {
    signals.push_back(signal.when_missing ? SignalSource::kWhenMissing : SignalSource::kNone);
    if (signal.slot == plan::kNone) continue;
    if (signal.when_missing) {
      record.set(signal.slot, {.number = *signal.when_missing});
    } else {
      record.setMissing(signal.slot);
    }
  }
  eval::Scratch scratch;
  const eval::ListValue no_hits;
  for (const SubjectScan& scan : policy.scans) {
    for (const plan::SlotId slot : scan.quantifiers) {
      record.setValue(slot, policy.interpreter.quantify(policy.plan.slots[slot].ref, no_hits,
                                                        record.view(), scratch));
    }
  }
  for (const plan::SlotId slot : policy.memory.salts) {
    record.setInt(slot, static_cast<std::int64_t>(salt));
  }
  startMemory(policy, *this);
}

namespace {

/// Places of matches in earlier texts are evidence; the first will do.
constexpr std::size_t kHitsKept = 64;

}  // namespace

void remember(Judging& judging, const Verdict& verdict) {
  ConversationState& state = judging.state;
  rememberFlags(judging);
  state.record.forgetDetails();
  for (SubjectState& subject : state.subjects) {
    if (subject.hits.size() > kHitsKept) subject.hits.resize(kHitsKept);
  }
  const auto note = [&](const Firing& firing) {
    const std::uint32_t place = judging.policy.rule_memory[firing.rule];
    if (place == plan::kNone) return;
    const plan::Rule& rule = judging.plan().rules[firing.rule];
    const bool sent_back = verdict.disposition == Disposition::kRetry;
    if (sent_back && rule.kind == RuleKind::kDisclose) return;  // no one has seen it yet
    RuleMemory& memory = state.rules[place];
    if (memory.turn != state.turn) memory.retries = 0;
    memory.has_fired = true;
    memory.turn = state.turn;
    memory.time_ms = state.time_ms;
    ++memory.retries;
  };
  for (const Firing& firing : judging.work.firings) note(firing);
  for (const Firing& firing : judging.work.shadow_firings) note(firing);
  if (judging.event.kind == EventKind::kUser) state.awaits_reply = true;
  if (judging.event.kind == EventKind::kReply) {
    state.awaits_reply = verdict.disposition == Disposition::kRetry;
    state.had_reply = state.had_reply || !state.awaits_reply;
  }
  ++state.index;
}

}  // namespace engine

Conversation::Conversation(Policy policy, std::string id, ConversationOptions options)
    : impl_(std::make_unique<Impl>(std::move(policy), std::move(id), std::move(options))) {}
Conversation::~Conversation() = default;
Conversation::Conversation(Conversation&&) noexcept = default;
Conversation& Conversation::operator=(Conversation&&) noexcept = default;

std::vector<std::byte> Conversation::memory() const { return impl_->saveMemory(); }

Conversation Conversation::resume(Policy policy, std::string id, std::span<const std::byte> memory,
                                  ConversationOptions options, std::span<const std::byte> vault) {
  Conversation conversation(std::move(policy), std::move(id), std::move(options));
  Impl& impl = *conversation.impl_;
  const bool is_new = memory.empty();
  if (!is_new && !impl.restoreMemory(memory)) impl.state.memory_damaged = true;
  auto kept = vault::ConversationVault::load(impl.id, vault);
  impl.state.vault_damaged = !kept.has_value();
  if (kept) impl.state.vault = std::move(*kept);
  impl.state.key_gone = impl.state.vault.lacksKey(impl.vault(), impl.state.time_ms);
  return conversation;
}

Conversation Conversation::withUnknownMemory(Policy policy, std::string id,
                                             ConversationOptions options) {
  Conversation conversation(std::move(policy), std::move(id), std::move(options));
  Impl& impl = *conversation.impl_;
  impl.state.memory_unknown = true;
  const plan::Plan& plan = impl.policy.impl().plan;
  for (const plan::Operator& op : plan.memory) {
    impl.state.record.setFault(
        op.slot, {engine::FaultKind::kStoreUnavailable, plan.slots[op.slot].name, ""});
  }
  return conversation;
}

Verdict Conversation::give(const Event& event) {
  Verdict verdict;
  give(event, verdict);
  return verdict;
}

void Conversation::give(const Event& event, Verdict& verdict) {
  impl_->judge(event, nullptr, verdict);
}

void Conversation::give(const JsonEvent& event, Verdict& verdict) {
  if (!impl_->checks.empty()) return give(event.event(), verdict);  // which change it
  impl_->judge(event.impl().read.event, &event.impl(), verdict);
}

void Conversation::Impl::judge(const Event& event, const JsonEvent::Impl* json, Verdict& verdict) {
  const Policy::Impl& policy_impl = policy.impl();
  auto lease = policy_impl.workspaces.lease();
  engine::Judging judging{policy_impl, options, id, state, *lease, event, json};
  engine::clear(judging.work);
  ++judging.work.effort[EffortKind::kEvent];
  if (std::exchange(state.memory_damaged, false)) {
    judging.work.notes.push_back({engine::FaultKind::kMemoryDamaged, "memory", ""});
  }
  if (std::exchange(state.vault_damaged, false)) {
    judging.work.notes.push_back({engine::FaultKind::kVaultDamaged, "vault", ""});
  }
  if (std::exchange(state.key_gone, false)) {
    judging.work.notes.push_back({engine::FaultKind::kKeyGone, "vault", ""});
  }
  engine::Stopwatch watch(options.times);
  engine::admit(judging);
  engine::head(judging, verdict);
  watch.lap(&PhaseTimes::admit);
  engine::lookAtText(judging);
  watch.lap(&PhaseTimes::look);
  engine::recall(judging);
  watch.lap(&PhaseTimes::recall);
  engine::decide(judging);
  watch.lap(&PhaseTimes::decide);
  engine::compose(judging, verdict);
  watch.lap(&PhaseTimes::compose);
  if (options.seen) verdict.seen = engine::seenBy(judging);
  engine::countForMonitors(judging, verdict.counts);
  engine::remember(judging, verdict);
  engine::noteOpenDuties(judging, verdict);
  verdict.wake_at_ms = engine::nextWake(judging);
  for (SwapCheck& check : checks) {
    if (auto unequal = check.give(event, verdict)) verdict.unequal.push_back(*std::move(unequal));
  }
  watch.lap(&PhaseTimes::rest);
}

}  // namespace decorum
