// What an event can take at most, held to what it takes: kind by kind, for the examples under texts
// made of what they look for, and for random policies. (Operations are not counted while events are
// judged: cost_test.cpp holds their bound.)

#include "runtime/engine/worst_case.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "decorum/compile.h"
#include "runtime/base/utf8.h"
#include "runtime/engine/policy_impl.h"
#include "runtime/text/fold.h"
#include "tests/support/hostile_texts.h"
#include "tests/support/random_policy.h"

namespace decorum::test {
namespace {

constexpr EventKind kKinds[] = {EventKind::kUser,       EventKind::kDocument, EventKind::kToolCall,
                                EventKind::kToolResult, EventKind::kReply,    EventKind::kTimer,
                                EventKind::kClose};

/// By kind of effort: the most of its bound that was ever taken.
using Reached = std::array<double, kEffortKinds>;

/// Without events beside the one that is looked at.
ConversationOptions alone() {
  ConversationOptions options;
  options.counterfactuals = false;
  return options;
}

Effort countedBy(const Policy& policy) { return (*policy.impl().workspaces.lease()).counted(); }

/// Whether an event took no more of anything than it can; what it took too much of is told.
void hold(const Effort& taken, const engine::WorstCase& worst, EventKind kind, Reached& reached) {
  const Effort most = worst.of(kind);
  const bool is_looked_at = !worst.events[static_cast<std::size_t>(kind)].empty();
  for (std::size_t i = 0; i < kEffortKinds; ++i) {
    if (!is_looked_at || taken.counts[i] == 0) continue;
    INFO(name(kind) << ": " << nameOfOne(static_cast<EffortKind>(i)));
    CHECK(taken.counts[i] <= most.counts[i]);
    reached[i] = std::max(
        reached[i], static_cast<double>(taken.counts[i]) / static_cast<double>(most.counts[i]));
  }
}

void holdExample(const std::string& path, std::size_t bytes, Reached& reached) {
  const Compilation compilation = compilePolicyFile(path);
  INFO(path << "\n" << toText(compilation.findings));
  REQUIRE(compilation.policy.has_value());
  const Policy& policy = *compilation.policy;
  const plan::Plan& plan = policy.impl().plan;
  const engine::WorstCase worst = engine::worstCaseOf(plan, bytes);
  for (const HostileText& hostile : hostileTexts(plan, bytes)) {
    Conversation conversation(policy, "c-1", alone());
    for (const EventKind kind : kKinds) {
      Event event;
      event.kind = kind;
      if (kind != EventKind::kTimer && kind != EventKind::kClose) event.text = hostile.text;
      if (kind == EventKind::kToolCall || kind == EventKind::kToolResult)
        event.tool = plan.tools.empty() ? "t" : plan.tools.front().called;
      const Effort before = countedBy(policy);
      conversation.give(event);
      INFO(hostile.what);
      hold(countedBy(policy).since(before), worst, kind, reached);
    }
  }
}

std::size_t bytesOf(const Event& event) {
  std::size_t bytes = 1;
  const auto see = [&](const std::string& text) {
    const std::string repaired = utf8::repaired(text);
    text::Folded folded;
    text::fold(repaired, folded);
    bytes = std::max({bytes, text.size(), repaired.size(), folded.text.size()});
  };
  see(event.text);
  if (event.arguments) see(event.arguments->toJson());
  return bytes;
}

TEST_CASE("no event under an example takes more than its bound", "[differential]") {
  Reached reached{};
  for (const char* path : {"examples/shop/policy.decorum", "examples/bank/policy.decorum",
                           "examples/clinic/policy.decorum", "examples/airline/policy.decorum",
                           "examples/embedding/support.decorum", "examples/tau/airline.decorum",
                           "examples/tau/retail.decorum"}) {
    holdExample(path, 4096, reached);
    holdExample(path, 300, reached);
  }
  // Or the bounds would say nothing.
  for (const EffortKind kind :
       {EffortKind::kAsciiByte, EffortKind::kUnicodeByte, EffortKind::kScannedByte,
        EffortKind::kOperator, EffortKind::kPlace, EffortKind::kStem}) {
    INFO(nameOfOne(kind));
    CHECK(reached[static_cast<std::size_t>(kind)] > 0.3);
  }
}

TEST_CASE("no event of a random policy takes more than its bound", "[differential]") {
#ifdef __SANITIZE_ADDRESS__
  constexpr std::uint64_t kPolicies = 60;
#else
  constexpr std::uint64_t kPolicies = 600;
#endif
  Reached reached{};
  for (std::uint64_t seed = 0; seed < kPolicies; ++seed) {
    const PolicyCase sample = makePolicyCase(seed);
    const Compilation compilation = compilePolicyText(sample.policy(), "sample.decorum");
    REQUIRE(compilation.policy.has_value());
    const Policy& policy = *compilation.policy;
    std::size_t bytes = 1;
    for (const Event& event : sample.events) bytes = std::max(bytes, bytesOf(event));
    const engine::WorstCase worst = engine::worstCaseOf(policy.impl().plan, bytes);
    Conversation conversation(policy, "c-1", alone());
    for (const Event& event : sample.events) {
      const Effort before = countedBy(policy);
      conversation.give(event);
      INFO("seed " << seed << "\n" << describe(sample));
      hold(countedBy(policy).since(before), worst, event.kind, reached);
    }
  }
}

}  // namespace
}  // namespace decorum::test
