/// One policy, many threads.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "tests/unit/engine/policy_builder.h"

namespace decorum::test {
namespace {

Policy busyPolicy() {
  PolicyBuilder b;
  const auto lawyer = b.phrases({"lawyer", "attorney"});
  const auto card = b.phrases({"4111 1111"});
  b.scan(EventKind::kUser, card);
  auto& block = b.rule("block", RuleKind::kBlock, on(EventKind::kReply),
                       b.mentions(EventKind::kUser, lawyer));
  block.say = {b.message("No.")};
  block.frequency = plan::Frequency::kEveryTurns;
  block.frequency_count = 2;
  b.rule("redact", RuleKind::kRedact, on(EventKind::kUser)).finds = {{card, "card", plan::kNone}};
  return b.build();
}

std::string judged(const Policy& policy, int number) {
  Conversation conversation(policy, "c-" + std::to_string(number));
  std::string verdicts;
  for (int turn = 0; turn < 20; ++turn) {
    const bool legal = (number + turn) % 3 == 0;
    verdicts += toJson(conversation.give(user(legal ? "my lawyer" : "pay 4111 1111"))) + '\n';
    verdicts += toJson(conversation.give(reply("I see"))) + '\n';
  }
  return verdicts;
}

TEST_CASE("threads that share a policy judge as one alone does", "[threads]") {
  const Policy policy = busyPolicy();
  std::vector<std::string> expected;
  for (int i = 0; i < 16; ++i) expected.push_back(judged(policy, i));
  std::atomic<int> different = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = t; i < 16; i += 2) {  // each conversation on two threads, apart
        if (judged(policy, i) != expected[static_cast<std::size_t>(i)]) ++different;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(different == 0);
}

TEST_CASE("conversations outlive the policy handle they were made from", "[threads]") {
  auto conversation = [] {
    const Policy policy = busyPolicy();
    return Conversation(policy, "c");
  }();
  Conversation moved = std::move(conversation);
  CHECK(fired(moved.give(user("pay 4111 1111"))) == "redact");
}

}  // namespace
}  // namespace decorum::test
