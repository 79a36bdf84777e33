/// A service: load, judge, commit, as often as it takes; and what to do while the store fails.
#include "decorum/service.h"

#include <algorithm>
#include <utility>

#include "runtime/base/utf8.h"
#include "runtime/engine/service_impl.h"

namespace decorum {
namespace engine {

Kept keptOf(StoredConversation stored) {
  Kept kept{stored.version, {}, std::move(stored.vault)};
  if (stored.version == 0) return kept;
  if (auto record = decodeRecord(stored.record)) {
    kept.record = std::move(*record);
  } else {
    kept.record.memory = std::move(stored.record);
    if (kept.record.memory.empty()) kept.record.memory.push_back(std::byte{0});
  }
  return kept;
}

}  // namespace engine

namespace {

using engine::EventName;
using engine::Incoming;
using engine::kAttempts;
using engine::Kept;
using engine::keptOf;
using engine::Waiting;

constexpr std::size_t kMostIdBytes = 512;

PolicyDigest digestOf(const Policy& policy) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  const std::string& hex = policy.digest();
  PolicyDigest digest{};
  for (std::size_t i = 0; i < digest.size() && 2 * i + 1 < hex.size(); ++i)
    digest[i] = static_cast<std::uint8_t>(digit(hex[2 * i]) * 16 + digit(hex[2 * i + 1]));
  return digest;
}

std::optional<std::size_t> answerTo(const ConversationRecord& record, std::uint64_t id_hash) {
  for (std::size_t i = record.answers.size(); i-- > 0;)
    if (record.answers[i].id_hash == id_hash) return i;
  return std::nullopt;
}

Refusal refused(Refusal::Reason reason, std::string detail) { return {reason, std::move(detail)}; }

std::optional<Refusal> refusalOfIds(std::string_view conversation, std::string_view event_id) {
  const auto wrong = [](std::string_view id) {
    return id.empty() || id.size() > kMostIdBytes || utf8::repaired(id) != id;
  };
  const char* const which = wrong(conversation) ? "conversation"
                            : wrong(event_id)   ? "event"
                                                : nullptr;
  if (which == nullptr) return std::nullopt;
  return refused(Refusal::Reason::kBadId,
                 std::string("the id of the ") + which + " is not 1 to 512 bytes of UTF-8");
}

/// What evidence reveals would be in the log too, whose entries hold what rules could see.
ServiceOptions fittedToLog(ServiceOptions options) {
  options.conversation.reveal = options.conversation.reveal && !options.log;
  options.conversation.seen = options.log;
  return options;
}

Refusal reused(std::string_view event_id) {
  return refused(Refusal::Reason::kEventIdReused,
                 "the event '" + std::string(event_id) + "' was judged before with other content");
}

}  // namespace

/// The first verdict, made again from the memory before the event.
/// The vault is that of now: it knows the tokens of then.
Result<Given, Refusal> Service::Impl::repeat(const Incoming& in, const Kept& kept,
                                             std::size_t index) const {
  const ConversationRecord& record = kept.record;
  const Answer& answer = record.answers[index];
  if (answer.event_hash != in.content_hash) return reused(in.id);
  const std::optional<Policy> first = known(record.policies[answer.policy]);
  const Policy with = first ? *first : current();
  Event event = in.event;
  event.time_ms = answer.time_ms;
  Given given;
  given.outcome = first ? Outcome::kRepeated : Outcome::kRepeatedByOther;
  if (answer.unknown_memory) {
    given.verdict = judgeUnknown(with, in, event);
    return given;
  }
  auto memory = memoryBefore(record, index);
  if (!memory) memory.emplace(1, std::byte{0});  // damaged: its verdict says so
  given.verdict = resumed(with, in.conversation, *memory, kept.vault).give(event);
  return given;
}

