/// Work items over time.
#include "decorum/outbox.h"

#include <algorithm>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <utility>

#include "runtime/base/digest.h"

namespace decorum {
namespace {

constexpr std::size_t kBatch = 256;

using ItemOrError = Result<WorkItem, WorkError>;

WorkError unavailable(std::string why) {
  return {WorkError::Reason::kUnavailable, std::move(why), std::nullopt};
}

WorkError wrongState(const WorkItem& item) {
  std::string detail = "the item '" + item.id + "' is " + name(item.state);
  if (!item.taken_by.empty()) detail += " by '" + item.taken_by + "'";
  return {WorkError::Reason::kWrongState, std::move(detail), item};
}

std::string noticeId(const WorkItem& item) { return item.id + '-' + name(item.delivery.notice); }

std::int64_t plus(std::int64_t time_ms, std::int64_t span_ms) {
  std::int64_t sum = 0;
  return __builtin_add_overflow(time_ms, span_ms, &sum) ? time_ms : sum;
}

void makeDue(WorkItem& item, NoticeKind notice, std::int64_t due_ms) {
  item.delivery = {DeliveryState::kPending, notice, 0, due_ms};
}

/// Where an escalation goes that no one took up.
WorkItem nextOf(const WorkItem& expired, std::int64_t now_ms) {
  WorkItem next;
  next.id = PartsDigest("work item after").add(expired.id).finishHex();
  next.conversation = expired.conversation;
  next.index = expired.index;
  next.event_id = expired.event_id;
  next.rule = expired.rule;
  next.kind = expired.kind;
  next.queue = expired.otherwise_queue;
  next.priority = expired.priority;
  next.hand_over = expired.hand_over;
  next.created_ms = now_ms;
  next.opened_by = expired.id;
  next.delivery.due_ms = now_ms;
  return next;
}

}  // namespace

std::int64_t retryDelay(std::string_view notice_id, std::uint32_t failures,
                        const OutboxOptions& options) {
  std::int64_t delay = std::max<std::int64_t>(1, options.first_retry_ms);
  for (std::uint32_t i = 1; i < failures && delay < options.longest_retry_ms; ++i) delay *= 2;
  delay = std::min(delay, std::max<std::int64_t>(1, options.longest_retry_ms));
  const std::uint64_t chance = PartsDigest("retry").add(notice_id).add(failures).finish64();
  return delay - static_cast<std::int64_t>(chance % static_cast<std::uint64_t>(delay / 2 + 1));
}

struct Outbox::Impl {
  std::shared_ptr<Store> store;
  std::shared_ptr<Deliverer> deliverer;
  OutboxOptions options;
  std::mutex mutex;  // of `changes`
  std::condition_variable changed;
  std::uint64_t changes = 0;

  void tell() {
    {
      const std::lock_guard lock(mutex);
      ++changes;
    }
    changed.notify_all();
  }

  ItemOrError read(std::string_view id) {
    auto found = store->workItem(id);
    if (!found) return unavailable(std::move(found.error()));
    if (*found) return std::move(**found);
    return WorkError{WorkError::Reason::kUnknown, "there is no work item '" + std::string(id) + "'",
                     std::nullopt};
  }

  /// Reads, lets `move` change the item or say why not, and writes; from the beginning where
  /// someone else was faster. `move` gives false where there is nothing to change.
  template <class Move>
  ItemOrError change(std::string_view id, Move move) {
    for (;;) {
      ItemOrError item = read(id);
      if (!item) return item;
      Result<bool, WorkError> moved = move(*item);
      if (!moved) return moved.error();
      if (!*moved) return item;
      const auto done = store->change({*item, std::nullopt});
      if (!done) return unavailable(done.error());
      if (*done == CommitOutcome::kConflict) continue;
      ++item->version;
      tell();
      return item;
    }
  }

