#include "runtime/engine/seen.h"

#include <algorithm>
#include <map>

namespace decorum::engine {
namespace {

using plan::kNone;
using plan::Plan;
using plan::Rep;
using plan::SlotId;
using plan::SlotKind;

/// What is known of slots from the places that fill them.
struct SlotNotes {
  std::vector<const plan::FieldShape*> shapes;  ///< null for those of no field
  std::vector<bool> hidden;                     ///< private or protected
};

SlotNotes notesOf(const Plan& plan) {
  SlotNotes notes{std::vector<const plan::FieldShape*>(plan.slots.size()),
                  std::vector<bool>(plan.slots.size())};
  const auto take = [&](const std::vector<plan::Field>& fields) {
    for (const plan::Field& field : fields) {
      if (field.slot == kNone) continue;
      notes.shapes[field.slot] = &field.shape;
      notes.hidden[field.slot] = (field.labels & (plan::kPrivate | plan::kProtected)) != 0;
    }
  };
  for (const plan::Record& record : plan.records) take(record.fields);
  for (const plan::Tool& tool : plan.tools) {
    take(tool.arguments);
    take(tool.results);
  }
  return notes;
}

bool isShown(const Plan& plan, const SlotNotes& notes, SlotId id) {
  const plan::Slot& slot = plan.slots[id];
  if (slot.rep == Rep::kText || slot.rep == Rep::kList || notes.hidden[id]) return false;
  if (slot.kind == SlotKind::kMemory) {
    const plan::OperatorKind kind = plan.memory[slot.ref].kind;
    const plan::NodeId operand = plan.memory[slot.ref].operand;
    const bool hash =
        kind == plan::OperatorKind::kCallKey ||
        (kind == plan::OperatorKind::kLatest && plan.nodes[operand].op == plan::Op::kHashText);
    return !hash;
  }
  return slot.kind != SlotKind::kTextHash && slot.kind != SlotKind::kSimilarity &&
         slot.kind != SlotKind::kSalt;
}

/// Names of slots; of those with equal names the second is `… (2)`.
std::vector<std::string> namesOf(const Plan& plan) {
  std::map<std::string, int> counts;
  std::vector<std::string> names;
  for (const plan::Slot& slot : plan.slots) {
    const int count = ++counts[slot.name];
    names.push_back(count == 1 ? slot.name : slot.name + " (" + std::to_string(count) + ")");
  }
  return names;
}

Value shownValue(const Plan& plan, const SlotNotes& notes, SlotId id, const eval::Value& value) {
  const plan::Slot& slot = plan.slots[id];
  if (slot.rep == Rep::kBool) return value.cell.integer != 0;
  if (slot.rep == Rep::kNumber) return value.cell.number;
  const auto index = static_cast<std::size_t>(value.cell.integer);
  const plan::FieldShape* shape = notes.shapes[id];
  if (shape != nullptr && shape->type == plan::FieldType::kEnum && index < shape->members.size()) {
    return shape->members[index];
  }
  if (slot.kind == SlotKind::kCurrentTool && index < plan.tools.size()) {
    return plan.tools[index].name;
  }
  return value.cell.integer;
}

/// The other way round; false where the value is not one that `shownValue` gives.
bool takeValue(const Plan& plan, const SlotNotes& notes, SlotId id, const Value& value,
               Record& record) {
  const plan::Slot& slot = plan.slots[id];
  if (value.isNull()) {
    record.setMissing(id);
    return true;
  }
  if (const bool* truth = value.boolean()) {
    record.setInt(id, *truth ? 1 : 0);
    return slot.rep == Rep::kBool;
  }
  if (const std::int64_t* integer = value.integer(); integer != nullptr) {
    if (slot.rep == Rep::kNumber) {
      record.set(id, {.number = static_cast<double>(*integer)});
    } else {
      record.setInt(id, *integer);
    }
    return true;
  }
  if (const double* number = value.number(); number != nullptr && slot.rep == Rep::kNumber) {
    record.set(id, {.number = *number});
    return true;
  }
  const std::string* word = value.text();
  if (word == nullptr) return false;
  const auto set = [&](std::size_t index) {
    record.setInt(id, static_cast<std::int64_t>(index));
    return true;
  };
  if (slot.kind == SlotKind::kCurrentTool) {
    for (std::size_t i = 0; i < plan.tools.size(); ++i) {
      if (plan.tools[i].name == *word) return set(i);
    }
    return false;
  }
  if (notes.shapes[id] == nullptr) return false;
  const auto& members = notes.shapes[id]->members;
  const auto at = std::find(members.begin(), members.end(), *word);
  return at != members.end() && set(static_cast<std::size_t>(at - members.begin()));
}

ConditionAnswer::Truth truthOf(const eval::Value& value) {
  using Truth = ConditionAnswer::Truth;
  if (value.state != eval::State::kOk) return Truth::kUnknown;
  return value.isTrue() ? Truth::kTrue : Truth::kFalse;
}

/// Answers about one policy and one event.
class Answers {
 public:
  Answers(const Policy::Impl& policy, const Seen& seen)
      : policy_(policy), plan_(policy.plan), names_(namesOf(plan_)), state_(policy, "") {
    const SlotNotes notes = notesOf(plan_);
    std::map<std::string, const Value*> by_name;
    for (const auto& [name, value] : seen) by_name[name] = &value;
    for (SlotId id = 0; id < plan_.slots.size(); ++id) {
      const auto found = by_name.find(names_[id]);
      if (found != by_name.end()) {
        seen_[id] = *found->second;
        if (!takeValue(plan_, notes, id, *found->second, state_.record))
          state_.record.setUnknown(id);
      } else if (!isShown(plan_, notes, id)) {
        state_.record.setUnknown(id);
      }
    }
  }

