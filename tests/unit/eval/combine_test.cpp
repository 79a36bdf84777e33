#include "runtime/eval/combine.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <sstream>

namespace decorum::eval {
namespace {

using plan::Plan;
using plan::Rule;

Rule rule(std::string name, RuleKind kind, Priority priority, std::uint32_t order) {
  Rule made;
  made.name = std::move(name);
  made.kind = kind;
  made.priority = priority;
  made.order = order;
  return made;
}

Disposition dispositionOf(RuleKind kind) {
  switch (kind) {
    case RuleKind::kBlock:
      return Disposition::kBlock;
    case RuleKind::kHold:
      return Disposition::kHold;
    case RuleKind::kRetry:
      return Disposition::kRetry;
    case RuleKind::kClarify:
      return Disposition::kClarify;
    default:
      return Disposition::kPass;
  }
}

std::vector<Effect> effectsOf(const Plan& plan) {
  std::vector<Effect> effects;
  for (std::uint32_t i = 0; i < plan.rules.size(); ++i) {
    effects.push_back({i, dispositionOf(plan.rules[i].kind), true});
  }
  return effects;
}

/// What was decided, by names, so that it can be compared between plans with other indices.
std::string shown(const Plan& plan, const Combined& combined) {
  const auto name = [&](std::uint32_t index) {
    return index == plan::kNone ? std::string("-") : plan.rules[index].name;
  };
  std::ostringstream out;
  out << decorum::name(combined.disposition) << " by " << name(combined.speaker) << " saying "
      << name(combined.words) << ';';
  for (const QueueEntry& entry : combined.queues) {
    out << " to " << plan.rules[entry.rule].queue << " for " << name(entry.rule) << ' '
        << decorum::name(entry.priority) << ' ' << entry.within_ms.value_or(-1)
        << (entry.hand_over ? " silent" : " chatting");
  }
  for (const std::uint32_t index : combined.statements) out << " states " << name(index);
  for (const std::uint32_t index : combined.flags) out << " flag " << plan.rules[index].flag;
  return out.str();
}

std::string combined(const Plan& plan, const std::vector<Effect>& effects) {
  Combined out;
  combine(plan, effects, out);
  return shown(plan, out);
}

TEST_CASE("nothing fired, nothing changes") {
  CHECK(combined(Plan{}, {}) == "pass by - saying -;");
}

TEST_CASE("the strictest disposition wins, whatever its priority") {
  Plan plan;
  plan.rules = {rule("c", RuleKind::kClarify, Priority::kUrgent, 0),
                rule("h", RuleKind::kHold, Priority::kLow, 1),
                rule("r", RuleKind::kRetry, Priority::kHigh, 2)};
  CHECK(combined(plan, effectsOf(plan)) == "hold by h saying -;");
}

TEST_CASE("of equal dispositions the higher priority speaks, then the one written first") {
  Plan plan;
  plan.rules = {rule("a", RuleKind::kBlock, Priority::kNormal, 5),
                rule("b", RuleKind::kBlock, Priority::kNormal, 2),
                rule("c", RuleKind::kBlock, Priority::kLow, 1)};
  for (Rule& r : plan.rules) r.say = {0};
  CHECK(combined(plan, effectsOf(plan)) == "block by b saying b;");
  plan.rules[2].priority = Priority::kHigh;
  CHECK(combined(plan, effectsOf(plan)) == "block by c saying c;");
}

TEST_CASE("a rule without words leaves them to the next") {
  Plan plan;
  plan.rules = {rule("silent", RuleKind::kBlock, Priority::kUrgent, 0),
                rule("speaks", RuleKind::kBlock, Priority::kLow, 1),
                rule("milder", RuleKind::kHold, Priority::kUrgent, 2)};
  plan.rules[1].say = plan.rules[2].say = {0};
  CHECK(combined(plan, effectsOf(plan)) == "block by silent saying speaks;");
}

TEST_CASE("the same queue merges to the most urgent") {
  Plan plan;
  plan.rules = {rule("a", RuleKind::kEscalate, Priority::kNormal, 0),
                rule("b", RuleKind::kEscalate, Priority::kUrgent, 1),
                rule("c", RuleKind::kEscalate, Priority::kNormal, 2)};
  plan.rules[0].queue = plan.rules[1].queue = "legal";
  plan.rules[2].queue = "support";
  plan.rules[0].within_ms = 5;
  plan.rules[0].hand_over = false;
  plan.rules[2].hand_over = false;
  CHECK(combined(plan, effectsOf(plan)) ==
        "pass by - saying -; to legal for b urgent 5 silent to support for c normal -1 chatting");
}

TEST_CASE("out of hours an escalation goes to no one, and says so") {
  Plan plan;
  plan.rules = {rule("a", RuleKind::kEscalate, Priority::kNormal, 0)};
  plan.rules[0].queue = "support";
  plan.rules[0].say = {0};
  auto effects = effectsOf(plan);
  effects[0].in_hours = false;
  CHECK(combined(plan, effects) == "pass by - saying -;");
  plan.rules[0].otherwise_say = {0};
  CHECK(combined(plan, effects) == "pass by - saying -; states a");
}

TEST_CASE("a redaction that could not look blocks, with its own words") {
  Plan plan;
  plan.rules = {rule("cards", RuleKind::kRedact, Priority::kNormal, 0)};
  plan.rules[0].say = {0};
  CHECK(combined(plan, {{0, Disposition::kBlock, true}}) == "block by cards saying cards;");
  CHECK(combined(plan, {{0, Disposition::kPass, true}}) == "pass by - saying -; states cards");
}

TEST_CASE("the order of rules does not matter") {
  const unsigned seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 300; ++round) {
    Plan plan;
    for (std::uint32_t i = 0; i < 12; ++i) {
      Rule made = rule("r" + std::to_string(i), static_cast<RuleKind>(random() % 8),
                       static_cast<Priority>(random() % 4), i);
      made.queue = std::string(1, static_cast<char>('a' + random() % 3));
      made.flag = std::string(1, static_cast<char>('f' + random() % 2));
      made.hand_over = random() % 2 == 0;
      if (random() % 2 == 0) made.within_ms = random() % 4;
      if (random() % 2 == 0) made.say = {0};
      plan.rules.push_back(made);
    }
    const std::string expected = combined(plan, effectsOf(plan));
    std::shuffle(plan.rules.begin(), plan.rules.end(), random);
    auto effects = effectsOf(plan);
    std::shuffle(effects.begin(), effects.end(), random);
    REQUIRE(combined(plan, effects) == expected);
  }
}

}  // namespace
}  // namespace decorum::eval