/// Judges `in` from what is kept and writes down what that causes. Where a verdict was told to the
/// host already, that one is logged, and what it asked for is done too.
Verdict Service::Impl::prepare(const Policy& with, const Incoming& in, Kept kept,
                               const Verdict* told, bool unknown_memory,
                               const std::vector<MonitorAlert>& alerts, Commit& commit) const {
  ConversationRecord& record = kept.record;
  // After its end the id begins a new conversation, which does not have the tokens of the one
  // before.
  if (record.memory.empty() && record.events > 0) kept.vault.clear();
  Conversation conversation = resumed(with, in.conversation, record.memory, kept.vault);
  Verdict verdict = conversation.give(in.event);
  record.time_ms = in.event.time_ms ? std::max(record.time_ms, *in.event.time_ms) : record.time_ms;
  if (record.events == 0 && in.event.time_ms) record.time_ms = *in.event.time_ms;
  const EventName event{in.conversation, in.id, verdict.index, verdict.turn, record.time_ms};

  commit.conversation = in.conversation;
  commit.expected_version = kept.version;
  commit.work = engine::workOf(verdict, event);
  for (const MonitorAlert& alert : alerts) verdict.alerts.push_back(alert.fairness);
  for (WorkItem& item : engine::workOf(alerts, event)) commit.work.push_back(std::move(item));
  if (told != nullptr) {
    for (WorkItem& item : engine::workOf(*told, event)) {
      const bool there = std::any_of(commit.work.begin(), commit.work.end(),
                                     [&](const WorkItem& other) { return other.id == item.id; });
      if (!there) commit.work.push_back(std::move(item));
    }
  }
  if (options.log) {
    const Verdict& logged = told != nullptr ? *told : verdict;
    std::string text;
    if (options.log_redacted_text)
      text = engine::redactedText(logged, in.event, options.conversation.limits.message_bytes);
    commit.log_entry = engine::logEntryOf(logged, event, commit.work, &text);
  }
  // After its end the id begins a new conversation; what came before can still be answered for.
  const bool ends = in.event.kind == EventKind::kClose;
  Answer answer{in.id_hash, in.content_hash, in.event.time_ms, 0, unknown_memory, {}};
  advance(record, std::move(answer), digestOf(with),
          ends ? std::vector<std::byte>() : conversation.memory(), options.answers);
  commit.record = encode(record);
  commit.vault = conversation.vault();
  return verdict;
}

/// Answers without the store, and keeps the event for it.
Result<Given, Refusal> Service::Impl::wait(const Policy& with, const Incoming& in,
                                           std::string problem, Verdict* judged) {
  Given given;
  given.outcome = Outcome::kWaiting;
  given.problem = std::move(problem);
  given.verdict = judged != nullptr ? std::move(*judged) : judgeUnknown(with, in, in.event);
  auto waiting = std::make_shared<Waiting>(Waiting{std::string(in.conversation), std::string(in.id),
                                                   in.event, in.position, in.content_hash, with,
                                                   given.verdict, judged == nullptr});
  const std::lock_guard lock(backlog_mutex);
  if (backlog_events >= options.backlog_events)
    return refused(Refusal::Reason::kBacklogFull,
                   "the store fails, and " + std::to_string(backlog_events) +
                       " events wait for it already: " + given.problem);
  backlog[waiting->conversation].push_back(std::move(waiting));
  ++backlog_events;
  return given;
}

/// The answer to an event that waits already.
std::optional<Result<Given, Refusal>> Service::Impl::inBacklog(const Incoming& in) const {
  const std::lock_guard lock(backlog_mutex);
  const auto found = backlog.find(in.conversation);
  if (found == backlog.end()) return std::nullopt;
  for (const auto& waiting : found->second) {
    if (waiting->id != in.id) continue;
    if (waiting->content_hash != in.content_hash) return reused(in.id);
    return Given{waiting->told, Outcome::kWaiting, ""};
  }
  return std::nullopt;
}

/// Commits what waits for a conversation, in order. Whether nothing waits any more.
bool Service::Impl::settle(const std::string& conversation, std::string& problem) {
  for (;;) {
    std::shared_ptr<const Waiting> first;
    {
      const std::lock_guard lock(backlog_mutex);
      const auto found = backlog.find(conversation);
      if (found == backlog.end()) return true;
      first = found->second.front();
    }
    if (!settleOne(*first, problem)) return false;
    const std::lock_guard lock(backlog_mutex);
    const auto found = backlog.find(conversation);
    // Another thread may have settled it at the same time, which did nothing.
    if (found == backlog.end() || found->second.front() != first) continue;
    found->second.pop_front();
    --backlog_events;
    if (found->second.empty()) backlog.erase(found);
  }
}

bool Service::Impl::settleOne(const Waiting& waiting, std::string& problem) {
  const Incoming in(waiting.conversation, waiting.id, waiting.event, waiting.position);
  for (;;) {
    auto stored = store->load(waiting.conversation);
    if (!stored) return problem = std::move(stored.error()), false;
    Kept kept = keptOf(std::move(*stored));
    if (answerTo(kept.record, in.id_hash)) return true;  // the commit had been done after all
    // Judged before, too long ago to be known by its id: it does nothing a second time.
    if (waiting.position && *waiting.position < kept.record.events) return true;
    Commit commit;
    const Verdict verdict = prepare(waiting.policy, in, std::move(kept), &waiting.told,
                                    waiting.unknown_memory, {}, commit);
    auto done = store->commit(commit);
    if (!done) return problem = std::move(done.error()), false;
    if (*done != CommitOutcome::kDone) continue;
    monitors->add(waiting.policy, verdict.counts);
    return true;
  }
}

