// The order of rules in a policy changes nothing but the last tie, in whole verdicts.

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "compiler/driver/test_keys.h"
#include "decorum/compile.h"
#include "tests/support/random.h"
#include "tests/support/random_policy.h"

namespace decorum::test {
namespace {

using Verdicts = std::vector<Verdict>;

Verdicts judge(const PolicyCase& sample) {
  const Compilation compilation = compilePolicyText(sample.policy(), "sample.decorum");
  INFO(describe(sample));
  REQUIRE(compilation.policy.has_value());
  ConversationOptions options;
  options.vault = keysOfTests();
  Conversation conversation(*compilation.policy, "c-1", options);
  Verdicts verdicts;
  for (const Event& event : sample.events) verdicts.push_back(conversation.give(event));
  return verdicts;
}

/// Without what a policy's text alone decides: places in it, and its digest.
Verdict withoutPlaces(Verdict verdict) {
  verdict.policy_digest.clear();
  for (auto* rules : {&verdict.fired, &verdict.shadow}) {
    for (FiredRule& rule : *rules) {
      for (Evidence& evidence : rule.evidence) evidence.at = {};
    }
  }
  return verdict;
}

/// Without what a tie can decide: whose words and clauses are taken, and who is named for them.
Verdict withoutTies(Verdict verdict) {
  verdict = withoutPlaces(std::move(verdict));
  verdict.text.reset();
  verdict.hold.reset();
  verdict.retry.reset();
  verdict.disclosures.clear();
  for (Edit& edit : verdict.edits) edit.rule = edit.detector = edit.replacement = "";
  for (Escalation& escalation : verdict.escalations) escalation.rule.clear();
  return verdict;
}

std::string priorityOf(const RuleText& rule) {
  for (const std::string& clause : rule.clauses) {
    if (clause.starts_with("priority ")) return clause;
  }
  return "";
}

void shuffle(std::vector<RuleText>& rules, Random& random) {
  for (std::size_t i = rules.size(); i > 1; --i) std::swap(rules[i - 1], rules[random.below(i)]);
}

/// Shuffles, but leaves rules of one priority in their order.
void shuffleAcrossPriorities(std::vector<RuleText>& rules, Random& random) {
  const std::vector<RuleText> written = rules;
  shuffle(rules, random);
  std::vector<bool> used(written.size());
  for (RuleText& rule : rules) {
    const std::string priority = priorityOf(rule);
    std::size_t next = 0;
    while (used[next] || priorityOf(written[next]) != priority) ++next;
    used[next] = true;
    rule = written[next];
  }
}

void compare(const Verdicts& theirs, const Verdicts& reference, Verdict (*shown)(Verdict)) {
  REQUIRE(theirs.size() == reference.size());
  for (std::size_t i = 0; i < reference.size(); ++i) {
    INFO("event " << i);
    REQUIRE(toJson(shown(theirs[i])) == toJson(shown(reference[i])));
  }
}

TEST_CASE("the order of rules decides ties alone", "[differential]") {
  std::size_t moved = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const PolicyCase sample = makePolicyCase(seed);
    Random random(seed);
    const Verdicts reference = judge(sample);
    PolicyCase across = sample;
    shuffleAcrossPriorities(across.rules, random);
    PolicyCase shuffled = sample;
    shuffle(shuffled.rules, random);
    moved += across.policy() != sample.policy() ? 1 : 0;
    INFO("seed " << seed << "\n" << describe(sample) << "\nshuffled\n" << across.policy());
    compare(judge(across), reference, withoutPlaces);
    INFO("and\n" << shuffled.policy());
    compare(judge(shuffled), reference, withoutTies);
  }
  CHECK(moved > 50);  // else nothing was shown
}

}  // namespace
}  // namespace decorum::test
