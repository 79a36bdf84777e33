// What the event path costs, in instructions, on the policies of the project's goals:
//
//   valgrind --tool=callgrind --toggle-collect='decorum::pathOf*' --callgrind-out-file=counted
//   build/release/bin/decorum_path WHAT EVENTS     (one line with the above)
//
// The instructions that callgrind collects, by EVENTS, are those of one event. WHAT is
//
//   quiet-N      a message of 100 words under N rules that wait for a phrase; three facts come with
//   it found-N      the same with one of the phrases idle-N       an event without text and facts
//   under the same rules facts        an event with 60 facts under 50 rules without text, none of
//   which fires sparse-N, dense-N   deciding the guards of N rules without native code json-N
//   `quiet-N`, from a line of JSON; values-N the same with the event made into values reading a
//   line of JSON is read, and no more; parsing: it is made into a `Value`
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>

#include "decorum/policy.h"
#include "tools/goals/compiled.h"
#include "tools/goals/rule_set.h"

namespace decorum {

/// Callgrind looks at nothing but this.
void pathOf(const std::function<void(std::size_t)>& event, std::size_t events);
[[gnu::noinline]] void pathOf(const std::function<void(std::size_t)>& event, std::size_t events) {
  for (std::size_t i = 0; i < events; ++i) event(i);
}

namespace {

/// Before what counts, all events five times, so that memory is warm.
void measure(const std::function<void(std::size_t)>& event, std::size_t events) {
  for (std::size_t i = 0; i < 320; ++i) event(i);
  pathOf(event, events);
}

std::string lineOf(const Event& event) {
  Value::Object line{{"conversation", "c-1"},
                     {"event", "user"},
                     {"text", event.text},
                     {"facts", Value::Object(event.facts)}};
  return Value(std::move(line)).toJson();
}

Event factsOf(const goals::Inputs& inputs) {
  Value::Object facts;
  for (std::size_t i = 0; i < goals::Inputs::kEach; ++i) {
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

void giveEvents(const Policy& policy, const std::vector<Event>& events, std::size_t count) {
  ConversationOptions options;
  options.evidence = false;
  Conversation conversation(policy, "c-1", options);
  Verdict verdict;
  measure([&](std::size_t i) { conversation.give(events[i % events.size()], verdict); }, count);
}

void giveLines(const std::string& how, const Policy& policy, const std::vector<Event>& events,
               std::size_t count) {
  std::vector<std::string> lines;
  for (const Event& event : events) lines.push_back(lineOf(event));
  ConversationOptions options;
  options.evidence = false;
  Conversation conversation(policy, "c-1", options);
  Verdict verdict;
  JsonEvent read;
  measure(
      [&](std::size_t i) {
        read.read(lines[i % lines.size()]);
        if (how == "reading") return;
        if (how == "values")
          conversation.give(read.event(), verdict);
        else
          conversation.give(read, verdict);
      },
      count);
}

void parseLines(const std::vector<Event>& events, std::size_t count) {
  std::vector<std::string> lines;
  for (const Event& event : events) lines.push_back(lineOf(event));
  measure([&](std::size_t i) { static_cast<void>(Value::parse(lines[i % lines.size()])); }, count);
}

/// Facts at which no rule fires.
void giveFacts(std::size_t count) {
  const goals::RuleSet set({.rules = 50, .with_text = false});
  const Policy policy = goals::compiled(set.policyText());
  Conversation conversation(policy, "c-1");
  Verdict verdict;
  std::vector<Event> quiet;
  for (const goals::Inputs& inputs : set.events(false)) {
    Event event = factsOf(inputs);
    conversation.give(event, verdict);
    if (verdict.fired.empty()) quiet.push_back(std::move(event));
  }
  giveEvents(policy, quiet, count);
}

void decide(std::size_t rules, bool dense, std::size_t count) {
  const goals::RuleSet set({.rules = rules, .with_text = false});
  const Policy policy = goals::compiled(set.policyText());
  const auto records = goals::recordsOf(policy.impl().plan, set.events(dense));
  eval::Scratch scratch;
  eval::RuleBits fired, undecided;
  measure(
      [&](std::size_t i) {
        policy.impl().branches.evaluate(EventKind::kUser, records[i % records.size()].view(),
                                        scratch, fired, undecided);
      },
      count);
}

bool run(const std::string& what, std::size_t count) {
  const auto dash = what.find('-');
  const std::string name = what.substr(0, dash);
  const std::size_t rules = dash == std::string::npos ? 100 : std::stoul(what.substr(dash + 1));
  if (name == "quiet" || name == "found") {
    const Policy policy = goals::compiled(goals::textPolicy(rules));
    giveEvents(policy, goals::textEvents(rules, name == "found"), count);
  } else if (name == "json" || name == "values" || name == "reading") {
    const Policy policy = goals::compiled(goals::textPolicy(rules));
    giveLines(name, policy, goals::textEvents(rules, false), count);
  } else if (name == "parsing") {
    parseLines(goals::textEvents(rules, false), count);
  } else if (name == "idle") {
    giveEvents(goals::compiled(goals::textPolicy(rules)), {Event{}}, count);
  } else if (name == "facts") {
    giveFacts(count);
  } else if (name == "sparse" || name == "dense") {
    decide(rules, name == "dense", count);
  } else {
    return false;
  }
  return true;
}

}  // namespace
}  // namespace decorum

int main(int argc, char** argv) {
  if (argc != 3 || !decorum::run(argv[1], std::strtoul(argv[2], nullptr, 10))) {
    std::fputs("usage: decorum_path WHAT EVENTS\n", stderr);
    return 2;
  }
  return 0;
}
