/// Policies written by hand, for tests of the engine alone.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "runtime/engine/policy_impl.h"
#include "runtime/plan/serialize.h"
#include "runtime/plan/verify.h"
#include "tests/support/plan_builder.h"

namespace decorum::test {

/// A condition and the node that decides it.
struct Expr {
  plan::NodeId node = plan::kNone;
  plan::ConditionId condition = plan::kNone;
};

inline constexpr std::uint8_t on(EventKind kind) {
  return static_cast<std::uint8_t>(1u << static_cast<unsigned>(kind));
}

class PolicyBuilder : public PlanBuilder {
 public:
  plan::MatcherId phrases(std::vector<std::string> words) {
    text::Matcher matcher;
    matcher.phrases = std::move(words);
    plan.matchers.push_back(std::move(matcher));
    return static_cast<plan::MatcherId>(plan.matchers.size() - 1);
  }
  plan::MatcherId pattern(std::string expression) {
    text::Matcher matcher;
    matcher.kind = text::MatcherKind::kPattern;
    matcher.pattern = std::move(expression);
    plan.matchers.push_back(std::move(matcher));
    return static_cast<plan::MatcherId>(plan.matchers.size() - 1);
  }
  void scan(EventKind subject, plan::MatcherId matcher) {
    auto& scan = plan.scans[static_cast<std::size_t>(subject)];
    if (std::find(scan.begin(), scan.end(), matcher) == scan.end()) scan.push_back(matcher);
    std::sort(scan.begin(), scan.end());
  }
  plan::SlotId slot(plan::SlotKind kind, plan::Rep rep, EventKind subject, std::uint32_t ref,
                    std::string name = "slot") {
    plan.slots.push_back({kind, rep, subject, ref, false, std::move(name)});
    return static_cast<plan::SlotId>(plan.slots.size() - 1);
  }
  /// A slot of `kind` about what `matcher` finds in the texts of `subject`.
  plan::SlotId about(plan::SlotKind kind, EventKind subject, plan::MatcherId matcher) {
    scan(subject, matcher);
    const auto rep = kind == plan::SlotKind::kFound ? plan::Rep::kBool : plan::Rep::kInt;
    return slot(kind, rep, subject, matcher);
  }
  plan::SlotId signal(std::string name, EventKind subject, double when_missing) {
    const auto id = slot(plan::SlotKind::kSignal, plan::Rep::kNumber, subject, plan::kNone, name);
    plan.signals.push_back(
        {std::move(name), subject, -1, 1, when_missing, false, signals::Provider::kHost, id});
    return id;
  }
  /// An argument or result `name` of `tool`, which is made where it is not there yet.
  plan::SlotId toolField(const std::string& tool, plan::SlotKind kind, std::string name,
                         plan::FieldType type, plan::Rep rep) {
    const bool is_result = kind == plan::SlotKind::kResult;
    const auto subject = is_result ? EventKind::kToolResult : EventKind::kToolCall;
    const auto id = slot(kind, rep, subject, plan::kNone, tool + '.' + name);
    plan.slots[id].optional = is_result;
    plan::Field field;
    field.name = std::move(name);
    field.shape.type = type;
    field.optional = is_result;
    field.slot = id;
    auto found = std::find_if(plan.tools.begin(), plan.tools.end(),
                              [&](const plan::Tool& t) { return t.name == tool; });
    if (found == plan.tools.end()) found = plan.tools.insert(found, {tool, tool, {}, {}});
    (is_result ? found->results : found->arguments).push_back(std::move(field));
    return id;
  }

  Expr leaf(std::string text, plan::NodeId node, std::vector<plan::SlotId> slots) {
    plan.sources.push_back({{"test.decorum", 7, 3}, std::move(text)});
    const auto source = static_cast<plan::SourceId>(plan.sources.size() - 1);
    return condition({plan::Condition::Kind::kLeaf, node, source, {}, std::move(slots)});
  }
  Expr mentions(EventKind subject, plan::MatcherId matcher) {
    const plan::SlotId found = about(plan::SlotKind::kFound, subject, matcher);
    return leaf(std::string(name(subject)) + " mentions it", load(found), {found});
  }
  Expr isTrue(plan::SlotId slot) { return leaf(plan.slots[slot].name, load(slot), {slot}); }
  Expr both(Expr a, Expr b) {
    return condition({plan::Condition::Kind::kAnd,
                      node(plan::Op::kAnd, {a.node, b.node}),
                      plan::kNone,
                      {a.condition, b.condition},
                      {}});
  }
  Expr either(Expr a, Expr b) {
    return condition({plan::Condition::Kind::kOr,
                      node(plan::Op::kOr, {a.node, b.node}),
                      plan::kNone,
                      {a.condition, b.condition},
                      {}});
  }

