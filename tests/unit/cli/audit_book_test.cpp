// What an audit finds where there is something to find, and where there is not.
#include "tools/cli/audit_book.h"

#include <catch2/catch.hpp>
#include <random>

#include "decorum/compile.h"

namespace decorum::cli {
namespace {

/// Treats people of one postcode worse, which is where one group lives more often.
const char* const kBiased = R"(policy shop
facts customer { group: one of a, b  protected  postcode: text }
escalate helped
  on user
  when customer.postcode starts with "1"
  to support
fairness equal
  keep escalate blind to protected
  compare escalate across customer.group at least 80% over 30 days with 200 conversations each
)";

Policy policy() {
  const Compilation compiled = compilePolicyText(kBiased, "shop.decorum");
  INFO(toText(compiled.findings));
  REQUIRE(compiled.policy.has_value());
  return *compiled.policy;
}

AuditReport audit(const Policy& with, std::size_t each, double share_a, double share_b,
                  std::mt19937_64& random) {
  std::string wrong;
  ConversationOptions options;
  options.evidence = false;
  AuditBook book(with, *groupFacts(with, {}, wrong), options);
  for (std::size_t i = 0; i < 2 * each; ++i) {
    const bool is_a = i % 2 == 0;
    const bool lives_there = std::bernoulli_distribution(is_a ? share_a : share_b)(random);
    Event event;
    event.text = "hello";
    event.time_ms = 0;
    event.facts = {{"customer", Value::Object{{"group", is_a ? "a" : "b"},
                                              {"postcode", lives_there ? "10115" : "80331"}}}};
    book.give(std::to_string(i), event);
    book.end(std::to_string(i));
  }
  return book.finish();
}

TEST_CASE("a bias through a proxy is found at the size that theory says", "[audit]") {
  // 30% against 20%: 412 in each group for 90% power with Fisher's exact test at 5%, two-sided.
  std::mt19937_64 random(2026);
  const Policy with = policy();
  int found = 0;
  constexpr int kRuns = 100;
  for (int run = 0; run < kRuns; ++run) {
    const AuditReport report = audit(with, 412, 0.3, 0.2, random);
    REQUIRE(report.windows.size() == 1);
    found += report.windows[0].outcome == MonitorOutcome::kAlert ? 1 : 0;
  }
  CHECK(found >= 82);  // 90 expected; three standard deviations less
}

TEST_CASE("where groups are treated alike an audit seldom alerts", "[audit]") {
  std::mt19937_64 random(11);
  const Policy with = policy();
  int alerts = 0;
  constexpr int kRuns = 1'000;
  for (int run = 0; run < kRuns; ++run) {
    const AuditReport report = audit(with, 200, 0.25, 0.25, random);
    alerts += report.windows.at(0).outcome == MonitorOutcome::kAlert ? 1 : 0;
  }
  CHECK(alerts <= kRuns / 20);  // at 95% confidence
}

TEST_CASE("facts to group by", "[audit]") {
  const Policy with = policy();
  std::string wrong;
  REQUIRE(groupFacts(with, {}, wrong)->size() == 1);
  CHECK(groupFacts(with, {}, wrong)->front().name == "customer.group");
  CHECK(groupFacts(with, {"customer.postcode"}, wrong)->front().groups.empty());
  CHECK_FALSE(groupFacts(with, {"customer.grup"}, wrong).has_value());
  CHECK(wrong == "customer.grup");
}

TEST_CASE("a fact that may be anything has a bound of groups", "[audit]") {
  const Policy with = policy();
  std::string wrong;
  AuditBook book(with, *groupFacts(with, {"customer.postcode"}, wrong), {});
  for (int i = 0; i < 200; ++i) {
    Event event;
    event.facts = {{"customer", Value::Object{{"group", "a"}, {"postcode", std::to_string(i)}}}};
    book.give(std::to_string(i), event);
  }
  const AuditReport report = book.finish();
  const auto& groups = report.effects.at(0).comparison.groups;
  CHECK(groups.size() <= 65);
  std::uint64_t conversations = 0;
  for (const GroupResult& group : groups) conversations += group.count.conversations;
  CHECK(conversations == 200);
}

TEST_CASE("nothing to audit is a report all the same", "[audit]") {
  std::string wrong;
  const Policy with = policy();
  const AuditReport report = AuditBook(with, *groupFacts(with, {}, wrong), {}).finish();
  CHECK(report.conversations == 0);
  CHECK_FALSE(auditText(report).empty());
  CHECK_FALSE(auditJson(report).empty());
  CHECK_FALSE(auditHtml(report).empty());
}

}  // namespace
}  // namespace decorum::cli
