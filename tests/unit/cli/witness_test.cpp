// What `decorum witness` finds is pasted as tests into the policy, and they pass.

#include <catch2/catch.hpp>
#include <string>

#include "compiler/driver/backend.h"
#include "compiler/driver/compile.h"
#include "decorum/compile.h"
#include "runtime/engine/policy_impl.h"
#include "tools/cli/test_run.h"
#include "tools/cli/witness_text.h"

namespace decorum::cli {
namespace {

constexpr std::string_view kPolicy = R"(policy shop
facts customer { tier: one of basic, plus  age: int?  since: time?  tags: set of text }
signal mood of user: -1..1 when missing 0
tool refund { order: text key  amount: number } returns { done: bool  left: duration }
hours desk = mon..fri 09:00..17:00
phrases legal = "lawyer", "sue you"
pattern order_id = /\bORD-[0-9]{6}\b/
escalate threat on user when user mentions legal and mood < -0.5 and customer.tier == plus to people
escalate again on user when count(user mentions legal, last 10 minutes) >= 3 to people
escalate waits on timer when (user mentions legal) for 5 minutes to people
flag at_night on user when not (now within desk) and user mentions order_id
flag old on user when customer.since is known and now - customer.since > 30 days
flag tagged on user when customer.tags contains "vip" and words(user) > 12
redact cards on user, reply find pii.card
block repeated on tool_call when count(tool_call is refund, per refund.order) >= 3
flag failed on reply when not (refund.done default true) and reply mentions "sorry"
flag much on user when any money in user where it.amount > 1_000
flag seen on user when user mentions order_id
flag after_it on reply when previously flagged seen and turn >= 2
flag cared on user when user mentions all of "please", "help" unless customer.age default 0 < 18
)";

/// The policy with what was found for one rule pasted behind it: how many of its tests there are,
/// and what went wrong with them.
std::pair<std::size_t, std::string> pasted(const std::string& source, const std::string& text) {
  SourceSet sources;
  const FileId root = sources.add("pasted.decorum", source + "\n" + text);
  CompileResult compiled = compile(root, {}, sources);
  if (!compiled.plan) return {0, "does not compile: " + compiled.findings.front().message};
  const auto policy = makePolicy(*std::move(compiled.plan), Backend::kInterpreter);
  REQUIRE(policy);
  std::string wrong;
  for (const TestCase& test : compiled.tests)
    for (const Failure& failure : runTest(*policy, test))
      wrong += failure.expected + ": " + failure.found + "\n";
  return {compiled.tests.size(), wrong};
}

TEST_CASE("witnesses of every kind of condition pass as tests") {
  const std::string source(kPolicy);
  const Compilation compilation = compilePolicyText(source, "shop.decorum");
  REQUIRE(compilation.policy.has_value());
  const plan::Plan& plan = compilation.policy->impl().plan;
  for (std::uint32_t rule = 0; rule < plan.rules.size(); ++rule) {
    INFO(plan.rules[rule].name);
    const auto witness = findWitness(*compilation.policy, rule, 1, 20'000);
    REQUIRE(witness.has_value());
    CHECK(witness->nearly.has_value());
    const std::string text = witnessText(plan, plan.rules[rule], *witness);
    INFO(text);
    const auto [tests, wrong] = pasted(source, text);
    CHECK(tests == 2);
    CHECK(wrong == "");
  }
}

TEST_CASE("a rule that cannot fire has no witness") {
  const Compilation compilation = compilePolicyText(
      "policy shop\nflag never_so on user when words(user) > 3 and words(user) < 2\n",
      "shop.decorum");
  REQUIRE(compilation.policy.has_value());
  CHECK_FALSE(findWitness(*compilation.policy, 0, 1, 500).has_value());
}

}  // namespace
}  // namespace decorum::cli