Service::Service(Policy policy, std::shared_ptr<Store> store, ServiceOptions options)
    : impl_(std::make_unique<Impl>(std::move(store), fittedToLog(std::move(options)))) {
  use(std::move(policy));
}
Service::~Service() = default;
Service::Service(Service&&) noexcept = default;
Service& Service::operator=(Service&&) noexcept = default;

void Service::use(Policy policy) {
  const PolicyDigest digest = digestOf(policy);
  const std::lock_guard lock(impl_->policies_mutex);
  auto& policies = impl_->policies;
  std::erase_if(policies, [&](const auto& each) { return each.first == digest; });
  policies.emplace_back(digest, std::move(policy));
  const std::size_t most = std::max<std::size_t>(1, impl_->options.policies);
  if (policies.size() > most) policies.erase(policies.begin());
}

void Service::use(std::shared_ptr<const VaultOptions> vault) {
  const std::lock_guard lock(impl_->policies_mutex);
  impl_->vault = std::move(vault);
}

/// The alerts of windows that are over, each to be told with one event.
std::vector<MonitorAlert> Service::Impl::takeAlerts(std::int64_t now_ms) {
  std::vector<MonitorAlert> taken = monitors->close(now_ms);
  const std::lock_guard lock(alerts_mutex);
  taken.insert(taken.end(), std::make_move_iterator(untold.begin()),
               std::make_move_iterator(untold.end()));
  untold.clear();
  return taken;
}

void Service::Impl::keepAlerts(std::vector<MonitorAlert> alerts) {
  const std::lock_guard lock(alerts_mutex);
  untold.insert(untold.end(), std::make_move_iterator(alerts.begin()),
                std::make_move_iterator(alerts.end()));
}

std::shared_ptr<Monitors> Service::monitors() const { return impl_->monitors; }

Policy Service::policy() const { return impl_->current(); }

Result<Given, Refusal> Service::give(std::string_view conversation, std::string_view event_id,
                                     const Event& event, std::optional<std::uint64_t> position) {
  if (auto refusal = refusalOfIds(conversation, event_id)) return *refusal;
  const Policy policy = impl_->current();
  const Incoming in(conversation, event_id, event, position);
  std::string problem;
  if (!impl_->settle(std::string(conversation), problem)) {
    if (auto told = impl_->inBacklog(in)) return *told;
    return impl_->wait(policy, in, std::move(problem), nullptr);
  }
  std::optional<Verdict> judged;  // of a commit that failed
  for (int failures = 0; failures < kAttempts;) {
    auto stored = impl_->store->load(conversation);
    if (!stored) {
      problem = std::move(stored.error());
      ++failures;
      continue;
    }
    Kept kept = keptOf(std::move(*stored));
    if (const auto index = answerTo(kept.record, in.id_hash)) {
      auto given = impl_->repeat(in, kept, *index);
      // The commit that failed had been done after all.
      if (judged && given.ok()) given->outcome = Outcome::kJudged;
      return given;
    }
    if (position && *position < kept.record.events) {
      return refused(Refusal::Reason::kEventForgotten,
                     "event " + std::to_string(*position) +
                         " of the conversation was judged before; " +
                         std::to_string(kept.record.events) + " were");
    }
    Commit commit;
    auto alerts = impl_->takeAlerts(std::max(kept.record.time_ms, event.time_ms.value_or(0)));
    judged = impl_->prepare(policy, in, std::move(kept), nullptr, false, alerts, commit);
    auto done = impl_->store->commit(commit);
    const bool is_done = done.ok() && *done == CommitOutcome::kDone;
    if (!is_done) impl_->keepAlerts(std::move(alerts));
    if (!done) {
      problem = std::move(done.error());
      ++failures;
    } else if (is_done) {
      impl_->monitors->add(policy, judged->counts);
      return Given{std::move(*judged), Outcome::kJudged, ""};
    } else {
      judged.reset();
    }
  }
  return impl_->wait(policy, in, std::move(problem), judged ? &*judged : nullptr);
}

std::size_t Service::waiting() const {
  const std::lock_guard lock(impl_->backlog_mutex);
  return impl_->backlog_events;
}

std::size_t Service::settle() {
  std::vector<std::string> conversations;
  {
    const std::lock_guard lock(impl_->backlog_mutex);
    for (const auto& [conversation, events] : impl_->backlog) conversations.push_back(conversation);
  }
  std::string problem;
  for (const std::string& conversation : conversations) impl_->settle(conversation, problem);
  return waiting();
}

const char* name(Outcome outcome) {
  constexpr const char* kNames[] = {"judged", "repeated", "repeated_by_other", "waiting"};
  return kNames[static_cast<std::size_t>(outcome)];
}

const char* name(Refusal::Reason reason) {
  constexpr const char* kNames[] = {"event_id_reused", "event_forgotten", "backlog_full", "bad_id"};
  return kNames[static_cast<std::size_t>(reason)];
}

}  // namespace decorum
