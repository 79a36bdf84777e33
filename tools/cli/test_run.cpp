#include "tools/cli/test_run.h"

#include <fmt/format.h>

#include <algorithm>

namespace decorum::cli {
namespace {

bool hasQueue(const Verdict& verdict, const std::string& rule, const std::string& queue) {
  if (queue.empty()) return true;
  if (verdict.hold && verdict.hold->rule == rule && verdict.hold->queue == queue) return true;
  return std::any_of(verdict.escalations.begin(), verdict.escalations.end(),
                     [&](const Escalation& escalation) { return escalation.queue == queue; });
}

bool fired(const Expectation& expected, const Verdict& verdict) {
  return std::any_of(verdict.fired.begin(), verdict.fired.end(), [&](const FiredRule& one) {
    return (!expected.rule_kind || one.kind == *expected.rule_kind) &&
           (expected.rule.empty() || one.rule == expected.rule) &&
           hasQueue(verdict, one.rule, expected.queue);
  });
}

// What goes on: the verdict's text, or the event's where it passes unchanged.
const std::string& textAfter(const Verdict& verdict, const Event& given) {
  return verdict.text ? *verdict.text : given.text;
}

bool isMet(const Expectation& expected, const Verdict& verdict, const Event& given) {
  switch (expected.kind) {
    case Expectation::Kind::kRule:
      return fired(expected, verdict);
    case Expectation::Kind::kNothing:
      return verdict.fired.empty() && verdict.faults.empty() &&
             verdict.disposition == Disposition::kPass;
    case Expectation::Kind::kText:
      return textAfter(verdict, given) == expected.text;
    case Expectation::Kind::kTextWithout:
      return textAfter(verdict, given).find(expected.text) == std::string::npos;
    case Expectation::Kind::kDisposition:
      return name(verdict.disposition) == expected.text;
    case Expectation::Kind::kFlag:
      return std::find(verdict.flags.begin(), verdict.flags.end(), expected.text) !=
             verdict.flags.end();
    case Expectation::Kind::kFault:
      return std::any_of(verdict.faults.begin(), verdict.faults.end(),
                         [&](const Fault& fault) { return fault.fault == expected.text; });
  }
  return false;
}

void add(std::string& text, const std::string& part) { text += (text.empty() ? "" : "; ") + part; }

// The verdict in the words of the expectations.
std::string described(const Verdict& verdict, const Event& given) {
  std::string text;
  for (const FiredRule& rule : verdict.fired) {
    std::string part = fmt::format("{} {}", name(rule.kind), rule.rule);
    for (const Escalation& escalation : verdict.escalations)
      if (escalation.rule == rule.rule) part += " to " + escalation.queue;
    if (verdict.hold && verdict.hold->rule == rule.rule) part += " for " + verdict.hold->queue;
    if (rule.by_fault) part += " (by a fault)";
    add(text, part);
  }
  if (text.empty()) text = "no rule fired";
  add(text, fmt::format("disposition {}", name(verdict.disposition)));
  if (verdict.text && *verdict.text != given.text) add(text, "text \"" + *verdict.text + "\"");
  for (const std::string& flag : verdict.flags) add(text, "flag " + flag);
  for (const Fault& fault : verdict.faults)
    add(text, fmt::format("fault {} of {}", fault.fault, fault.subject));
  return text;
}

}  // namespace

bool holds(const Expectation& expectation, const Verdict& verdict, const Event& given) {
  return isMet(expectation, verdict, given) != expectation.negated;
}

std::vector<Failure> runTest(const Policy& policy, const TestCase& test) {
  std::vector<Failure> failures;
  Conversation conversation(policy, test.title);
  const Event* given = nullptr;
  Verdict verdict;
  for (const auto& step : test.steps) {
    if (const auto* const event = std::get_if<TestEvent>(&step)) {
      given = &event->event;
      verdict = conversation.give(*given);
      continue;
    }
    const auto& expected = std::get<Expectation>(step);
    if (given == nullptr)
      failures.push_back({expected.span, expected.written, "no event came before it"});
    else if (!holds(expected, verdict, *given))
      failures.push_back({expected.span, expected.written, described(verdict, *given)});
  }
  return failures;
}

}  // namespace decorum::cli
