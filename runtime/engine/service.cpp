/// A service: load, judge, commit, as often as it takes; and what to do while the store fails.
#include "decorum/service.h"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "runtime/base/utf8.h"
#include "runtime/engine/caused.h"
#include "runtime/engine/faults.h"
#include "runtime/memory/conversation_record.h"

namespace decorum {
namespace {

using engine::EventName;

constexpr int kAttempts = 3;  // at a store that fails, for one event
constexpr std::size_t kMostIdBytes = 512;

PolicyDigest digestOf(const Policy& policy) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  const std::string& hex = policy.digest();
  PolicyDigest digest{};
  for (std::size_t i = 0; i < digest.size() && 2 * i + 1 < hex.size(); ++i)
    digest[i] = static_cast<std::uint8_t>(digit(hex[2 * i]) * 16 + digit(hex[2 * i + 1]));
  return digest;
}

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
        id_hash(engine::hashOfId(the_conversation, the_id)),
        content_hash(engine::hashOfContent(the_conversation, the_event)) {}
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
};

/// A damaged record becomes an empty one whose memory `Conversation` will find damaged.
Kept keptOf(StoredConversation stored) {
  Kept kept{stored.version, {}};
  if (stored.version == 0) return kept;
  if (auto record = decodeRecord(stored.record)) {
    kept.record = std::move(*record);
  } else {
    kept.record.memory = std::move(stored.record);
    if (kept.record.memory.empty()) kept.record.memory.push_back(std::byte{0});
  }
  return kept;
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

/// What evidence reveals would be in the log too.
ServiceOptions withoutLeaks(ServiceOptions options) {
  options.conversation.reveal = options.conversation.reveal && !options.log;
  return options;
}

Refusal reused(std::string_view event_id) {
  return refused(Refusal::Reason::kEventIdReused,
                 "the event '" + std::string(event_id) + "' was judged before with other content");
}

}  // namespace

namespace {

/// Entries of the decision log hold what rules could see.
ServiceOptions withSeen(ServiceOptions options) {
  options.conversation.seen = options.log;
  return options;
}

}  // namespace

struct Service::Impl {
  Impl(std::shared_ptr<Store> the_store, ServiceOptions the_options)
      : store(std::move(the_store)), options(withSeen(the_options)) {}

  Conversation resumed(const Policy& with, std::string_view conversation,
                       std::span<const std::byte> memory) const {
    if (memory.empty()) return Conversation(with, std::string(conversation), options.conversation);
    return Conversation::resume(with, std::string(conversation), memory, options.conversation);
  }

  Verdict judgeUnknown(const Policy& with, const Incoming& in, const Event& event) const {
    Verdict verdict =
        Conversation::withUnknownMemory(with, std::string(in.conversation), options.conversation)
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

  Result<Given, Refusal> repeat(const Incoming& in, const ConversationRecord& record,
                                std::size_t index) const;
  Verdict prepare(const Policy& with, const Incoming& in, Kept kept, const Verdict* told,
                  bool unknown_memory, Commit& commit) const;
  Result<Given, Refusal> wait(const Policy& with, const Incoming& in, std::string problem,
                              Verdict* judged);
  std::optional<Result<Given, Refusal>> inBacklog(const Incoming& in) const;
  bool settle(const std::string& conversation, std::string& problem);
  bool settleOne(const Waiting& waiting, std::string& problem);

  const std::shared_ptr<Store> store;
  const ServiceOptions options;

  mutable std::mutex policies_mutex;
  std::vector<std::pair<PolicyDigest, Policy>> policies;  // the one in force is the last

  mutable std::mutex backlog_mutex;
  std::map<std::string, std::deque<std::shared_ptr<const Waiting>>, std::less<>> backlog;
  std::size_t backlog_events = 0;
};

/// The first verdict, made again from the memory before the event.
Result<Given, Refusal> Service::Impl::repeat(const Incoming& in, const ConversationRecord& record,
                                             std::size_t index) const {
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
  given.verdict = resumed(with, in.conversation, *memory).give(event);
  return given;
}

/// Judges `in` from what is kept and writes down what that causes. Where a verdict was told to the
/// host already, that one is logged, and what it asked for is done too.
Verdict Service::Impl::prepare(const Policy& with, const Incoming& in, Kept kept,
                               const Verdict* told, bool unknown_memory, Commit& commit) const {
  ConversationRecord& record = kept.record;
  Conversation conversation = resumed(with, in.conversation, record.memory);
  Verdict verdict = conversation.give(in.event);
  record.time_ms = in.event.time_ms ? std::max(record.time_ms, *in.event.time_ms) : record.time_ms;
  if (record.events == 0 && in.event.time_ms) record.time_ms = *in.event.time_ms;
  const EventName event{in.conversation, in.id, verdict.index, verdict.turn, record.time_ms};

  commit.conversation = in.conversation;
  commit.expected_version = kept.version;
  commit.work = engine::workOf(verdict, event);
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
    Commit commit;
    prepare(waiting.policy, in, std::move(kept), &waiting.told, waiting.unknown_memory, commit);
    auto done = store->commit(commit);
    if (!done) return problem = std::move(done.error()), false;
    if (*done == CommitOutcome::kDone) return true;
  }
}

Service::Service(Policy policy, std::shared_ptr<Store> store, ServiceOptions options)
    : impl_(std::make_unique<Impl>(std::move(store), withoutLeaks(options))) {
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
      auto given = impl_->repeat(in, kept.record, *index);
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
    judged = impl_->prepare(policy, in, std::move(kept), nullptr, false, commit);
    auto done = impl_->store->commit(commit);
    if (!done) {
      problem = std::move(done.error());
      ++failures;
    } else if (*done == CommitOutcome::kDone) {
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
