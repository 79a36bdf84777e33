// What explanations show as enough, for random verdicts: whatever is left out may be as it likes,
// and nothing that is shown may be left out. The reference tries all there is.

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "decorum/compile.h"
#include "runtime/engine/seen.h"
#include "tests/support/random.h"
#include "tests/support/random_policy.h"

namespace decorum::test {
namespace {

using engine::ConditionAnswer;
using engine::RuleAnswer;
using eval::Truth;
using Kind = plan::Condition::Kind;

constexpr std::size_t kFreeAtMost = 9;  // 3^9 ways to try

Truth join(Kind kind, Truth a, Truth b) {
  const Truth strong = kind == Kind::kAnd ? Truth::kFalse : Truth::kTrue;
  if (a == strong || b == strong) return strong;
  return a == Truth::kUnknown || b == Truth::kUnknown ? Truth::kUnknown : a;
}

/// The guard by the tree as it is listed, where leaf `i` is `leaves[i]`. `at` moves on.
Truth evaluate(const RuleAnswer& rule, const std::vector<Truth>& leaves, std::size_t& at) {
  const std::size_t self = at++;
  const ConditionAnswer& condition = rule.conditions[self];
  if (condition.kind == Kind::kLeaf) return leaves[self];
  Truth result = Truth::kUnknown;
  bool is_first = true;
  while (at < rule.conditions.size() && rule.conditions[at].depth == condition.depth + 1) {
    const Truth child = evaluate(rule, leaves, at);
    result = is_first ? child : join(condition.kind, result, child);
    is_first = false;
  }
  if (condition.kind != Kind::kNot || result == Truth::kUnknown) return result;
  return result == Truth::kTrue ? Truth::kFalse : Truth::kTrue;
}

Truth evaluate(const RuleAnswer& rule, const std::vector<Truth>& leaves) {
  std::size_t at = 0;
  return evaluate(rule, leaves, at);
}

/// Whether the guard is the same for all that the leaves in `free` may be.
bool isSettled(const RuleAnswer& rule, std::vector<Truth> leaves,
               const std::vector<std::size_t>& free) {
  const Truth wanted = evaluate(rule, leaves);
  std::size_t ways = 1;
  for (std::size_t i = 0; i < free.size(); ++i) ways *= 3;
  for (std::size_t way = 0; way < ways; ++way) {
    std::size_t rest = way;
    for (const std::size_t leaf : free) {
      leaves[leaf] = static_cast<Truth>(rest % 3);
      rest /= 3;
    }
    if (evaluate(rule, leaves) != wanted) return false;
  }
  return true;
}

struct Counts {
  std::size_t rules = 0, too_large = 0, left_out = 0;
};

void check(const RuleAnswer& rule, Counts& counts) {
  std::vector<Truth> leaves;
  std::vector<std::size_t> shown, free;
  for (std::size_t i = 0; i < rule.conditions.size(); ++i) {
    const ConditionAnswer& condition = rule.conditions[i];
    leaves.push_back(condition.truth);
    if (condition.kind == Kind::kLeaf) (condition.decided ? shown : free).push_back(i);
  }
  if (evaluate(rule, leaves) != rule.guard) return;  // a setting settled it
  ++counts.rules;
  counts.left_out += free.size();
  if (free.size() >= kFreeAtMost) {
    ++counts.too_large;
    Random random(counts.rules);
    for (int way = 0; way < 300; ++way) {
      std::vector<Truth> other = leaves;
      for (const std::size_t leaf : free) other[leaf] = static_cast<Truth>(random.below(3));
      CHECK(evaluate(rule, other) == rule.guard);
    }
    return;
  }
  CHECK(isSettled(rule, leaves, free));
  for (const std::size_t dropped : shown) {
    std::vector<std::size_t> more = free;
    more.push_back(dropped);
    CHECK_FALSE(isSettled(rule, leaves, more));
  }
  std::vector<Truth> flipped = leaves;
  for (const auto& [leaf, to] : rule.flips) flipped[leaf] = to ? Truth::kTrue : Truth::kFalse;
  CHECK(evaluate(rule, flipped) == (rule.guard == Truth::kTrue ? Truth::kFalse : Truth::kTrue));
  CHECK_FALSE(rule.flips.empty());
}

TEST_CASE("what an explanation shows is enough, and none of it is too much", "[differential]") {
  Counts counts;
  std::size_t verdicts = 0;
  for (std::uint64_t seed = 0; verdicts < 1'000; ++seed) {
    const PolicyCase sample = makePolicyCase(seed);
    const Compilation compilation = compilePolicyText(sample.policy(), "sample.decorum");
    REQUIRE(compilation.policy.has_value());
    ConversationOptions options;
    options.seen = true;
    Conversation conversation(*compilation.policy, "c-1", options);
    for (const Event& event : sample.events) {
      const Verdict verdict = conversation.give(event);
      ++verdicts;
      for (const RuleAnswer& rule :
           engine::answer(*compilation.policy, verdict.event, verdict.seen)) {
        if (rule.conditions.empty()) continue;
        INFO("seed " << seed << ", event " << verdict.index << ", rule " << rule.rule);
        check(rule, counts);
      }
    }
  }
  INFO(counts.rules << " rules, " << counts.too_large << " with too many leaves to try all");
  CHECK(counts.rules > 2'000);
  CHECK(counts.left_out > 1'000);
  CHECK(counts.too_large * 4 < counts.rules);
}

}  // namespace
}  // namespace decorum::test