  RuleAnswer of(std::uint32_t index, EventKind event) {
    const plan::Rule& rule = plan_.rules[index];
    RuleAnswer answer;
    answer.rule = rule.name;
    answer.kind = rule.kind;
    answer.on_this_event = (rule.on >> static_cast<unsigned>(event) & 1) != 0;
    if (rule.guard != kNone) answer.guard = truthOf(value(rule.guard));
    if (rule.condition == kNone) return answer;
    std::vector<plan::ConditionId> order;
    add(rule.condition, 0, answer.conditions, order);
    std::vector<eval::Truth> leaves(plan_.conditions.size());
    for (std::size_t i = 0; i < order.size(); ++i) leaves[order[i]] = answer.conditions[i].truth;
    const eval::Reasons reasons(plan_, rule.condition, leaves);
    if (reasons.outcome() != answer.guard) return answer;  // a setting settled it
    const auto at = [&](plan::ConditionId id) {
      return static_cast<std::size_t>(std::find(order.begin(), order.end(), id) - order.begin());
    };
    for (const plan::ConditionId id : reasons.enough()) answer.conditions[at(id)].decided = true;
    for (const eval::Flip& flip : reasons.flips(reasons.outcome() != eval::Truth::kTrue)) {
      answer.flips.emplace_back(at(flip.condition), flip.to);
    }
    return answer;
  }

 private:
  eval::Value value(plan::NodeId node) {
    return policy_.interpreter.operand(node, state_.record.view(), scratch_);
  }

  void add(plan::ConditionId id, std::uint32_t depth, std::vector<ConditionAnswer>& out,
           std::vector<plan::ConditionId>& order) {
    const plan::Condition& condition = plan_.conditions[id];
    ConditionAnswer answer;
    answer.truth = truthOf(value(condition.node));
    answer.depth = depth;
    answer.kind = condition.kind;
    if (condition.source != kNone) {
      answer.condition = plan_.sources[condition.source].text;
      answer.at = plan_.sources[condition.source].place;
    }
    for (const SlotId slot : condition.slots) {
      const auto found = seen_.find(slot);
      if (found != seen_.end()) answer.values.emplace_back(names_[slot], found->second);
    }
    out.push_back(std::move(answer));
    order.push_back(id);
    for (const plan::ConditionId child : condition.children) add(child, depth + 1, out, order);
  }

  const Policy::Impl& policy_;
  const Plan& plan_;
  std::vector<std::string> names_;
  ConversationState state_;
  std::map<SlotId, Value> seen_;
  eval::Scratch scratch_;
};

}  // namespace

Seen seenBy(const Judging& judging) {
  const Plan& plan = judging.plan();
  const SlotNotes notes = notesOf(plan);
  const std::vector<std::string> names = namesOf(plan);
  const Record& record = judging.state.record;
  Seen seen;
  for (SlotId id = 0; id < plan.slots.size(); ++id) {
    if (!isShown(plan, notes, id)) continue;
    const eval::Value value = record.at(id);
    const eval::Value& start = judging.policy.at_start[id];
    const bool same = value.state == start.state &&
                      (value.state != eval::State::kOk || value.cell.integer == start.cell.integer);
    if (same) continue;
    Value shown;
    if (value.state == eval::State::kOk) shown = shownValue(plan, notes, id, value);
    if (value.state == eval::State::kFault) {
      const FaultNote* note = record.noteOf(id);
      shown = Value::Object{{"fault", note == nullptr ? "unknown" : name(note->kind)}};
    }
    seen.emplace_back(names[id], std::move(shown));
  }
  return seen;
}

std::vector<RuleAnswer> answer(const Policy& policy, EventKind event, const Seen& seen,
                               const std::string& rule) {
  Answers answers(policy.impl(), seen);
  std::vector<RuleAnswer> all;
  const auto& rules = policy.impl().plan.rules;
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    if (rule.empty() || rules[i].name == rule) all.push_back(answers.of(i, event));
  }
  return all;
}

}  // namespace decorum::engine
