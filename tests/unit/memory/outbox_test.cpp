// Work items over time, held to a model that says the same in the plainest way.
#include "decorum/outbox.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <thread>

#include "runtime/base/digest.h"
#include "tests/support/random.h"
#include "tests/unit/memory/stores.h"

namespace decorum::test {
namespace {

void put(Store& store, const WorkItem& item) {
  Commit commit;
  commit.conversation = "of " + item.id;
  commit.work = {item};
  const auto done = store.commit(commit);
  REQUIRE(done.ok());
  REQUIRE(*done == CommitOutcome::kDone);
}

WorkItem itemIn(Store& store, const std::string& id) {
  const auto item = store.workItem(id);
  REQUIRE(item.ok());
  REQUIRE(item->has_value());
  return **item;
}

/// Takes notices, but for those that `refuses` names.
class Receiver : public Deliverer {
 public:
  std::function<bool(const Notice&)> refuses = [](const Notice&) { return false; };
  std::vector<std::string> taken, refused;

  std::string deliver(const Notice& notice) override {
    const bool no = refuses(notice);
    (no ? refused : taken).push_back(notice.id);
    return no ? "refused" : "";
  }
};

std::string reason(const Result<WorkItem, WorkError>& result) {
  return result ? std::string(name(result->state)) : result.error().detail;
}

TEST_CASE("an item is accepted once, and resolved by who accepted it", "[outbox]") {
  const auto store = opened("memory:");
  put(*store, workItem("a"));
  Outbox outbox(store);
  CHECK(reason(outbox.accept("x", "Ann", 1)) == "there is no work item 'x'");
  CHECK(reason(outbox.accept("a", "Ann", 2'000)) == "accepted");
  CHECK(reason(outbox.accept("a", "Ann", 2'001)) == "accepted");  // asked again
  CHECK(reason(outbox.accept("a", "Bob", 2'002)) == "the item 'a' is accepted by 'Ann'");
  CHECK(reason(outbox.resolve("a", "Bob", "done", 2'003)) == "the item 'a' is accepted by 'Ann'");
  CHECK(reason(outbox.resolve("a", "Ann", "done", 2'004)) == "resolved");
  CHECK(reason(outbox.resolve("a", "Ann", "done", 2'005)) == "resolved");
  CHECK(reason(outbox.resolve("a", "Ann", "other", 2'006)) == "the item 'a' is resolved by 'Ann'");
  const WorkItem item = itemIn(*store, "a");
  CHECK(item.outcome == "done");
  CHECK(item.changed_ms == 2'004);
  CHECK(item.version == 3);
}

TEST_CASE("a hold ends with block or release, or by its otherwise", "[outbox]") {
  const auto store = opened("memory:");
  for (const char* id : {"a", "b"}) {
    WorkItem hold = workItem(id);
    hold.kind = WorkKind::kHold;
    hold.deadline_ms = 5'000;
    hold.otherwise = Otherwise::kRelease;
    put(*store, hold);
  }
  Outbox outbox(store);
  CHECK(reason(outbox.resolve("a", "Ann", "fine", 2'000)) ==
        "a hold ends with 'block' or 'release', not 'fine'");
  CHECK(reason(outbox.resolve("a", "Ann", "block", 2'000)) == "resolved");
  CHECK(reason(outbox.resolve("b", "Ann", "block", 5'000)) == "the time of the item 'b' is over");
  CHECK(outbox.advance(5'000)->expired == 1);
  CHECK(itemIn(*store, "b").outcome == "release");
}

TEST_CASE("an item warns, expires, and goes on where it is told to", "[outbox]") {
  const auto store = opened("memory:");
  WorkItem item = workItem("a", 1'000);
  item.warn_ms = 3'000;
  item.deadline_ms = 5'000;
  item.otherwise_queue = "managers";
  item.priority = Priority::kHigh;
  put(*store, item);
  const auto receiver = std::make_shared<Receiver>();
  Outbox outbox(store, receiver);
  CHECK(outbox.advance(2'999)->next_ms == 3'000);
  CHECK(outbox.advance(4'999)->next_ms == 5'000);
  const auto last = outbox.advance(5'000);
  CHECK(last->expired == 1);
  CHECK(last->opened == 1);
  CHECK_FALSE(last->next_ms.has_value());
  const auto next = outbox.list({.queue = "managers"});
  REQUIRE(next->size() == 1);
  CHECK(next->front().opened_by == "a");
  CHECK(next->front().state == WorkState::kOpen);
  CHECK(next->front().priority == Priority::kHigh);
  CHECK(next->front().created_ms == 5'000);
  CHECK(receiver->taken == std::vector<std::string>{"a-opened", "a-warning", "a-expired",
                                                    next->front().id + "-opened"});
}

TEST_CASE("a notice is sent until it is taken, ever later, and then given up", "[outbox]") {
  const auto store = opened("memory:");
  put(*store, workItem("a", 0));
  const auto receiver = std::make_shared<Receiver>();
  receiver->refuses = [](const Notice&) { return true; };
  const OutboxOptions options{.first_retry_ms = 1'000, .longest_retry_ms = 8'000, .attempts = 6};
  Outbox outbox(store, receiver, options);
  std::int64_t now_ms = 0;
  std::vector<std::int64_t> delays;
  for (int i = 0; i < 5; ++i) {
    const auto done = outbox.advance(now_ms);
    CHECK(done->failed == 1);
    REQUIRE(done->next_ms.has_value());
    CHECK(outbox.advance(*done->next_ms - 1)->failed == 0);
    delays.push_back(*done->next_ms - now_ms);
    now_ms = *done->next_ms;
  }
  const std::int64_t whole[] = {1'000, 2'000, 4'000, 8'000, 8'000};
  for (std::size_t i = 0; i < delays.size(); ++i) {
    CHECK(delays[i] == retryDelay("a-opened", static_cast<std::uint32_t>(i + 1), options));
    CHECK(delays[i] <= whole[i]);
    CHECK(delays[i] >= whole[i] / 2);
  }
  CHECK(retryDelay("b-opened", 3, options) != retryDelay("a-opened", 3, options));
  const auto last = outbox.advance(now_ms);
  CHECK(last->died == 1);
  CHECK_FALSE(last->next_ms.has_value());
  CHECK(itemIn(*store, "a").delivery.state == DeliveryState::kDead);
  CHECK(itemIn(*store, "a").state == WorkState::kOpen);  // it can still be taken up
  CHECK(receiver->refused.size() == 6);
}

TEST_CASE("a sender that dies leaves a notice that is sent again", "[outbox]") {
  const auto store = opened("memory:");
  put(*store, workItem("a", 0));
  struct Death {};
  const auto receiver = std::make_shared<Receiver>();
  receiver->refuses = [](const Notice&) -> bool { throw Death(); };
  {
    Outbox outbox(store, receiver, {.lease_ms = 500});
    CHECK_THROWS_AS((void)outbox.advance(0), Death);
  }
  receiver->refuses = [](const Notice&) { return false; };
  Outbox outbox(store, receiver, {.lease_ms = 500});
  CHECK(outbox.advance(499)->delivered == 0);
  CHECK(outbox.advance(500)->delivered == 1);
  CHECK(itemIn(*store, "a").delivery.failures == 0);
}

TEST_CASE("who takes an item up while it is being sent is not undone", "[outbox]") {
  const auto store = opened("memory:");
  put(*store, workItem("a", 0));
  const auto receiver = std::make_shared<Receiver>();
  Outbox outbox(store, receiver);
  receiver->refuses = [&](const Notice&) {
    REQUIRE(outbox.accept("a", "Ann", 1).ok());
    return false;
  };
  CHECK(outbox.advance(0)->delivered == 1);
  const WorkItem item = itemIn(*store, "a");
  CHECK(item.state == WorkState::kAccepted);
  CHECK(item.delivery.state == DeliveryState::kDelivered);
  CHECK(outbox.advance(1'000'000)->delivered == 0);
}

TEST_CASE("waiting ends when the item does, or at the given instant", "[outbox][threads]") {
  using std::chrono::steady_clock;
  const auto store = opened("memory:");
  put(*store, workItem("a"));
  Outbox outbox(store);
  CHECK(reason(outbox.wait("a", false, steady_clock::now())) == "open");
  CHECK(reason(outbox.wait("x", false, steady_clock::now())) == "there is no work item 'x'");
  const auto never = steady_clock::now() + std::chrono::hours(1);
  std::atomic<int> done = 0;
  std::thread other([&] { done += outbox.accept("a", "Ann", 1).ok() ? 1 : 0; });
  CHECK(reason(outbox.wait("a", true, never, std::chrono::hours(1))) == "accepted");
  other.join();
  std::thread elsewhere([&] {
    Outbox second(store);  // as another process: noticed by looking
    done += second.resolve("a", "Ann", "done", 2).ok() ? 1 : 0;
  });
  CHECK(reason(outbox.wait("a", false, never, std::chrono::milliseconds(1))) == "resolved");
  elsewhere.join();
  CHECK(done == 2);
}

TEST_CASE("of many who accept one item at the same time one gets it", "[outbox][threads]") {
  const auto store = opened("memory:");
  for (int i = 0; i < 20; ++i) put(*store, workItem("i" + std::to_string(i)));
  std::atomic<int> accepted = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      Outbox outbox(store);
      for (int i = 0; i < 20; ++i)
        if (outbox.accept("i" + std::to_string(i), "person " + std::to_string(t), 1).ok())
          ++accepted;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(accepted == 20);
}

// -----------------------------------------------------------------------------------------------
// the model

struct Model {
  std::map<std::string, WorkItem> items;
  OutboxOptions options;
  std::function<bool(const std::string&, std::uint32_t)> refuses;
  std::set<std::string> taken;  // notices

  std::string accept(const std::string& id, const std::string& by, std::int64_t now) {
    WorkItem& item = items.at(id);
    if (item.state == WorkState::kAccepted && item.taken_by == by) return "ok";
    if (item.state != WorkState::kOpen || (item.deadline_ms && now >= *item.deadline_ms))
      return "no";
    item.state = WorkState::kAccepted;
    item.taken_by = by;
    item.changed_ms = now;
    return "ok";
  }

  std::string resolve(const std::string& id, const std::string& by, const std::string& outcome,
                      std::int64_t now) {
    WorkItem& item = items.at(id);
    if (item.kind == WorkKind::kHold && outcome != "block" && outcome != "release") return "no";
    if (item.state == WorkState::kResolved)
      return item.taken_by == by && item.outcome == outcome ? "ok" : "no";
    if (item.state == WorkState::kExpired) return "no";
    if (item.state == WorkState::kAccepted && item.taken_by != by) return "no";
    if (item.state == WorkState::kOpen && item.deadline_ms && now >= *item.deadline_ms) return "no";
    item.state = WorkState::kResolved;
    item.taken_by = by;
    item.outcome = outcome;
    item.changed_ms = now;
    return "ok";
  }

  void advance(std::int64_t now) {
    std::vector<WorkItem> opened_now;
    for (auto& [id, item] : items) {
      if (item.state != WorkState::kOpen) continue;
      if (item.deadline_ms && now >= *item.deadline_ms) {
        item.state = WorkState::kExpired;
        item.changed_ms = item.deadline_ms;
        if (item.kind == WorkKind::kHold)
          item.outcome = item.otherwise == Otherwise::kBlock ? "block" : "release";
        item.delivery = {DeliveryState::kPending, NoticeKind::kExpired, 0, now};
        if (item.otherwise_queue.empty()) continue;
        WorkItem next =
            workItem(PartsDigest("work item after").add(id).finishHex(), *item.deadline_ms);
        next.conversation = item.conversation;
        next.kind = item.kind;
        next.queue = item.otherwise_queue;
        next.opened_by = id;
        opened_now.push_back(next);
      } else if (item.warn_ms && now >= *item.warn_ms) {
        item.warn_ms.reset();
        item.delivery = {DeliveryState::kPending, NoticeKind::kWarning, 0, now};
      }
    }
    for (const WorkItem& next : opened_now) items.emplace(next.id, next);
    for (auto& [id, item] : items) {
      Delivery& delivery = item.delivery;
      if (delivery.state != DeliveryState::kPending || delivery.due_ms > now) continue;
      const std::string notice = id + "-" + name(delivery.notice);
      if (!refuses(notice, delivery.failures)) {
        taken.insert(notice);
        delivery.state = DeliveryState::kDelivered;
      } else if (++delivery.failures == options.attempts) {
        delivery.state = DeliveryState::kDead;
      } else {
        delivery.due_ms = now + retryDelay(notice, delivery.failures, options);
      }
    }
  }
};

/// All items, without what only says how they came about.
std::string shown(std::vector<WorkItem> items) {
  std::string all;
  for (WorkItem& item : items) {
    item.version = 0;
    all += toJson(item) + '\n';
  }
  return all;
}

WorkItem randomItem(Random& random, int number, std::int64_t now) {
  WorkItem item = workItem("item" + std::to_string(100 + number), now);
  item.kind = random.of<WorkKind>({WorkKind::kEscalation, WorkKind::kAlert, WorkKind::kHold});
  item.otherwise = random.of<Otherwise>({Otherwise::kBlock, Otherwise::kRelease});
  if (random.percent(60)) item.deadline_ms = now + static_cast<std::int64_t>(random.below(4'000));
  if (random.percent(40)) item.warn_ms = now + static_cast<std::int64_t>(random.below(4'000));
  if (random.percent(40)) item.otherwise_queue = "managers";
  return item;
}

TEST_CASE("whatever happens in whatever order, items are as the model says", "[outbox]") {
  const auto seed = static_cast<std::uint64_t>(GENERATE(range(0, 150)));
  INFO("seed " << seed);
  Random random(seed);
  const Folder folder;
  const bool durable = seed % 10 == 0;
  const auto store = opened(durable ? "sqlite:" + folder.path("s.sqlite") : "memory:");
  Model model;
  model.options = {.first_retry_ms = 100, .longest_retry_ms = 1'000, .attempts = 4};
  const unsigned refused = static_cast<unsigned>(random.below(80));
  model.refuses = [refused](const std::string& notice, std::uint32_t failures) {
    return PartsDigest("chance").add(notice).add(failures).finish64() % 100 < refused;
  };
  const auto receiver = std::make_shared<Receiver>();
  receiver->refuses = [&](const Notice& notice) {
    return model.refuses(notice.id, notice.item.delivery.failures);
  };
  auto outbox = std::make_unique<Outbox>(store, receiver, model.options);
  std::int64_t now = 1'000;
  const std::vector<std::string> people = {"Ann", "Bob"};
  for (int step = 0; step < 60; ++step) {
    now += static_cast<std::int64_t>(random.below(400));
    std::vector<std::string> ids;
    for (const auto& [id, item] : model.items) ids.push_back(id);
    const std::size_t what = ids.empty() ? 0 : random.below(10);
    if (what < 2) {
      const WorkItem item = randomItem(random, step, now);
      put(*store, item);
      model.items.emplace(item.id, item);
    } else if (what < 5) {
      const std::string id = random.of(ids);
      const std::string by = random.of(people);
      CHECK((outbox->accept(id, by, now).ok() ? "ok" : "no") == model.accept(id, by, now));
    } else if (what < 7) {
      const std::string id = random.of(ids);
      const std::string by = random.of(people);
      const std::string outcome = random.of<std::string>({"block", "release", "done"});
      CHECK((outbox->resolve(id, by, outcome, now).ok() ? "ok" : "no") ==
            model.resolve(id, by, outcome, now));
    } else if (what < 9) {
      REQUIRE(outbox->advance(now).ok());
      model.advance(now);
    } else {
      outbox = std::make_unique<Outbox>(store, receiver, model.options);
    }
    std::vector<WorkItem> expected;
    for (const auto& [id, item] : model.items) expected.push_back(item);
    const auto found = store->work({});
    REQUIRE(found.ok());
    REQUIRE(shown(*found) == shown(expected));
  }
  CHECK(std::set<std::string>(receiver->taken.begin(), receiver->taken.end()) == model.taken);
  CHECK(receiver->taken.size() == model.taken.size());  // without a crash: once
}

}  // namespace
}  // namespace decorum::test
