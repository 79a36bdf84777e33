// Redis alone: its URLs, servers that go away, clusters of several nodes.
#include <catch2/catch.hpp>
#include <set>

#include "tests/support/redis_server.h"
#include "tests/unit/memory/stores.h"
#include "tests/unit/store_redis/scripted_server.h"
#include "tools/store_redis/client.h"
#include "tools/store_redis/store_redis.h"

namespace decorum::test {
namespace {

Commit commitOf(std::string conversation, std::uint64_t expected) {
  Commit commit;
  commit.conversation = std::move(conversation);
  commit.expected_version = expected;
  commit.record = bytesOf("r");
  commit.log_entry = "e";
  commit.work = {workItem("of " + commit.conversation + std::to_string(expected))};
  commit.work[0].conversation = commit.conversation;
  return commit;
}

std::shared_ptr<Store> openedRedis(const std::string& url) {
  auto store = redis::openRedisStore(url);
  if (!store) FAIL(store.error());
  return std::move(*store);
}

TEST_CASE("addresses are read from URLs") {
  const auto read = [](const std::string& url) {
    const auto address = redis::parseAddress(url);
    if (!address) return address.error();
    return address->name() + " " + address->password + " " + std::to_string(address->database);
  };
  CHECK(read("redis://host") == "host:6379  0");
  CHECK(read("redis://host:1234/5") == "host:1234  5");
  CHECK(read("redis://:p@ss@host/") == "host:6379 p@ss 0");
  const std::string wrong = " is no URL of a Redis store: ";
  CHECK(read("redis:host") == "'redis:host'" + wrong + "it begins with redis://");
  CHECK(read("redis://") == "'redis://'" + wrong + "it names no host");
  CHECK(read("redis://a:0") == "'redis://a:0'" + wrong + "what follows ':' is no port");
  CHECK(read("redis://a/x") ==
        "'redis://a/x'" + wrong + "what follows '/' is no number of a database");
  CHECK(read("redis://p@a") == "'redis://p@a'" + wrong + "a password stands between ':' and '@'");
}

TEST_CASE("slots are those of Redis") {
  // As CLUSTER KEYSLOT gives them.
  CHECK(redis::slotOf("somekey") == 11058);
  CHECK(redis::slotOf("foo{hash_tag}") == 2515);
  CHECK(redis::slotOf("bar{hash_tag}") == 2515);
  CHECK(redis::slotOf("") == 0);
}

TEST_CASE("a server that is not there is an error at once") {
  std::string url;
  std::string shown;
  {
    const RedisServer server;
    url = server.url();
    shown = server.shownUrl();
  }
  const auto store = redis::openRedisStore(url);
  REQUIRE_FALSE(store.ok());
  CHECK(store.error() == "the store '" + shown + "' cannot be used: Connection refused");
}

TEST_CASE("a server with another schema is refused") {
  RedisServer server;
  (void)openedRedis(server.url());
  server.command({"SET", "decorum:schema", "9"});
  const auto store = redis::openRedisStore(server.url());
  REQUIRE_FALSE(store.ok());
  CHECK(store.error() == "the store '" + server.shownUrl() +
                             "' has schema 9, and this version of Decorum knows schema 1");
}

TEST_CASE("databases of a server are apart") {
  const RedisServer server;
  const auto first = openedRedis(server.url());
  const auto second = openedRedis(server.url("/3"));
  REQUIRE(*first->commit(commitOf("c", 0)) == CommitOutcome::kDone);
  CHECK(second->load("c")->version == 0);
}

TEST_CASE("a server that was killed has every commit that it answered for") {
  RedisServer server;
  const auto store = openedRedis(server.url());
  for (std::uint64_t i = 0; i < 5; ++i)
    REQUIRE(*store->commit(commitOf("c", i)) == CommitOutcome::kDone);
  server.kill();
  CHECK_FALSE(store->load("c").ok());
  CHECK_FALSE(store->commit(commitOf("c", 5)).ok());
  server.start();
  CHECK(store->load("c")->version == 5);
  CHECK(store->pendingLog(100)->size() == 5);
  CHECK(store->work({})->size() == 5);
  CHECK(*store->commit(commitOf("c", 5)) == CommitOutcome::kDone);
}

TEST_CASE("in a cluster each conversation is found at the node that has it") {
  RedisServer one(true);
  RedisServer two(true);
  one.command({"CLUSTER", "ADDSLOTSRANGE", "0", "8000"});
  two.command({"CLUSTER", "ADDSLOTSRANGE", "8001", "16383"});
  one.command({"CLUSTER", "MEET", "127.0.0.1", std::to_string(two.port())});
  for (const RedisServer* const node : {&one, &two})
    while (node->command({"CLUSTER", "INFO"}).find("cluster_state:ok") == std::string::npos) {
    }
  const auto by_one = openedRedis(one.url());
  const auto by_two = openedRedis(two.url());
  for (int i = 0; i < 100; ++i) {
    const std::string conversation = "c" + std::to_string(i);
    REQUIRE(*by_one->commit(commitOf(conversation, 0)) == CommitOutcome::kDone);
    REQUIRE(*by_two->commit(commitOf(conversation, 1)) == CommitOutcome::kDone);
    REQUIRE(*by_one->commit(commitOf(conversation, 1)) == CommitOutcome::kConflict);
  }
  CHECK(by_two->work({})->size() == 200);
  CHECK(by_one->pendingLog(1'000)->size() == 200);
  CHECK_FALSE(one.command({"RANDOMKEY"}).empty());
  CHECK_FALSE(two.command({"RANDOMKEY"}).empty());
}

using Heard = std::vector<std::string>;

std::string answerOf(redis::Client& client, const std::string& key) {
  const auto reply = client.command(key, {"GET", key});
  return reply ? std::string(redis::textOf(**reply)) : "error: " + reply.error();
}

TEST_CASE("a key on its way to another node is asked for there, once") {
  const ScriptedServer target([](const std::vector<std::string>& command) {
    return command[0] == "ASKING" ? "+OK\r\n" : "+moved on\r\n";
  });
  const std::string ask = "-ASK 11058 " + target.node() + "\r\n";
  const ScriptedServer home([&](const auto&) { return ask; });
  redis::Client client({"127.0.0.1", home.port(), "", 0}, {});
  CHECK(answerOf(client, "somekey") == "moved on");
  // Where the slot is has not changed: the next command begins at home again.
  CHECK(answerOf(client, "somekey") == "moved on");
  CHECK(home.heard() == Heard{"GET somekey", "GET somekey"});
  CHECK(target.heard() == Heard{"ASKING", "GET somekey", "ASKING", "GET somekey"});
}

TEST_CASE("a slot that has moved is looked for at its new node from then on") {
  const ScriptedServer target([](const auto&) { return "+here\r\n"; });
  const std::string moved = "-MOVED 11058 " + target.node() + "\r\n";
  const ScriptedServer home([&](const auto&) { return moved; });
  redis::Client client({"127.0.0.1", home.port(), "", 0}, {});
  CHECK(answerOf(client, "somekey") == "here");
  CHECK(answerOf(client, "somekey") == "here");
  CHECK(home.heard() == Heard{"GET somekey"});
  CHECK(target.heard() == Heard{"GET somekey", "GET somekey"});
}

TEST_CASE("nodes that send a command round in a circle are given up") {
  std::string ask;
  const ScriptedServer home([&](const std::vector<std::string>& command) {
    return command[0] == "ASKING" ? std::string("+OK\r\n") : ask;
  });
  ask = "-ASK 11058 :" + std::to_string(home.port()) + "\r\n";  // of itself, without its name
  redis::Client client({"127.0.0.1", home.port(), "", 0}, {});
  CHECK(answerOf(client, "somekey") == "error: the cluster sends one node to the next");
}

}  // namespace
}  // namespace decorum::test
