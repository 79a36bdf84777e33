// What every store does, whatever it keeps things in.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "tests/unit/memory/stores.h"

namespace decorum::test {
namespace {

const StoreKind& eachKind() {
  const auto which = GENERATE(range<std::size_t>(0, storeKinds().size()));
  return storeKinds()[which];
}

Commit commitOf(std::string conversation, std::uint64_t expected, std::string_view record) {
  Commit commit;
  commit.conversation = std::move(conversation);
  commit.expected_version = expected;
  commit.record = bytesOf(record);
  return commit;
}

/// "version:record" of a conversation.
std::string shown(Store& store, const std::string& conversation) {
  const auto found = store.load(conversation);
  if (!found) return found.error();
  const auto* const text = reinterpret_cast<const char*>(found->record.data());
  return std::to_string(found->version) + ":" + std::string(text, found->record.size());
}

std::string outcome(const Result<CommitOutcome, std::string>& result) {
  if (!result) return result.error();
  return *result == CommitOutcome::kDone ? "done" : "conflict";
}

template <class T>
std::string ids(const Result<std::vector<T>, std::string>& items) {
  if (!items) return items.error();
  std::string all;
  for (const WorkItem& item : *items) all += (all.empty() ? "" : " ") + item.id;
  return all;
}

std::string entries(Store& store, std::size_t limit = 100) {
  const auto pending = store.pendingLog(limit);
  if (!pending) return pending.error();
  std::string all;
  for (const PendingEntry& entry : *pending) all += (all.empty() ? "" : " ") + entry.entry;
  return all;
}

TEST_CASE("a conversation is there as it was committed last", "[store]") {
  const StoreKind& kind = eachKind();
  INFO(kind.name);
  const Folder folder;
  const auto store = kind.open(folder);
  CHECK(shown(*store, "a") == "0:");
  CHECK(outcome(store->commit(commitOf("a", 0, "one"))) == "done");
  CHECK(outcome(store->commit(commitOf("b", 0, ""))) == "done");
  CHECK(shown(*store, "a") == "1:one");
  CHECK(outcome(store->commit(commitOf("a", 1, std::string_view("t\0o", 3)))) == "done");
  CHECK(shown(*store, "a") == std::string("2:t\0o", 5));
  CHECK(shown(*store, "b") == "1:");
  CHECK(*store->forget("a"));
  CHECK_FALSE(*store->forget("a"));
  CHECK(shown(*store, "a") == "0:");
  CHECK(store->figures()->conversations == 1);
}

TEST_CASE("a commit with another version does nothing at all", "[store]") {
  const StoreKind& kind = eachKind();
  INFO(kind.name);
  const Folder folder;
  const auto store = kind.open(folder);
  REQUIRE(outcome(store->commit(commitOf("a", 0, "one"))) == "done");
  for (const std::uint64_t wrong : {0u, 2u, 7u}) {
    Commit commit = commitOf("a", wrong, "wrong");
    commit.work = {workItem("w")};
    commit.log_entry = "{}";
    CHECK(outcome(store->commit(commit)) == "conflict");
  }
  CHECK(outcome(store->commit(commitOf("new", 3, "wrong"))) == "conflict");
  CHECK(shown(*store, "a") == "1:one");
  CHECK(shown(*store, "new") == "0:");
  CHECK(ids(store->work({})).empty());
  CHECK(entries(*store).empty());
}

TEST_CASE("a vault is kept and goes with its conversation", "[store]") {
  const StoreKind& kind = eachKind();
  INFO(kind.name);
  const Folder folder;
  const auto store = kind.open(folder);
  const auto vault = [&](const std::string& conversation) {
    return store->load(conversation)->vault;
  };
  Commit commit = commitOf("a", 0, "one");
  commit.vault = bytesOf(std::string_view("s\0\xFF", 3));
  commit.work = {workItem("w")};
  REQUIRE(outcome(store->commit(commit)) == "done");
  CHECK(vault("a") == commit.vault);
  CHECK(shown(*store, "a") == "1:one");
  CHECK(vault("b").empty());
  commit.expected_version = 7;
  commit.vault = bytesOf("other");
  REQUIRE(outcome(store->commit(commit)) == "conflict");
  CHECK(vault("a") == bytesOf(std::string_view("s\0\xFF", 3)));
  REQUIRE(outcome(store->commit(commitOf("a", 1, "two"))) == "done");
  CHECK(vault("a").empty());
  commit.expected_version = 2;
  REQUIRE(outcome(store->commit(commit)) == "done");
  REQUIRE(*store->forget("a"));
  CHECK(vault("a").empty());
  CHECK(ids(store->work({})) == "w");
}

TEST_CASE("work comes back as it was given, in the order asked for", "[store]") {
  const StoreKind& kind = eachKind();
  INFO(kind.name);
  const Folder folder;
  const auto store = kind.open(folder);
  WorkItem full = workItem("b");
  full.conversation = "Zoë \"x\"\n";
  full.index = 7;
  full.kind = WorkKind::kHold;
  full.priority = Priority::kUrgent;
  full.deadline_ms = 5'000;
  full.warn_ms = 4'000;
  full.otherwise_queue = "managers";
  full.otherwise = Otherwise::kRelease;
  full.hand_over = true;
  full.opened_by = "before";
  full.delivery = {DeliveryState::kPending, NoticeKind::kWarning, 3, 3'000};
  Commit commit = commitOf(full.conversation, 0, "m");
  commit.work = {full, workItem("a"), workItem("c")};
  commit.work[1].queue = "legal";
  REQUIRE(outcome(store->commit(commit)) == "done");
  CHECK(*store->workItem("b") == full);
  CHECK(*store->workItem("x") == std::nullopt);
  CHECK(ids(store->work({})) == "a b c");
  CHECK(ids(store->work({.limit = 2})) == "a b");
  CHECK(ids(store->work({.after_id = "a"})) == "b c");
  CHECK(ids(store->work({.queue = "legal"})) == "a");
  CHECK(ids(store->work({.conversation = full.conversation})) == "b");
  CHECK(ids(store->work({.state = WorkState::kAccepted})).empty());
  CHECK(ids(store->dueChanges(3'999, 10)).empty());
  CHECK(ids(store->dueChanges(4'000, 10)) == "b");
  CHECK(ids(store->dueDeliveries(999, 10)).empty());
  CHECK(ids(store->dueDeliveries(1'000, 1)) == "a");
  CHECK(ids(store->dueDeliveries(3'000, 10)) == "a c b");
  CHECK(store->figures()->work_items == 3);
}

TEST_CASE("work that is there already stays as it is", "[store]") {
  const StoreKind& kind = eachKind();
  INFO(kind.name);
  const Folder folder;
  const auto store = kind.open(folder);
  Commit commit = commitOf("c", 0, "");
  commit.work = {workItem("a")};
  REQUIRE(outcome(store->commit(commit)) == "done");
  WorkItem taken = workItem("a");
  taken.state = WorkState::kAccepted;
  REQUIRE(outcome(store->change({taken, {}})) == "done");
  commit.expected_version = 1;
  REQUIRE(outcome(store->commit(commit)) == "done");
  CHECK((*store->workItem("a"))->state == WorkState::kAccepted);
}

TEST_CASE("a work item changes once for each version, with what it opens", "[store]") {
  const StoreKind& kind = eachKind();
  INFO(kind.name);
  const Folder folder;
  const auto store = kind.open(folder);
  Commit commit = commitOf("c", 0, "");
  commit.work = {workItem("a")};
  commit.work[0].deadline_ms = 2'000;
  REQUIRE(outcome(store->commit(commit)) == "done");
  WorkItem expired = **store->workItem("a");
  expired.state = WorkState::kExpired;
  expired.changed_ms = 2'000;
  expired.delivery.state = DeliveryState::kDelivered;
  const WorkChange change{expired, workItem("b")};
  CHECK(outcome(store->change(change)) == "done");
  CHECK(outcome(store->change(change)) == "conflict");
  CHECK((*store->workItem("a"))->version == 2);
  CHECK((*store->workItem("a"))->state == WorkState::kExpired);
  CHECK(ids(store->dueChanges(9'000, 10)).empty());
  CHECK(ids(store->dueDeliveries(9'000, 10)) == "b");
  CHECK(outcome(store->change({workItem("none"), workItem("d")})) == "conflict");
  CHECK(ids(store->work({})) == "a b");
  CHECK(*store->pruneWork(2'000) == 0);
  CHECK(*store->pruneWork(2'001) == 1);
  CHECK(ids(store->work({})) == "b");
}

TEST_CASE("entries of the log wait in order until they are taken out", "[store]") {
  const StoreKind& kind = eachKind();
  INFO(kind.name);
  const Folder folder;
  const auto store = kind.open(folder);
  for (std::uint64_t i = 0; i < 4; ++i) {
    Commit commit = commitOf("c", i, "");
    commit.log_entry = "e" + std::to_string(i);
    REQUIRE(outcome(store->commit(commit)) == "done");
  }
  CHECK(entries(*store) == "e0 e1 e2 e3");
  CHECK(entries(*store, 2) == "e0 e1");
  const auto first = store->pendingLog(2);
  CHECK(store->dropLog(*first).ok());
  CHECK(store->dropLog(*first).ok());  // twice is once
  CHECK(entries(*store) == "e2 e3");
  CHECK(store->figures()->log_entries == 2);
}

TEST_CASE("of commits at the same time with the same version one is done", "[store][threads]") {
  const StoreKind& kind = eachKind();
  INFO(kind.name);
  const Folder folder;
  const auto store = kind.open(folder);
  const auto other = kind.durable ? kind.open(folder) : store;
  constexpr int kThreads = 4;
  constexpr int kCommits = 25;
  std::atomic<int> failures = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      Store& mine = t % 2 == 0 ? *store : *other;
      for (int done = 0; done < kCommits;) {
        const auto found = mine.load("c");
        Commit commit = commitOf("c", found ? found->version : 0, "m");
        commit.log_entry = std::to_string(t);
        const auto result = mine.commit(commit);
        if (!result) {
          ++failures;
          return;
        }
        if (*result == CommitOutcome::kDone) ++done;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(failures == 0);
  CHECK(shown(*store, "c") == std::to_string(kThreads * kCommits) + ":m");
  CHECK(store->pendingLog(1'000)->size() == kThreads * kCommits);
}

TEST_CASE("commits at the same time are each whole, and none does another's", "[store][threads]") {
  const StoreKind& kind = eachKind();
  INFO(kind.name);
  const Folder folder;
  const auto store = kind.open(folder);
  constexpr int kThreads = 8;
  constexpr int kEach = 25;
  std::atomic<int> shared_done = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        // One that takes effect, and one that all threads are after.
        Commit own = commitOf("own " + std::to_string(t), static_cast<std::uint64_t>(i), "r");
        own.log_entry = "e";
        own.work = {workItem("own-" + std::to_string(t) + "-" + std::to_string(i))};
        if (outcome(store->commit(own)) != "done") std::abort();
        Commit shared = commitOf("shared", static_cast<std::uint64_t>(i), std::to_string(t));
        shared.work = {workItem("shared-" + std::to_string(t) + "-" + std::to_string(i))};
        shared_done += outcome(store->commit(shared)) == "done" ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const int done = shared_done;
  CHECK(done >= 1);
  CHECK(shown(*store, "shared").starts_with(std::to_string(done) + ":"));
  for (int t = 0; t < kThreads; ++t)
    CHECK(shown(*store, "own " + std::to_string(t)) == std::to_string(kEach) + ":r");
  WorkQuery all;
  all.limit = 1'000;
  const auto items = store->work(all);
  REQUIRE(items.ok());
  CHECK(items->size() == static_cast<std::size_t>(kThreads * kEach + done));
  const auto pending = store->pendingLog(1'000);
  REQUIRE(pending.ok());
  CHECK(pending->size() == static_cast<std::size_t>(kThreads * kEach));
}

TEST_CASE("what a durable store has is there when it is opened again", "[store]") {
  const StoreKind& kind = eachKind();
  if (!kind.durable) return;
  INFO(kind.name);
  const Folder folder;
  {
    const auto store = kind.open(folder);
    Commit commit = commitOf("c", 0, "kept");
    commit.work = {workItem("a")};
    commit.log_entry = "e";
    REQUIRE(outcome(store->commit(commit)) == "done");
  }
  const auto store = kind.open(folder);
  CHECK(shown(*store, "c") == "1:kept");
  CHECK(ids(store->work({})) == "a");
  CHECK(entries(*store) == "e");
}

}  // namespace
}  // namespace decorum::test
