/// Plans written by hand, for tests that start below the language.
#pragma once

#include <bit>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "runtime/eval/evaluator.h"
#include "runtime/plan/operations.h"
#include "runtime/plan/plan.h"

namespace decorum::test {

/// Adds to a plan and returns the index of what it added. Equal nodes are not shared unless asked.
class PlanBuilder {
 public:
  plan::Plan plan;

  PlanBuilder() {
    plan.name = "test";
    plan.records.push_back({"fact", {}});
    plan.scans.resize(5);
  }

  plan::SlotId fact(std::string name, plan::FieldType type, bool optional = false) {
    plan::Field field;
    field.name = std::move(name);
    field.shape.type = type;
    if (type == plan::FieldType::kEnum) field.shape.members = {"a", "b", "c"};
    return add(std::move(field), optional);
  }
  /// A list of records with unnamed fields of these types, or of single values where there is one.
  plan::SlotId list(std::string name, std::vector<plan::FieldType> element, bool optional = false) {
    plan::Field field;
    field.name = std::move(name);
    field.shape.type = plan::FieldType::kList;
    for (std::size_t i = 0; i < element.size(); ++i) {
      plan::Field part;
      if (element.size() > 1) part.name = "e" + std::to_string(i);
      part.shape.type = element[i];
      field.shape.element.push_back(part);
    }
    return add(std::move(field), optional);
  }

  plan::NodeId node(plan::Op op, const std::vector<plan::NodeId>& operands = {},
                    std::uint64_t payload = 0) {
    plan::Node made;
    made.op = op;
    made.in_body = plan::isIt(op);
    made.first_operand = static_cast<std::uint32_t>(plan.operands.size());
    made.operand_count = static_cast<std::uint32_t>(operands.size());
    made.payload = payload;
    for (const plan::NodeId operand : operands) {
      made.in_body = made.in_body || plan.nodes[operand].in_body;
      plan.operands.push_back(operand);
    }
    plan.nodes.push_back(made);
    return static_cast<plan::NodeId>(plan.nodes.size() - 1);
  }
  plan::NodeId boolean(bool b) { return node(plan::Op::kConstBool, {}, b ? 1 : 0); }
  plan::NodeId integer(std::int64_t i) {
    return node(plan::Op::kConstInt, {}, static_cast<std::uint64_t>(i));
  }
  plan::NodeId number(double n) {
    return node(plan::Op::kConstNumber, {}, std::bit_cast<std::uint64_t>(n));
  }
  plan::NodeId text(std::string t) {
    plan.strings.push_back(std::move(t));
    return node(plan::Op::kConstText, {}, plan.strings.size() - 1);
  }
  plan::NodeId load(plan::SlotId slot) {
    const auto rep = static_cast<unsigned>(plan.slots[slot].rep);
    return node(static_cast<plan::Op>(static_cast<unsigned>(plan::Op::kLoadBool) + rep), {}, slot);
  }
  plan::NodeId quantifier(plan::Quantifier::Kind kind, plan::NodeId list, plan::NodeId body) {
    plan.quantifiers.push_back({kind, body, {}});
    const auto op =
        static_cast<plan::Op>(static_cast<unsigned>(plan::Op::kAny) + static_cast<unsigned>(kind));
    return node(op, {list}, plan.quantifiers.size() - 1);
  }

  /// A rule on user events with this guard, as one condition.
  std::uint32_t rule(plan::NodeId guard) {
    const auto source = static_cast<plan::SourceId>(plan.sources.size());
    plan.sources.push_back({{"test.decorum", source + 1, 1}, "condition"});
    plan.conditions.push_back({plan::Condition::Kind::kLeaf, guard, source, {}, {}});
    plan::Rule made;
    std::string number = std::to_string(plan.rules.size());
    made.name = "r" + std::string(5 - std::min<std::size_t>(5, number.size()), '0') + number;
    made.on = 1;
    made.guard = guard;
    made.condition = static_cast<plan::ConditionId>(plan.conditions.size() - 1);
    made.source = source;
    made.order = static_cast<std::uint32_t>(plan.rules.size());
    made.flag = "f";
    plan.rules.push_back(std::move(made));
    return static_cast<std::uint32_t>(plan.rules.size() - 1);
  }

 private:
  plan::SlotId add(plan::Field field, bool optional) {
    using plan::FieldType;
    using plan::Rep;
    plan::Slot slot;
    slot.name = "fact." + field.name;
    slot.optional = optional;
    switch (field.shape.type) {
      case FieldType::kBool:
        slot.rep = Rep::kBool;
        break;
      case FieldType::kNumber:
        slot.rep = Rep::kNumber;
        break;
      case FieldType::kText:
        slot.rep = Rep::kText;
        break;
      case FieldType::kList:
        slot.rep = Rep::kList;
        break;
      default:
        slot.rep = Rep::kInt;
    }
    field.optional = optional;
    field.slot = static_cast<plan::SlotId>(plan.slots.size());
    plan.slots.push_back(std::move(slot));
    plan.records[0].fields.push_back(std::move(field));
    return static_cast<plan::SlotId>(plan.slots.size() - 1);
  }
};

/// The record of one event, written by hand. Everything is a fault until it is set.
class RecordBuilder {
 public:
  explicit RecordBuilder(const plan::Plan& plan)
      : cells_(plan.slots.size()), states_(plan.slots.size(), eval::State::kFault) {}

  void set(plan::SlotId slot, eval::Value value) {
    cells_[slot] = value.cell;
    states_[slot] = value.state;
  }
  void text(plan::SlotId slot, std::string value) {
    texts_.push_back(std::move(value));
    set(slot, {{.text = &texts_.back()}, eval::State::kOk});
  }
  /// A list to fill, kept by this record.
  eval::ListValue& list(plan::SlotId slot, std::uint32_t width) {
    lists_.emplace_back();
    lists_.back().width = width;
    set(slot, {{.list = &lists_.back()}, eval::State::kOk});
    return lists_.back();
  }
  eval::RecordView view() const { return {cells_.data(), states_.data()}; }

 private:
  std::vector<eval::Cell> cells_;
  std::vector<eval::State> states_;
  std::deque<std::string> texts_;
  std::deque<eval::ListValue> lists_;
};

inline void push(eval::ListValue& list, eval::Value value) {
  list.cells.push_back(value.cell);
  list.states.push_back(value.state);
}

}  // namespace decorum::test
