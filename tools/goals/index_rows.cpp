// Many rules that wait for a phrase, and few rules without text.
#include <fmt/format.h>

#include <stdexcept>

#include "tools/goals/allocations.h"
#include "tools/goals/compiled.h"
#include "tools/goals/row.h"
#include "tools/goals/rule_set.h"
#if DECORUM_JIT
#include "compiler/codegen/jit.h"
#endif

namespace decorum::goals {
namespace {

/// Decides as an event does: the rules that are always looked at, and those that a find wakes.
class Indexed {
 public:
  explicit Indexed(const Policy& policy) : policy_(policy.impl()) {}

  const eval::RuleBits& decide(const Record& record) {
    due_.clear(eval::ruleWords(policy_.plan));
    due_.add(policy_.rule_index.always[static_cast<std::size_t>(EventKind::kUser)]);
    for (const plan::SlotId slot : record.found()) {
      for (const std::uint32_t rule : policy_.rule_index.woken.at(slot)) due_.add(rule);
    }
    policy_.branches.evaluateDue(EventKind::kUser, due_, record.view(), scratch_, fired_,
                                 undecided_);
    return fired_;
  }
  std::size_t woken() const { return due_.count(); }

 private:
  const Policy::Impl& policy_;
  eval::Scratch scratch_;
  eval::RuleBits due_, fired_, undecided_;
};

/// Records with distinct things found.
std::vector<Record> recordsWith(const RuleSet& set, const plan::Plan& plan, std::size_t found) {
  std::mt19937_64 random(found + 1);
  std::vector<Inputs> events;
  for (int i = 0; i < 64; ++i) events.push_back(set.event(random, found));
  return recordsOf(plan, events);
}

void measureWaiting(const Options& options, Findings& findings) {
  constexpr std::size_t kRules = 10'000;
  Row& row = rowOf(findings, 3);
  if (options.rules < kRules) {
    row.not_measured.emplace_back("needs 10,000 rules");
    return;
  }
  const RuleSet set({.rules = kRules, .percent_waiting = 100});
  const std::string text = set.policyText();
  const Policy policy = compiled(text);
  findings.policies.push_back(sizeOf("rules that wait for a phrase", text, policy));
  const auto& impl = policy.impl();
  const std::vector<Record> five = recordsWith(set, impl.plan, 5);
  const std::vector<Record> none = recordsWith(set, impl.plan, 0);

  Indexed indexed(policy);
  eval::Scratch scratch;
  eval::RuleBits fired, undecided;
  double woken = 0;
  for (const Record& record : five) {
    impl.branches.evaluate(EventKind::kUser, record.view(), scratch, fired, undecided);
    if (indexed.decide(record) != fired) throw std::runtime_error("the index answers otherwise");
    woken += static_cast<double>(indexed.woken()) / static_cast<double>(five.size());
  }
  const auto byIndex = [&](const std::vector<Record>& records) {
    return [&](std::size_t repeats) {
      for (std::size_t i = 0; i < repeats; ++i) keep(indexed.decide(records[i % records.size()]));
    };
  };
  const std::vector<Sample> samples =
      takeTurns({{"by the index, 5 found", byIndex(five)},
                 {"by the index, none found", byIndex(none)},
                 {"all rules, 5 found",
                  [&](std::size_t repeats) {
                    for (std::size_t i = 0; i < repeats; ++i) {
                      impl.branches.evaluate(EventKind::kUser, five[i % five.size()].view(),
                                             scratch, fired, undecided);
                      keep(fired);
                    }
                  }}},
                options.timing());
  row.samples = samples;
  row.figure(fmt::format("a woken rule, of {:.0f}", woken), samples[0], "ns", atMost(50),
             1 / woken);
  row.ratio("all rules ÷ by the index", samples[2], samples[0], atLeast(90));
  row.figure("none found", samples[1], "ns", atMost(10));
}

/// Facts as a host gives them.
Event eventOf(const Inputs& inputs) {
  Value::Object facts;
  for (std::size_t i = 0; i < Inputs::kEach; ++i) {
    facts.emplace_back("int" + std::to_string(i), inputs.ints[i]);
    facts.emplace_back("number" + std::to_string(i), inputs.numbers[i]);
    facts.emplace_back("enum" + std::to_string(i), std::string(1, "abc"[inputs.enums[i]]));
  }
  for (std::size_t i = 0; i < inputs.found.size(); ++i) {
    facts.emplace_back("found" + std::to_string(i), inputs.found[i] != 0);
  }
  Event event;
  event.facts = {{"f", std::move(facts)}};
  return event;
}

/// How often an event at which nothing fires asks for memory; none where no event is such.
std::optional<double> allocationsAnEvent(const Policy& policy, const std::vector<Event>& events,
                                         bool facts_again) {
  Conversation conversation(policy, "c-1");
  Verdict verdict;
  std::vector<Event> quiet;
  for (const Event& event : events) {
    conversation.give(event, verdict);
    if (verdict.fired.empty()) quiet.push_back(event);
  }
  if (quiet.empty()) return std::nullopt;
  if (!facts_again) {
    quiet.resize(1);
    conversation.give(quiet[0], verdict);
    quiet[0].facts.clear();
  }
  for (const Event& event : quiet) conversation.give(event, verdict);  // warms up
  const std::uint64_t before = allocationsOfThread();
  constexpr std::size_t kTimes = 1'000;
  for (std::size_t i = 0; i < kTimes; ++i) conversation.give(quiet[i % quiet.size()], verdict);
  return static_cast<double>(allocationsOfThread() - before) / kTimes;
}

void countAllocations(const Policy& policy, const RuleSet& set, Row& row) {
  if (!areAllocationsCounted()) {
    row.not_measured.emplace_back("allocations: a sanitizer has its own");
    return;
  }
  std::vector<Event> events;
  for (const Inputs& inputs : set.events(false)) events.push_back(eventOf(inputs));
  for (const bool again : {false, true}) {
    const auto count = allocationsAnEvent(policy, events, again);
    if (!count) continue;
    Figure figure = atMost(0);
    figure.of = again ? "allocations an event, facts given anew" : "allocations an event";
    figure.value = *count;
    row.figures.push_back(std::move(figure));
  }
}

void measureWithoutText(const Options& options, Findings& findings) {
  if (options.rules < 50) {
    rowOf(findings, 9).not_measured.emplace_back("needs 50 rules");
    return;
  }
  const RuleSet set({.rules = 50, .with_text = false});
  const std::string text = set.policyText();
  const Policy policy = compiled(text);
  findings.policies.push_back(sizeOf("rules without text", text, policy));
  const plan::Plan& plan = policy.impl().plan;
  std::vector<std::pair<std::string, const eval::Evaluator*>> evaluators = {
      {"without native code", &policy.impl().branches}};
#if DECORUM_JIT
  auto native = codegen::compileNative(policy.impl().branches);
  if (!native) throw std::runtime_error(native.error());
  evaluators.emplace_back("native code", native->evaluator.get());
#endif
  Row& row = rowOf(findings, 9);
  eval::Scratch scratch;
  eval::RuleBits fired, undecided;
  for (const bool dense : {false, true}) {
    const std::vector<Record> records = recordsOf(plan, set.events(dense));
    std::vector<Work> works;
    for (const auto& entry : evaluators) {
      const eval::Evaluator& evaluator = *entry.second;
      works.push_back({entry.first + (dense ? ", dense" : ", sparse"), [&](std::size_t repeats) {
                         for (std::size_t i = 0; i < repeats; ++i) {
                           evaluator.evaluate(EventKind::kUser, records[i % records.size()].view(),
                                              scratch, fired, undecided);
                           keep(fired);
                         }
                       }});
    }
    for (Sample& sample : takeTurns(works, options.timing())) {
      row.figure(sample.of, sample, "ns", atMost(dense ? 160 : 100));
      row.samples.push_back(std::move(sample));
    }
  }
  countAllocations(policy, set, row);
}

}  // namespace

void measureIndex(const Options& options, Findings& findings) {
  measureWaiting(options, findings);
  measureWithoutText(options, findings);
}

}  // namespace decorum::goals
