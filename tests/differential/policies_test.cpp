// Whole verdicts of random policies: both backends, and the policy read back from its bytes.

#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "decorum/compile.h"
#include "tests/support/random_policy.h"

namespace decorum::test {
namespace {

TEST_CASE("both backends give the same verdicts", "[differential]") {
#ifdef DECORUM_SANITIZED
  constexpr std::uint64_t kPolicies = 200;  // ten times slower
#else
  constexpr std::uint64_t kPolicies = 2'000;
#endif
  for (std::uint64_t seed = 0; seed < kPolicies; ++seed) {
    const PolicyCase sample = makePolicyCase(seed);
    const auto difference = differenceIn(sample);
    if (!difference) continue;
    const PolicyCase small = shrink(sample);
    FAIL("seed " << seed << ": " << differenceIn(small).value_or(*difference) << "\n"
                 << describe(small));
  }
}

TEST_CASE("bundles give the same verdicts", "[differential]") {
#ifdef DECORUM_SANITIZED
  constexpr std::uint64_t kPolicies = 60;
#else
  constexpr std::uint64_t kPolicies = 300;
#endif
  for (std::uint64_t seed = 0; seed < kPolicies; ++seed) {
    const PolicyCase sample = makePolicyCase(seed);
    if (!differenceInBundle(sample)) continue;
    const auto differs = [](const PolicyCase& smaller) {
      return differenceInBundle(smaller).has_value();
    };
    const PolicyCase small = shrink(sample, differs);
    FAIL("seed " << seed << ": " << differenceInBundle(small).value_or("") << "\n"
                 << describe(small));
  }
}

TEST_CASE("scores that are left out decide as those that are made", "[differential]") {
  std::size_t with_seen = 0, verdicts = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const PolicyCase sample = makePolicyCase(seed);
    const Compilation compilation = compilePolicyText(sample.policy(), "sample.decorum");
    REQUIRE(compilation.policy.has_value());
    ConversationOptions watching;  // all scores are made
    watching.seen = true;
    Conversation sparing(*compilation.policy, "c-1"), watched(*compilation.policy, "c-1", watching);
    for (const Event& event : sample.events) {
      const Verdict spare = sparing.give(event);
      Verdict all = watched.give(event);
      with_seen += all.seen.empty() ? 0 : 1;
      all.seen.clear();
      INFO("seed " << seed << ", event " << spare.index << "\n" << describe(sample));
      REQUIRE(toJson(spare) == toJson(all));
      ++verdicts;
    }
  }
  CHECK(verdicts > 1'000);
  CHECK(with_seen > 500);
}

TEST_CASE("random policies compile, and everything that can happen does", "[differential]") {
  std::set<std::string> seen;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    const PolicyCase sample = makePolicyCase(seed);
    const Compilation compilation = compilePolicyText(sample.policy(), "sample.decorum");
    INFO(describe(sample));
    REQUIRE(compilation.policy.has_value());
    Conversation conversation(*compilation.policy, "c-1");
    for (const Event& event : sample.events) {
      const Verdict verdict = conversation.give(event);
      seen.insert(name(verdict.disposition));
      for (const FiredRule& rule : verdict.fired) {
        seen.insert(name(rule.kind));
        if (rule.by_fault) seen.insert("fired by a fault");
      }
      for (const Fault& fault : verdict.faults) {
        seen.insert(fault.fault);
        if (!fault.rules.empty()) seen.insert("fault that decided a rule");
      }
      if (!verdict.shadow.empty()) seen.insert("shadow");
      if (!verdict.edits.empty()) seen.insert("edit");
      if (!verdict.disclosures.empty()) seen.insert("disclosure");
    }
  }
  for (const char* what :
       {"pass", "clarify", "retry", "hold", "block", "escalate", "redact", "disclose", "flag",
        "fired by a fault", "fault that decided a rule", "shadow", "edit", "disclosure",
        "missing_fact", "wrong_type", "out_of_range", "unknown_tool", "overflow"}) {
    INFO(what);
    CHECK(seen.contains(what));
  }
}

TEST_CASE("a policy is shrunk to what matters", "[differential]") {
  // As if the length of a text were counted wrongly.
  const auto isWrong = [](const PolicyCase& sample) {
    for (const RuleText& rule : sample.rules) {
      if (rule.when && rule.when->text().find("length(user)") != std::string::npos) return true;
    }
    return false;
  };
  std::uint64_t seed = 0;
  while (!isWrong(makePolicyCase(seed))) ++seed;
  const PolicyCase small = shrink(makePolicyCase(seed), isWrong);
  REQUIRE(small.rules.size() == 1);
  CHECK(small.events.size() == 1);
  CHECK(small.rules[0].when->joint.empty());
  CHECK_FALSE(small.rules[0].unless.has_value());
  CHECK(small.rules[0].clauses.empty());
}

}  // namespace
}  // namespace decorum::test
