/// Native code takes over while conversations go on.
#include <atomic>
#include <catch2/catch.hpp>
#include <latch>
#include <thread>

#include "compiler/codegen/tiers.h"
#include "decorum/compile.h"
#include "runtime/engine/policy_impl.h"
#include "runtime/plan/serialize.h"

namespace decorum::test {
namespace {

using State = NativeCode::State;

std::string manyRules() {
  std::string text = "policy many\nfacts customer { age: int?  score: int }\n";
  for (int i = 0; i < 300; ++i) {
    const std::string number = std::to_string(i);
    text += "flag rule" + number + "\n  on user\n  when customer.score > " + number +
            " and (customer.age default 30) < " + std::to_string(20 + i % 50) + "\n  as seen\n";
  }
  return text;
}

Policy compiled(Backend backend) {
  CompileOptions options;
  options.backend = backend;
  auto made = compilePolicyText(manyRules(), "many.decorum", options);
  REQUIRE(made.policy.has_value());
  return *made.policy;
}

std::string judged(const Policy& policy, int number) {
  Conversation conversation(policy, "c-" + std::to_string(number));
  std::string verdicts;
  for (int turn = 0; turn < 4; ++turn) {
    Event event;
    event.text = "hello";
    Value::Object customer{{"score", (7 * number + 60 * turn) % 320}};
    if (turn % 2 == 0) customer.emplace_back("age", 18 + number);
    event.facts = {{"customer", std::move(customer)}};
    verdicts += toJson(conversation.give(event)) + '\n';
  }
  return verdicts;
}

constexpr int kConversations = 8;

std::vector<std::string> expectedVerdicts() {
  const Policy policy = compiled(Backend::kInterpreter);
  std::vector<std::string> all;
  for (int i = 0; i < kConversations; ++i) all.push_back(judged(policy, i));
  return all;
}

TEST_CASE("no answer changes when native code takes over under load", "[threads]") {
  const std::vector<std::string> expected = expectedVerdicts();
  const Policy policy = compiled(Backend::kAuto);
  std::atomic<int> different = 0;
  const auto judgeAll = [&] {
    for (int i = 0; i < kConversations; ++i)
      if (judged(policy, i) != expected[static_cast<std::size_t>(i)]) ++different;
  };
  std::vector<std::thread> threads;
  for (int t = 0; t < 2; ++t) {
    threads.emplace_back([&] {
      do judgeAll();
      while (nativeCode(policy).state == State::kBeingMade);
      judgeAll();
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(different == 0);
  CHECK(nativeCode(policy).state == State::kReady);
  CHECK(nativeCode(policy).problem.empty());
}

TEST_CASE("a policy that ends while its code is made waits for no more than it must", "[threads]") {
  for (int i = 0; i < 3; ++i) {
    const Policy policy = compiled(Backend::kAuto);
    Policy copy = policy;
    static_cast<void>(judged(copy, i));
  }
  const Policy policy = compiled(Backend::kAuto);
  CHECK(awaitNativeCode(policy).state == State::kReady);
}

/// Tiers over a plan without rules, whose code is made by `maker`.
struct Sample {
  explicit Sample(codegen::CodeMaker maker) : tiers(branches, std::move(maker)) {}
  plan::Plan plan;
  eval::Interpreter interpreter{plan};
  eval::BranchEvaluator branches{interpreter};
  codegen::Tiers tiers;
};

TEST_CASE("branches decide until native code is there", "[threads]") {
  std::latch go(1);
  const eval::Evaluator* native = nullptr;
  plan::Plan plan;
  const eval::Interpreter interpreter(plan);
  Sample sample([&](const std::stop_token&) -> Result<codegen::Native, std::string> {
    go.wait();
    auto made = std::make_unique<eval::BranchEvaluator>(interpreter);
    native = made.get();
    return codegen::Native{std::move(made), "not kept"};
  });
  sample.tiers.makeBeside();
  CHECK(&sample.tiers.now() == &sample.branches);
  CHECK(sample.tiers.code().state == State::kBeingMade);
  go.count_down();
  const NativeCode code = sample.tiers.awaitCode();
  CHECK(code.state == State::kReady);
  CHECK(code.problem == "not kept");
  CHECK(&sample.tiers.now() == native);
}

TEST_CASE("branches go on where no code can be made", "[threads]") {
  const auto fails = [](const std::stop_token&) -> Result<codegen::Native, std::string> {
    return std::string("too hot");
  };
  const auto throws = [](const std::stop_token&) -> Result<codegen::Native, std::string> {
    throw std::bad_alloc();
  };
  for (const codegen::CodeMaker& maker : {codegen::CodeMaker(fails), codegen::CodeMaker(throws)}) {
    Sample sample(maker);
    sample.tiers.makeBeside();
    const NativeCode code = sample.tiers.awaitCode();
    CHECK(code.state == State::kFailed);
    CHECK(code.problem.find("no native code: ") == 0);
    CHECK(&sample.tiers.now() == &sample.branches);
  }
}

TEST_CASE("the maker is told to stop when its policy ends", "[threads]") {
  bool was_stopped = false;
  {
    Sample sample([&](const std::stop_token& stop) -> Result<codegen::Native, std::string> {
      std::latch stopped(1);
      const std::stop_callback told(stop, [&] { stopped.count_down(); });
      stopped.wait();
      was_stopped = true;
      return std::string("stopped");
    });
    sample.tiers.makeBeside();
  }
  CHECK(was_stopped);
}

}  // namespace
}  // namespace decorum::test
