#include "tools/cli/test_story.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/eval/trace.h"

namespace decorum::cli {
namespace {

using plan::kNone;

// What a slot holds, as an author would write it; "" where that says nothing.
std::string written(const plan::Plan& plan, plan::SlotId id, eval::RecordView record) {
  const plan::Slot& slot = plan.slots[id];
  const eval::Value value{record.cells[id], record.states[id]};
  switch (slot.kind) {
    case plan::SlotKind::kTextHash:
    case plan::SlotKind::kSimilarity:
    case plan::SlotKind::kSalt:
    case plan::SlotKind::kFound:
      return "";
    default:
      break;
  }
  if (value.state == eval::State::kMissing) return "missing";
  if (value.state == eval::State::kFault) return "not known";
  const plan::FieldShape* shape = nullptr;
  const auto look = [&](const std::vector<plan::Field>& fields) {
    for (const plan::Field& field : fields)
      if (field.slot == id) shape = &field.shape;
  };
  for (const plan::Record& facts : plan.records) look(facts.fields);
  for (const plan::Tool& tool : plan.tools) {
    look(tool.arguments);
    look(tool.results);
  }
  switch (slot.rep) {
    case plan::Rep::kBool:
      return value.cell.integer != 0 ? "true" : "false";
    case plan::Rep::kNumber:
      return fmt::format("{}", value.cell.number);
    case plan::Rep::kText:
      return '"' + *value.cell.text + '"';
    case plan::Rep::kList:
      return fmt::format("{} elements", value.cell.list->size());
    case plan::Rep::kInt:
      break;
  }
  const auto index = static_cast<std::size_t>(value.cell.integer);
  if (shape != nullptr && shape->type == plan::FieldType::kEnum && index < shape->members.size())
    return shape->members[index];
  if (slot.kind == plan::SlotKind::kCurrentTool)
    return index < plan.tools.size() ? plan.tools[index].name : "none that is declared";
  return std::to_string(value.cell.integer);
}

DecidingCondition conditionOf(const plan::Plan& plan, const eval::Decider& decider,
                              eval::RecordView record) {
  const plan::Condition& condition = plan.conditions[decider.condition];
  DecidingCondition told;
  if (condition.source != kNone) {
    told.text = plan.sources[condition.source].text;
    told.at = plan.sources[condition.source].place;
  }
  told.truth = decider.value.state != eval::State::kOk ? "not known"
               : decider.value.isTrue()                ? "true"
                                                       : "false";
  for (const plan::SlotId slot : condition.slots) {
    if (plan.slots[slot].name == told.text) continue;  // its own name says no more
    const std::string value = written(plan, slot, record);
    if (value.empty()) continue;
    told.values += (told.values.empty() ? "" : ", ") + plan.slots[slot].name + " = " + value;
  }
  return told;
}

bool contains(const std::vector<FiredRule>& rules, const std::string& rule) {
  return std::any_of(rules.begin(), rules.end(),
                     [&](const FiredRule& one) { return one.rule == rule; });
}

std::string shortened(const std::string& text) {
  constexpr std::size_t kMostBytes = 200;
  if (text.size() <= kMostBytes) return text;
  std::size_t end = kMostBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

std::string lineOf(const Event& event) {
  std::string line = name(event.kind);
  if (!event.tool.empty()) line += " " + event.tool;
  if (event.arguments && event.kind == EventKind::kToolCall)
    line += " " + event.arguments->toJson();
  const bool has_text = event.kind != EventKind::kToolCall && event.kind != EventKind::kTimer &&
                        event.kind != EventKind::kClose;
  if (has_text) line += " \"" + shortened(event.text) + '"';
  return line;
}

// Whether an expectation is about a rule, whether it fired or not.
bool speaksOf(const Expectation& expected, const RuleReason& rule) {
  switch (expected.kind) {
    case Expectation::Kind::kRule:
      if (!expected.rule.empty()) return rule.rule == expected.rule;
      return (!expected.rule_kind || rule.kind == *expected.rule_kind) &&
             (expected.queue.empty() || rule.queue == expected.queue);
    case Expectation::Kind::kFlag:
      return rule.kind == RuleKind::kFlag && rule.flag == expected.text;
    default:
      return rule.fired;
  }
}

}  // namespace

TestStory::TestStory(WatchedPolicy& policy, const TestCase& test) : plan_(policy.plan()) {
  std::vector<RuleReason> rules;
  TestRun run;
  run.before = [&] {
    policy.watch([&](const eval::Interpreter& interpreter, EventKind event,
                     eval::RecordView record) { rules = look(interpreter, event, record); });
  };
  run.after = [&](const Event& event, const Verdict& verdict) {
    policy.watch({});
    happenings_.push_back({event, verdict, std::move(rules)});
    rules.clear();
  };
  runTest(policy.policy(), test, run);
  for (Happening& happening : happenings_) {
    for (RuleReason& rule : happening.rules) {
      rule.fired = contains(happening.verdict.fired, rule.rule);
      if (rule.fired) rule.outcome = "fired";
      if (!rule.fired && contains(happening.verdict.shadow, rule.rule))
        rule.outcome = "fired in shadow, which changes nothing";
    }
  }
}

std::vector<RuleReason> TestStory::look(const eval::Interpreter& interpreter, EventKind event,
                                        eval::RecordView record) const {
  std::vector<RuleReason> reasons;
  eval::Scratch scratch;
  for (std::uint32_t i = 0; i < plan_.rules.size(); ++i) {
    const plan::Rule& rule = plan_.rules[i];
    RuleReason reason;
    reason.rule = rule.name;
    reason.kind = rule.kind;
    reason.queue = rule.queue;
    reason.flag = rule.flag;
    if ((rule.on >> static_cast<unsigned>(event) & 1) == 0) {
      reason.outcome = fmt::format("is not asked at a {}", name(event));
      reasons.push_back(std::move(reason));
      continue;
    }
    for (const eval::Decider& decider : eval::trace(interpreter, i, record, scratch))
      reason.conditions.push_back(conditionOf(plan_, decider, record));
    const eval::Value guard = rule.guard == kNone
                                  ? eval::Value{{.integer = 1}, eval::State::kOk}
                                  : interpreter.value(rule.guard, record, {}, scratch);
    reason.outcome = "did not fire";
    if (guard.state != eval::State::kOk) reason.outcome = "could not be decided";
    if (guard.isTrue())
      reason.outcome = rule.kind == RuleKind::kRedact
                           ? "found nothing to redact"
                           : "did not fire although its conditions hold: it is not in force, or "
                             "may not repeat yet";
    reasons.push_back(std::move(reason));
  }
  return reasons;
}

std::vector<std::string> TestStory::conversation(const Failure& failure) const {
  std::vector<std::string> lines;
  const std::size_t count = std::min(failure.events, happenings_.size());
  for (std::size_t i = 0; i < count; ++i)
    lines.push_back(fmt::format("{}. {} -> {}", i + 1, lineOf(happenings_[i].event),
                                describe(happenings_[i].verdict, happenings_[i].event)));
  return lines;
}

std::vector<RuleReason> TestStory::reasons(const Failure& failure) const {
  constexpr std::size_t kMostRules = 5;
  if (failure.expectation == nullptr || failure.events == 0 || failure.events > happenings_.size())
    return {};
  std::vector<RuleReason> reasons;
  const Happening& latest = happenings_[failure.events - 1];
  // Those that fired first: they are what was found in the place of what was expected.
  for (const bool fired : {true, false})
    for (const RuleReason& rule : latest.rules)
      if (rule.fired == fired && reasons.size() < kMostRules &&
          speaksOf(*failure.expectation, rule))
        reasons.push_back(rule);
  return reasons;
}

}  // namespace decorum::cli
