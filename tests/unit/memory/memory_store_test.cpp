// What the store in memory does on its own, and how stores are opened.
#include <catch2/catch.hpp>
#include <fstream>

#include "tests/unit/memory/stores.h"

namespace decorum::test {
namespace {

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

TEST_CASE("in memory the conversation not touched for longest goes first", "[store]") {
  const auto store = opened("memory:", {.memory_conversations = 3});
  for (const char* id : {"a", "b", "c"})
    REQUIRE(outcome(store->commit(commitOf(id, 0, id))) == "done");
  CHECK(shown(*store, "a") == "1:a");                                // touched by reading
  REQUIRE(outcome(store->commit(commitOf("b", 1, "B"))) == "done");  // and by writing
  REQUIRE(outcome(store->commit(commitOf("d", 0, "d"))) == "done");
  CHECK(shown(*store, "c") == "0:");
  CHECK(store->figures()->evicted == 1);
  REQUIRE(outcome(store->commit(commitOf("e", 0, "e"))) == "done");
  CHECK(shown(*store, "a") == "0:");
  CHECK(shown(*store, "b") == "2:B");
  CHECK(shown(*store, "d") == "1:d");
  CHECK(store->figures()->conversations == 3);
  CHECK(store->figures()->evicted == 2);
}

TEST_CASE("in memory thousands of conversations come and go", "[store]") {
  const auto store = opened("memory:", {.memory_conversations = 1'000});
  for (int i = 0; i < 5'000; ++i) {
    const std::string id = "conversation-" + std::to_string(i);
    REQUIRE(outcome(store->commit(commitOf(id, 0, id))) == "done");
    if (i % 3 == 0) REQUIRE(*store->forget(id));
  }
  std::uint64_t there = 0;
  for (int i = 0; i < 5'000; ++i) {
    const std::string id = "conversation-" + std::to_string(i);
    const std::string found = shown(*store, id);
    if (found == "1:" + id)
      ++there;
    else
      REQUIRE(found == "0:");
    if (i >= 3'501) REQUIRE((found == "0:") == (i % 3 == 0));
  }
  CHECK(there == 1'000);
  CHECK(store->figures()->conversations == 1'000);
}

TEST_CASE("a store that cannot be opened says why", "[store]") {
  const Folder folder;
  const auto why = [](const std::string& url, const StoreOptions& options = {}) {
    const auto store = openStore(url, options);
    return store ? std::string("opened") : store.error();
  };
  CHECK(why("") == "a store needs a URL or a folder");
  CHECK(why("redis://localhost") ==
        "'redis://localhost' names no kind of store; there are memory:, sqlite:PATH, the path of a "
        "folder");
  CHECK(why("memory:x") == "'memory:x': nothing is said after 'memory:'");
  CHECK(why("sqlite:") == "'sqlite:': a path is wanted after 'sqlite:'");
  const std::string nowhere = folder.path("no/such/file");
  CHECK(why("sqlite:" + nowhere) ==
        "the store '" + nowhere + "' cannot be used: unable to open database file");
  const std::string text = folder.path("text");
  std::ofstream(text) << "This is a text, and longer than a header of a database would ever be, so "
                         "that it is read as one and refused for what it says.\n";
  CHECK(why("sqlite:" + text) == "the store '" + text + "' cannot be used: file is not a database");
  CHECK(why(text).find("cannot be used") != std::string::npos);
  StoreOptions options;
  options.openers.push_back({"other", [](const std::string& url) {
                               return Result<std::unique_ptr<Store>, std::string>("no " + url);
                             }});
  CHECK(why("other:1", options) == "no other:1");
  CHECK(why("another:1", options).ends_with("the path of a folder, other:…"));
}

}  // namespace
}  // namespace decorum::test
