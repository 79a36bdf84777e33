// Services used by many threads, and by two processes' worth of services, at once.
#include <stdlib.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <thread>

#include "tests/support/random.h"
#include "tests/unit/engine/service_policies.h"

namespace decorum::test {
namespace {

constexpr int kThreads = 8;

void onThreads(const std::function<void(int)>& work) {
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) threads.emplace_back(work, t);
  for (std::thread& thread : threads) thread.join();
}

TEST_CASE("two services on one file do each event once, whoever is given it", "[threads]") {
  std::string folder = (std::filesystem::temp_directory_path() / "decorum-XXXXXX").string();
  REQUIRE(::mkdtemp(folder.data()) != nullptr);
  const Policy policy = servicePolicy();
  constexpr int kConversations = 6;
  constexpr int kEvents = 12;
  {
    const auto store = openedStore("sqlite:" + folder + "/s.sqlite");
    Service one(policy, store, {.answers = kEvents, .log = true});
    Service two(policy, openedStore("sqlite:" + folder + "/s.sqlite"),
                {.answers = kEvents, .log = true});
    std::atomic<int> judged = 0;
    std::atomic<int> wrong = 0;
    // Every thread gives every event, each in an order of its own.
    onThreads([&](int t) {
      Random random(static_cast<std::uint64_t>(t));
      std::vector<int> order;
      for (int i = 0; i < kConversations * kEvents; ++i) order.push_back(i);
      for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[random.below(i)]);
      for (const int number : order) {
        const std::string conversation = "c" + std::to_string(number % kConversations);
        const std::string id = "e" + std::to_string(number / kConversations);
        Service& mine = random.percent(50) ? one : two;
        const auto given = mine.give(conversation, id, at(1'000, user("lawyer " + id)));
        if (outcome(given) == "judged")
          ++judged;
        else if (outcome(given) != "repeated")
          ++wrong;
      }
    });
    CHECK(judged == kConversations * kEvents);
    CHECK(wrong == 0);
    CHECK(store->work({})->size() == kConversations * kEvents);
    CHECK(store->pendingLog(1'000)->size() == kConversations * kEvents);
    for (int c = 0; c < kConversations; ++c)
      CHECK(store->load("c" + std::to_string(c))->version == kEvents);
  }
  std::filesystem::remove_all(folder);
}

TEST_CASE("while policies change, each verdict is that of one of them alone", "[threads]") {
  const std::vector<Policy> policies = {statelessPolicy("one"), statelessPolicy("two"),
                                        statelessPolicy("three")};
  Service service(policies[0], openedStore("memory:"));
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  std::atomic<int> by_policy[3] = {};
  std::thread changer([&] {
    for (std::size_t next = 1; !done; ++next) {
      service.use(policies[next % policies.size()]);
      std::this_thread::yield();
    }
  });
  onThreads([&](int t) {
    const std::string conversation = "c" + std::to_string(t);
    for (int i = 0; i < 300; ++i) {
      const Event event = user(i % 3 == 0 ? "hello" : "my lawyer");
      const auto given = service.give(conversation, std::to_string(i), event);
      if (outcome(given) != "judged") {
        ++wrong;
        continue;
      }
      for (std::size_t p = 0; p < policies.size(); ++p) {
        if (policies[p].digest() != given->verdict.policy_digest) continue;
        ++by_policy[p];
        Conversation alone(policies[p], conversation);
        Verdict expected = alone.give(event);
        expected.index = static_cast<std::uint32_t>(i);
        expected.turn = static_cast<std::uint32_t>(i + 1);
        for (FiredRule& rule : expected.fired)
          for (Evidence& evidence : rule.evidence)
            evidence.events = {static_cast<std::uint32_t>(i)};
        if (toJson(expected) != toJson(given->verdict)) ++wrong;
      }
    }
  });
  done = true;
  changer.join();
  CHECK(wrong == 0);
  CHECK(by_policy[0] + by_policy[1] + by_policy[2] == kThreads * 300);
}

}  // namespace
}  // namespace decorum::test
