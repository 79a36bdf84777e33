// Files that are not ours, or of another version.
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "runtime/memory/sqlite_schema.h"
#include "runtime/memory/sqlite_writer.h"
#include "tests/unit/memory/stores.h"

namespace decorum::test {
namespace {

void runSql(const std::string& path, const std::string& sql) {
  const sqlite::Connection connection = sqlite::connect(path, 1'000);
  REQUIRE(sqlite::execute(connection.get(), sql));
}

TEST_CASE("a database of another program is refused, and stays as it is", "[store]") {
  const Folder folder;
  const std::string path = folder.path("other.sqlite");
  runSql(path, "CREATE TABLE theirs (x)");
  const auto store = openStore("sqlite:" + path);
  REQUIRE_FALSE(store.ok());
  CHECK(store.error() ==
        "the store '" + path + "' cannot be used: it is a database of another program");
  runSql(path, "INSERT INTO theirs VALUES (1)");
  CHECK_FALSE(std::filesystem::exists(path + "-wal"));
}

TEST_CASE("a store of another schema is refused", "[store]") {
  const Folder folder;
  const std::string path = folder.path("s.sqlite");
  (void)opened("sqlite:" + path);
  runSql(path, "PRAGMA user_version = 99");
  const auto store = openStore("sqlite:" + path);
  REQUIRE_FALSE(store.ok());
  CHECK(store.error() ==
        "the store '" + path + "' has schema 99, and this version of Decorum knows schema 2");
}

TEST_CASE("a store of the schema before is taken over as it is", "[store]") {
  const Folder folder;
  const std::string path = folder.path("s.sqlite");
  {
    const auto store = opened("sqlite:" + path);
    Commit commit;
    commit.conversation = "c";
    commit.record = bytesOf("r");
    REQUIRE(store->commit(commit).ok());
  }
  runSql(path, "ALTER TABLE conversation DROP COLUMN vault; PRAGMA user_version = 1");
  const auto store = opened("sqlite:" + path);
  const auto found = store->load("c");
  REQUIRE(found.ok());
  CHECK(found->version == 1);
  CHECK(found->record == bytesOf("r"));
  CHECK(found->vault.empty());
  Commit commit;
  commit.conversation = "c";
  commit.expected_version = 1;
  commit.vault = bytesOf("v");
  REQUIRE(store->commit(commit).ok());
  CHECK(store->load("c")->vault == bytesOf("v"));
}

TEST_CASE("a store that another process holds on to is an error, and works again after",
          "[store]") {
  const Folder folder;
  const std::string path = folder.path("s.sqlite");
  const auto store = opened("sqlite:" + path, {.busy_ms = 1});
  const sqlite::Connection other = sqlite::connect(path, 1);
  REQUIRE(sqlite::execute(other.get(), "BEGIN IMMEDIATE"));
  Commit commit;
  commit.conversation = "c";
  const auto refused = store->commit(commit);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error() == "the store '" + path + "' cannot be used: database is locked");
  CHECK(store->load("c").ok());  // readers do not wait for a writer
  REQUIRE(sqlite::execute(other.get(), "ROLLBACK"));
  CHECK(store->commit(commit).ok());
}

TEST_CASE("a damaged work item is an error, not a wrong item", "[store]") {
  const Folder folder;
  const std::string path = folder.path("s.sqlite");
  const auto store = opened("sqlite:" + path);
  Commit commit;
  commit.conversation = "c";
  commit.work = {workItem("a")};
  REQUIRE(store->commit(commit).ok());
  runSql(path, "UPDATE work SET item = replace(item, 'open', 'ajar')");
  const auto items = store->work({});
  REQUIRE_FALSE(items.ok());
  CHECK(items.error() == "the store '" + path + "': 'state' of a work item is damaged");
}

int countCommits(void* count) {
  ++*static_cast<int*>(count);
  return 0;
}

/// Adds an entry to the log, and then comes out as `step`.
sqlite::GroupWriter::Change adding(std::string_view entry, sqlite::Step step) {
  return [entry, step](sqlite::Writer& to) {
    return to.add_log.begin().bind(entry).run() ? step : sqlite::Step::kFailed;
  };
}

TEST_CASE("what waits while another writes is one transaction, and each change is undone alone",
          "[store][threads]") {
  const Folder folder;
  const std::string path = folder.path("s.sqlite");
  sqlite::GroupWriter writer;
  REQUIRE(writer.open(path, 1'000) == "");
  int commits = 0;
  std::vector<std::thread> threads;
  const auto enter = [&](std::string_view entry, sqlite::Step step) {
    threads.emplace_back([&, entry, step] {
      if (writer.write(adding(entry, step)).step != step) std::abort();
    });
  };
  // The first change does not end before all others have come.
  const auto first = writer.write([&](sqlite::Writer& to) {
    sqlite3_commit_hook(to.connection.get(), countCommits, &commits);
    enter("a", sqlite::Step::kDone);
    enter("refused", sqlite::Step::kStopped);
    enter("b", sqlite::Step::kDone);
    enter("failed", sqlite::Step::kFailed);
    enter("c", sqlite::Step::kDone);
    while (writer.waiting() < 5) std::this_thread::yield();
    return sqlite::Step::kDone;
  });
  CHECK(first.step == sqlite::Step::kDone);
  for (std::thread& thread : threads) thread.join();
  CHECK(commits == 2);
  std::vector<std::string> kept;
  const auto pending = opened("sqlite:" + path)->pendingLog(10);
  for (const PendingEntry& entry : *pending) {
    kept.push_back(entry.entry);
  }
  std::sort(kept.begin(), kept.end());
  CHECK(kept == std::vector<std::string>{"a", "b", "c"});
}

TEST_CASE("where the transaction cannot be made, all that wait are told", "[store][threads]") {
  const Folder folder;
  const std::string path = folder.path("s.sqlite");
  sqlite::GroupWriter writer;
  REQUIRE(writer.open(path, 1) == "");
  const sqlite::Connection other = sqlite::connect(path, 1);
  REQUIRE(sqlite::execute(other.get(), "BEGIN IMMEDIATE"));
  std::atomic<int> told = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      const auto outcome = writer.write(adding("e", sqlite::Step::kDone));
      const bool is_told = outcome.step == sqlite::Step::kFailed &&
                           outcome.failure.ends_with("cannot be used: database is locked");
      told += is_told ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(told == 4);
  REQUIRE(sqlite::execute(other.get(), "ROLLBACK"));
  CHECK(writer.write(adding("e", sqlite::Step::kDone)).step == sqlite::Step::kDone);
}

}  // namespace
}  // namespace decorum::test
