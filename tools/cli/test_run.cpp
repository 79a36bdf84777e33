#include "tools/cli/test_run.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/driver/test_keys.h"
#include "decorum/fairness.h"

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

}  // namespace

std::string describe(const Verdict& verdict, const Event& given) {
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

namespace {

// An event and what was said of it.
struct Step {
  Event event;
  Verdict verdict;
};

// A host gives a timer whenever the verdict before asks for one. More than this is a policy that
// asks for one again and again.
constexpr std::size_t kMostTimers = 10'000;

Step give(Conversation& conversation, const Event& event, const TestRun& run) {
  if (run.before) run.before();
  Step step{event, conversation.give(event)};
  if (run.after) run.after(step.event, step.verdict);
  return step;
}

std::vector<Step> pass(Conversation& conversation, const TestPause& pause,
                       std::optional<std::int64_t>& wake_at_ms, const TestRun& run) {
  std::vector<Step> timers;
  while (wake_at_ms && *wake_at_ms <= pause.until_ms && timers.size() < kMostTimers) {
    Event timer;
    timer.kind = EventKind::kTimer;
    timer.time_ms = *wake_at_ms;
    timer.facts = pause.facts;
    timers.push_back(give(conversation, timer, run));
    wake_at_ms = timers.back().verdict.wake_at_ms;
  }
  return timers;
}

// Of several timers one has to do what is expected, and none what is not.
bool holdsOf(const Expectation& expected, const std::vector<Step>& steps) {
  const auto meets = [&](const Step& step) { return isMet(expected, step.verdict, step.event); };
  if (expected.negated) return std::none_of(steps.begin(), steps.end(), meets);
  if (expected.kind == Expectation::Kind::kNothing) {
    return std::all_of(steps.begin(), steps.end(), meets);
  }
  return std::any_of(steps.begin(), steps.end(), meets);
}

std::string describedAll(const std::vector<Step>& steps) {
  std::string text;
  for (const Step& step : steps) add(text, describe(step.verdict, step.event));
  return text;
}

}  // namespace

bool holds(const Expectation& expectation, const Verdict& verdict, const Event& given) {
  return isMet(expectation, verdict, given) != expectation.negated;
}

namespace {

std::string listed(const std::vector<UnequalRule>& rules) {
  std::string text;
  for (const UnequalRule& rule : rules) {
    const char* const when = rule.fires && rule.fires_swapped ? "redacts otherwise"
                             : rule.fires                     ? "fires only as it is written"
                                          : "fires only with the phrases swapped";
    add(text, fmt::format("{} {} {}", name(rule.kind), rule.rule, when));
  }
  return text.empty() ? "the disposition differs" : text;
}

/// `same decision when swapping …` holds for every test too.
class Swaps {
 public:
  Swaps(const Policy& policy, const TestCase& test, const ConversationOptions& options)
      : span_(test.span) {
    for (std::size_t i = 0; i < SwapCheck::count(policy); ++i)
      checks_.emplace_back(policy, i, test.title, options);
  }

  void give(const Step& step, std::vector<Failure>& failures) {
    for (SwapCheck& check : checks_) {
      const auto unequal = check.give(step.event, step.verdict);
      if (!unequal) continue;
      failures.push_back(
          {span_, fmt::format("{}: the same decision with phrases swapped", check.name()),
           fmt::format("at event {} ({} \"{}\"): {}", step.verdict.index, name(step.event.kind),
                       step.event.text, listed(unequal->rules)),
           0, nullptr});
    }
  }

 private:
  Span span_;
  std::vector<SwapCheck> checks_;
};

}  // namespace

std::vector<Failure> runTest(const Policy& policy, const TestCase& test, const TestRun& run) {
  std::vector<Failure> failures;
  ConversationOptions options;
  options.vault = keysOfTests();
  options.counterfactuals = false;  // every one of them is checked, drawn or not
  Conversation conversation(policy, test.title, options);
  Swaps swaps(policy, test, options);
  // The latest event, or what timers brought in the pause after it.
  std::vector<Step> latest;
  std::size_t events = 0;
  std::optional<std::int64_t> wake_at_ms;
  const auto swap = [&](const Step& judged) {
    const std::size_t before = failures.size();
    swaps.give(judged, failures);
    for (std::size_t i = before; i < failures.size(); ++i) failures[i].events = events;
  };
  for (const auto& step : test.steps) {
    if (run.until_failure && !failures.empty()) break;
    if (const auto* const event = std::get_if<TestEvent>(&step)) {
      latest.assign(1, give(conversation, event->event, run));
      wake_at_ms = latest.back().verdict.wake_at_ms;
      ++events;
      swap(latest.back());
    } else if (const auto* const pause = std::get_if<TestPause>(&step)) {
      std::vector<Step> timers = pass(conversation, *pause, wake_at_ms, run);
      events += timers.size();
      for (const Step& timer : timers) swap(timer);
      if (!timers.empty()) latest = std::move(timers);
    } else {
      const auto& expected = std::get<Expectation>(step);
      if (latest.empty())
        failures.push_back(
            {expected.span, expected.written, "no event came before it", 0, &expected});
      else if (!holdsOf(expected, latest))
        failures.push_back(
            {expected.span, expected.written, describedAll(latest), events, &expected});
    }
  }
  return failures;
}

}  // namespace decorum::cli