  std::string expire(WorkItem item, std::int64_t now_ms, Advanced& done);
  std::string moveOn(std::int64_t now_ms, Advanced& done);
  std::string send(WorkItem item, std::int64_t now_ms, Advanced& done);
  std::string sendAll(std::int64_t now_ms, Advanced& done);
  std::string findNext(Advanced& done);
};

/// A warning, or the end of an item's time.
std::string Outbox::Impl::expire(WorkItem item, std::int64_t now_ms, Advanced& done) {
  WorkChange change;
  const bool is_over = item.deadline_ms && *item.deadline_ms <= now_ms;
  if (is_over) {
    item.state = WorkState::kExpired;
    item.changed_ms = item.deadline_ms;
    if (item.kind == WorkKind::kHold) item.outcome = name(item.otherwise);
    if (!item.otherwise_queue.empty()) change.opens = nextOf(item, *item.deadline_ms);
  } else {
    item.warn_ms.reset();
  }
  makeDue(item, is_over ? NoticeKind::kExpired : NoticeKind::kWarning, now_ms);
  change.item = std::move(item);
  const auto result = store->change(change);
  if (!result) return result.error();
  if (*result == CommitOutcome::kConflict) return "";  // someone took it up in the last moment
  ++(is_over ? done.expired : done.warned);
  if (change.opens) ++done.opened;
  tell();
  return "";
}

std::string Outbox::Impl::moveOn(std::int64_t now_ms, Advanced& done) {
  for (;;) {
    auto due = store->dueChanges(now_ms, kBatch);
    if (!due) return due.error();
    if (due->empty()) return "";
    for (WorkItem& item : *due) {
      std::string problem = expire(std::move(item), now_ms, done);
      if (!problem.empty()) return problem;
    }
  }
}

/// Leases the notice, delivers it, and writes down how that went. A sender that dies in between
/// leaves a notice that is sent again when the lease is over.
std::string Outbox::Impl::send(WorkItem item, std::int64_t now_ms, Advanced& done) {
  item.delivery.due_ms = plus(now_ms, options.lease_ms);
  const auto leased = store->change({item, std::nullopt});
  if (!leased) return leased.error();
  if (*leased == CommitOutcome::kConflict) return "";
  ++item.version;
  const Notice notice{noticeId(item), item.delivery.notice, item};
  const bool taken = deliverer->deliver(notice).empty();
  ++(taken ? done.delivered : done.failed);

  for (;;) {
    Delivery& delivery = item.delivery;
    const bool is_last = !taken && delivery.failures + 1 >= options.attempts;
    if (!taken) ++delivery.failures;
    if (taken) delivery.state = DeliveryState::kDelivered;
    if (is_last) delivery.state = DeliveryState::kDead;
    if (!taken && !is_last)
      delivery.due_ms = plus(now_ms, retryDelay(notice.id, delivery.failures, options));
    const auto written = store->change({item, std::nullopt});
    if (!written) return written.error();
    if (*written == CommitOutcome::kDone) {
      if (is_last) ++done.died;
      return "";
    }
    // Taken up meanwhile, or a further notice is due: only the first is still about this one.
    auto now = store->workItem(item.id);
    if (!now) return now.error();
    if (!*now || noticeId(**now) != notice.id) return "";
    if ((*now)->delivery.state != DeliveryState::kPending) return "";
    item = std::move(**now);
  }
}

std::string Outbox::Impl::sendAll(std::int64_t now_ms, Advanced& done) {
  if (deliverer == nullptr) return "";
  for (;;) {
    auto due = store->dueDeliveries(now_ms, kBatch);
    if (!due) return due.error();
    if (due->empty()) return "";
    for (WorkItem& item : *due) {
      std::string problem = send(std::move(item), now_ms, done);
      if (!problem.empty()) return problem;
    }
  }
}

std::string Outbox::Impl::findNext(Advanced& done) {
  constexpr auto kEver = std::numeric_limits<std::int64_t>::max();
  const auto changes_due = store->dueChanges(kEver, 1);
  if (!changes_due) return changes_due.error();
  if (!changes_due->empty()) done.next_ms = changes_due->front().nextChange();
  if (deliverer == nullptr) return "";
  const auto notices = store->dueDeliveries(kEver, 1);
  if (!notices) return notices.error();
  if (notices->empty()) return "";
  const std::int64_t due_ms = notices->front().delivery.due_ms;
  done.next_ms = std::min(done.next_ms.value_or(due_ms), due_ms);
  return "";
}

Outbox::Outbox(std::shared_ptr<Store> store, std::shared_ptr<Deliverer> deliverer,
               OutboxOptions options)
    : impl_(std::make_unique<Impl>()) {
  impl_->store = std::move(store);
  impl_->deliverer = std::move(deliverer);
  impl_->options = options;
}
Outbox::~Outbox() = default;
Outbox::Outbox(Outbox&&) noexcept = default;
Outbox& Outbox::operator=(Outbox&&) noexcept = default;

Result<std::vector<WorkItem>, std::string> Outbox::list(const WorkQuery& query) const {
  return impl_->store->work(query);
}

Result<std::optional<WorkItem>, std::string> Outbox::find(std::string_view id) const {
  return impl_->store->workItem(id);
}

Result<WorkItem, WorkError> Outbox::accept(std::string_view id, std::string_view by,
                                           std::int64_t now_ms) {
  return impl_->change(id, [&](WorkItem& item) -> Result<bool, WorkError> {
    if (item.state == WorkState::kAccepted && item.taken_by == by) return false;
    if (item.state != WorkState::kOpen) return wrongState(item);
    if (item.deadline_ms && *item.deadline_ms <= now_ms) {
      WorkError late = wrongState(item);
      late.detail = "the time of the item '" + item.id + "' is over";
      return late;
    }
    item.state = WorkState::kAccepted;
    item.taken_by = by;
    item.changed_ms = now_ms;
    return true;
  });
}

Result<WorkItem, WorkError> Outbox::resolve(std::string_view id, std::string_view by,
                                            std::string_view outcome, std::int64_t now_ms) {
  return impl_->change(id, [&](WorkItem& item) -> Result<bool, WorkError> {
    if (item.kind == WorkKind::kHold && outcome != name(Otherwise::kBlock) &&
        outcome != name(Otherwise::kRelease)) {
      return WorkError{WorkError::Reason::kBadOutcome,
                       "a hold ends with 'block' or 'release', not '" + std::string(outcome) + "'",
                       item};
    }
    const bool is_mine = item.taken_by == by;
    if (item.state == WorkState::kResolved && is_mine && item.outcome == outcome) return false;
    const bool may =
        item.state == WorkState::kOpen || (item.state == WorkState::kAccepted && is_mine);
    if (!may) return wrongState(item);
    if (item.state == WorkState::kOpen && item.deadline_ms && *item.deadline_ms <= now_ms) {
      WorkError late = wrongState(item);
      late.detail = "the time of the item '" + item.id + "' is over";
      return late;
    }
    item.state = WorkState::kResolved;
    item.taken_by = by;
    item.outcome = outcome;
    item.changed_ms = now_ms;
    return true;
  });
}

Result<Advanced, std::string> Outbox::advance(std::int64_t now_ms) {
  Advanced done;
  std::string problem = impl_->moveOn(now_ms, done);
  if (problem.empty()) problem = impl_->sendAll(now_ms, done);
  if (!problem.empty()) return problem;
  const auto removed = impl_->store->pruneWork(plus(now_ms, -impl_->options.keep_finished_ms));
  if (!removed) return removed.error();
  done.removed = *removed;
  problem = impl_->findNext(done);
  if (!problem.empty()) return problem;
  return done;
}

Result<WorkItem, WorkError> Outbox::wait(std::string_view id, bool or_accepted,
                                         std::chrono::steady_clock::time_point until,
                                         std::chrono::milliseconds poll) {
  std::unique_lock lock(impl_->mutex);
  for (;;) {
    const std::uint64_t seen = impl_->changes;
    lock.unlock();
    ItemOrError item = impl_->read(id);
    if (!item || item->isFinished()) return item;
    if (or_accepted && item->state == WorkState::kAccepted) return item;
    lock.lock();
    const auto now = std::chrono::steady_clock::now();
    if (now >= until) return item;
    const auto wake = std::min(until, now + std::max(poll, std::chrono::milliseconds(1)));
    impl_->changed.wait_until(lock, wake, [&] { return impl_->changes != seen; });
  }
}

}  // namespace decorum