  /// Names must come in ascending order, as a plan has them.
  plan::Rule& rule(std::string name, RuleKind kind, std::uint8_t events, Expr guard = {}) {
    plan::Rule made;
    made.name = std::move(name);
    made.kind = kind;
    made.on = events;
    made.guard = guard.node;
    made.condition = guard.condition;
    made.order = static_cast<std::uint32_t>(plan.rules.size());
    made.flag = "flag_" + made.name;
    made.queue = "queue_" + made.name;
    const bool closed =
        kind == RuleKind::kBlock || kind == RuleKind::kHold || kind == RuleKind::kRedact;
    made.fault_open = !closed;
    return plan.rules.emplace_back(std::move(made));
  }
  plan::MessageId message(std::string text, std::string locale = "") {
    plan::Piece piece;
    piece.literal = std::move(text);
    plan.messages.push_back({std::move(locale), {piece}});
    return static_cast<plan::MessageId>(plan.messages.size() - 1);
  }
  plan::MessageId hole(std::string before, plan::HoleForm form, plan::NodeId value = plan::kNone,
                       plan::HoleType type = plan::HoleType::kText, bool is_private = false) {
    const plan::MessageId id = message(std::move(before));
    plan::Piece piece;
    piece.form = form;
    piece.value = value;
    piece.type = type;
    piece.is_private = is_private;
    plan.messages[id].pieces.push_back(std::move(piece));
    return id;
  }

  Policy build() {
    const auto reason = plan::verify(plan);
    if (reason) FAIL("the plan of this test is none: " << *reason);
    plan::seal(plan);
    auto policy = engine::makePolicy(plan);
    if (!policy) FAIL(policy.error());
    return *policy;
  }

 private:
  Expr condition(plan::Condition made) {
    plan.conditions.push_back(std::move(made));
    return {plan.conditions.back().node,
            static_cast<plan::ConditionId>(plan.conditions.size() - 1)};
  }
};

inline Event event(EventKind kind, std::string text) {
  Event made;
  made.kind = kind;
  made.text = std::move(text);
  return made;
}
inline Event user(std::string text) { return event(EventKind::kUser, std::move(text)); }
inline Event reply(std::string text) { return event(EventKind::kReply, std::move(text)); }
inline Event toolCall(std::string tool, std::string_view arguments) {
  Event made;
  made.kind = EventKind::kToolCall;
  made.tool = std::move(tool);
  made.arguments = *Value::parse(arguments);
  return made;
}
inline Event toolResult(std::string tool, std::string text) {
  Event made = event(EventKind::kToolResult, std::move(text));
  made.tool = std::move(tool);
  return made;
}
inline Event withFacts(Event event, std::string record, std::string_view json) {
  event.facts.emplace_back(std::move(record), *Value::parse(json));
  return event;
}
inline Event withSignal(Event event, std::string name, Value value) {
  event.signals.emplace_back(std::move(name), std::move(value));
  return event;
}
inline Event at(std::int64_t time_ms, Event event) {
  event.time_ms = time_ms;
  return event;
}

/// "name name!", where `!` marks those that a fault made fire.
inline std::string fired(const Verdict& verdict) {
  std::string names;
  for (const FiredRule& rule : verdict.fired) {
    names += (names.empty() ? "" : " ") + rule.rule + (rule.by_fault ? "!" : "");
  }
  return names;
}
/// "fault(subject)[rule rule]; …"
inline std::string faults(const Verdict& verdict) {
  std::string shown;
  for (const Fault& fault : verdict.faults) {
    shown += (shown.empty() ? "" : "; ") + fault.fault + '(' + fault.subject + ')';
    std::string rules;
    for (const std::string& rule : fault.rules) rules += (rules.empty() ? "" : " ") + rule;
    if (!rules.empty()) shown += '[' + rules + ']';
  }
  return shown;
}

}  // namespace decorum::test
