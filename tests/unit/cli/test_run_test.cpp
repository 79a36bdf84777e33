// What each expectation of a test holds a verdict to, and the report of what did not hold.
#include "tools/cli/test_run.h"

#include <catch2/catch.hpp>

#include "tools/cli/junit.h"

namespace decorum::cli {
namespace {

using Kind = Expectation::Kind;

FiredRule fired(std::string rule, RuleKind kind) {
  FiredRule one;
  one.rule = std::move(rule);
  one.kind = kind;
  return one;
}

Expectation expectRule(std::optional<RuleKind> kind, std::string rule = "",
                       std::string queue = "") {
  Expectation expected;
  expected.kind = Kind::kRule;
  expected.rule_kind = kind;
  expected.rule = std::move(rule);
  expected.queue = std::move(queue);
  return expected;
}

Expectation expectText(Kind kind, std::string text) {
  Expectation expected;
  expected.kind = kind;
  expected.text = std::move(text);
  return expected;
}

// A verdict in which `legal_threat` escalates to legal, merged with `angry`, and a hold waits.
Verdict sample() {
  Verdict verdict;
  verdict.fired = {fired("angry", RuleKind::kEscalate), fired("legal_threat", RuleKind::kEscalate),
                   fired("risky", RuleKind::kHold)};
  verdict.escalations = {{"angry", "legal", Priority::kUrgent, std::nullopt, true}};
  verdict.hold = Hold{"risky", "supervisors", 600'000, Otherwise::kBlock};
  verdict.disposition = Disposition::kHold;
  verdict.text = "card [CARD]";
  verdict.flags = {"risk"};
  verdict.faults = {{"missing_fact", "customer.age", "", {"risky"}}};
  return verdict;
}

TEST_CASE("a rule is expected by kind, name and queue, in any combination") {
  const Verdict verdict = sample();
  const Event event;
  CHECK(holds(expectRule(RuleKind::kEscalate), verdict, event));
  CHECK(holds(expectRule(RuleKind::kEscalate, "legal_threat"), verdict, event));
  // Escalations to one queue are merged into one, which bears one of the rules' names.
  CHECK(holds(expectRule(RuleKind::kEscalate, "legal_threat", "legal"), verdict, event));
  CHECK(holds(expectRule(RuleKind::kHold, "risky", "supervisors"), verdict, event));
  CHECK_FALSE(holds(expectRule(RuleKind::kEscalate, "legal_threat", "support"), verdict, event));
  CHECK_FALSE(holds(expectRule(RuleKind::kBlock, "legal_threat"), verdict, event));
  CHECK_FALSE(holds(expectRule(RuleKind::kEscalate, "risky"), verdict, event));
  CHECK_FALSE(holds(expectRule(RuleKind::kBlock), verdict, event));
  Expectation no_block = expectRule(RuleKind::kBlock);
  no_block.negated = true;
  CHECK(holds(no_block, verdict, event));
}

TEST_CASE("texts are those that go on") {
  Event event;
  event.text = "card 4111";
  const Verdict verdict = sample();
  CHECK(holds(expectText(Kind::kText, "card [CARD]"), verdict, event));
  CHECK_FALSE(holds(expectText(Kind::kText, "card 4111"), verdict, event));
  CHECK(holds(expectText(Kind::kTextWithout, "4111"), verdict, event));
  const Verdict unchanged;
  CHECK(holds(expectText(Kind::kText, "card 4111"), unchanged, event));
  CHECK_FALSE(holds(expectText(Kind::kTextWithout, "4111"), unchanged, event));
}

TEST_CASE("dispositions, flags and faults are expected by name") {
  const Verdict verdict = sample();
  const Event event;
  CHECK(holds(expectText(Kind::kDisposition, "hold"), verdict, event));
  CHECK_FALSE(holds(expectText(Kind::kDisposition, "block"), verdict, event));
  CHECK(holds(expectText(Kind::kFlag, "risk"), verdict, event));
  CHECK_FALSE(holds(expectText(Kind::kFlag, "ris"), verdict, event));
  CHECK(holds(expectText(Kind::kFault, "missing_fact"), verdict, event));
  CHECK_FALSE(holds(expectText(Kind::kFault, "wrong_type"), verdict, event));
}

TEST_CASE("nothing is: no rule fired, no fault, and the message passes") {
  const Event event;
  const Expectation nothing = expectText(Kind::kNothing, "");
  CHECK(holds(nothing, Verdict{}, event));
  Verdict fault;
  fault.faults = {{"missing_fact", "a", "", {}}};
  CHECK_FALSE(holds(nothing, fault, event));
  Verdict flagged;
  flagged.fired = {fired("f", RuleKind::kFlag)};
  CHECK_FALSE(holds(nothing, flagged, event));
  Verdict shadow;
  shadow.shadow = {fired("f", RuleKind::kFlag)};
  CHECK(holds(nothing, shadow, event));  // shadow rules change nothing
}

TEST_CASE("JUnit XML groups by file and escapes what authors wrote") {
  const std::vector<TestReport> reports = {{"a.decorum", "x < \"y\" & z", 3, {}},
                                           {"a.decorum", "t\x01", 9, {"expected <b>"}},
                                           {"b.decorum", "u", 1, {}}};
  CHECK(toJUnit(reports) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites tests=\"3\" failures=\"1\">\n"
        "  <testsuite name=\"a.decorum\" tests=\"2\" failures=\"1\">\n"
        "    <testcase classname=\"a.decorum\" name=\"x &lt; &quot;y&quot; &amp; z\" "
        "file=\"a.decorum\" line=\"3\"/>\n"
        "    <testcase classname=\"a.decorum\" name=\"t\xEF\xBF\xBD\" file=\"a.decorum\" "
        "line=\"9\">\n"
        "      <failure message=\"expected &lt;b&gt;\"/>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        "  <testsuite name=\"b.decorum\" tests=\"1\" failures=\"0\">\n"
        "    <testcase classname=\"b.decorum\" name=\"u\" file=\"b.decorum\" line=\"1\"/>\n"
        "  </testsuite>\n"
        "</testsuites>\n");
  CHECK(toJUnit({}) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites tests=\"0\" failures=\"0\">\n</testsuites>\n");
}

}  // namespace
}  // namespace decorum::cli
