#include "tools/cli/witness_inputs.h"

#include <algorithm>
#include <bit>

#include "runtime/base/rfc3339.h"
#include "runtime/plan/operations.h"
#include "tools/cli/witness_examples.h"

namespace decorum::cli {
namespace {

using plan::kNone;
using plan::NodeId;
using plan::Op;
using plan::SlotId;
using plan::SlotKind;

constexpr std::size_t kExamples = 8;
constexpr std::int64_t kMinute = 60'000;

struct Constants {
  std::set<std::int64_t> integers = {0, 1};
  std::set<double> numbers = {0};
  std::set<std::string> texts;
};

class Collecting {
 public:
  explicit Collecting(const plan::Plan& plan) : plan_(plan) {}

  Inputs of(std::uint32_t rule) {
    addRule(rule);
    while (!pending_.empty()) {
      const NodeId id = pending_.back();
      pending_.pop_back();
      visit(id);
    }
    finish();
    return std::move(inputs_);
  }

 private:
  void push(NodeId node) {
    if (node != kNone && nodes_.insert(node).second) pending_.push_back(node);
  }

  void addRule(std::uint32_t index) {
    if (!rules_.insert(index).second) return;
    const plan::Rule& rule = plan_.rules[index];
    push(rule.guard);
    for (unsigned kind = 0; kind <= static_cast<unsigned>(EventKind::kClose); ++kind)
      if ((rule.on >> kind & 1) != 0) {
        inputs_.kinds.insert(static_cast<EventKind>(kind));
        for (const plan::Find& find : rule.finds)
          addMatcher(static_cast<EventKind>(kind), find.matcher);
      }
    for (const plan::Find& find : rule.finds) push(find.where);
  }

  void addMatcher(EventKind subject, plan::MatcherId matcher) {
    if (matchers_.emplace(subject, matcher).second)
      inputs_.texts.push_back({subject, examplesOf(plan_.matchers[matcher], kExamples, matcher)});
    inputs_.kinds.insert(subject);
  }

  void visit(NodeId id) {
    const plan::Node& node = plan_.nodes[id];
    for (std::uint32_t i = 0; i < node.operand_count; ++i)
      push(plan_.operands[node.first_operand + i]);
    if (plan::isLoad(node.op)) return addSlot(static_cast<SlotId>(node.payload));
    if (plan::isQuantifier(node.op)) push(plan_.quantifiers[node.payload].body);
    switch (node.op) {
      case Op::kConstInt:
        constants_.integers.insert(static_cast<std::int64_t>(node.payload));
        break;
      case Op::kConstNumber:
        constants_.numbers.insert(std::bit_cast<double>(node.payload));
        break;
      case Op::kConstText:
        constants_.texts.insert(plan_.strings[node.payload]);
        break;
      case Op::kMemberInt:
        for (const std::int64_t value : plan_.int_sets[node.payload])
          constants_.integers.insert(value);
        break;
      case Op::kMemberNumber:
        for (const double value : plan_.number_sets[node.payload]) constants_.numbers.insert(value);
        break;
      case Op::kMemberText:
        for (const std::string& value : plan_.text_sets[node.payload])
          constants_.texts.insert(value);
        break;
      default:
        break;
    }
  }

  void addSlot(SlotId id) {
    if (!slots_.insert(id).second) return;
    const plan::Slot& slot = plan_.slots[id];
    switch (slot.kind) {
      case SlotKind::kFound:
      case SlotKind::kOccurrences:
      case SlotKind::kDistinct:
        addMatcher(slot.subject, slot.ref);
        break;
      case SlotKind::kHitQuantifier:
        for (const plan::MatcherId matcher : plan_.quantifiers[slot.ref].matchers)
          addMatcher(slot.subject, matcher);
        push(plan_.quantifiers[slot.ref].body);
        break;
      case SlotKind::kLength:
      case SlotKind::kWords:
        measured_.insert(slot.subject);
        [[fallthrough]];
      case SlotKind::kCurrentTool:
      case SlotKind::kTextHash:
      case SlotKind::kSimilarity:
        inputs_.kinds.insert(slot.subject);
        break;
      case SlotKind::kTurn:
        inputs_.kinds.insert(EventKind::kUser);
        break;
      case SlotKind::kFirstReply:
        inputs_.kinds.insert(EventKind::kReply);
        break;
      case SlotKind::kTimeOfDay:
      case SlotKind::kWeekday:
      case SlotKind::kWithinHours:
      case SlotKind::kNow:
        inputs_.clock = true;
        break;
      case SlotKind::kMemory:
        addOperator(plan_.memory[slot.ref]);
        break;
      default:
        break;
    }
  }

  void addOperator(const plan::Operator& op) {
    for (const NodeId node : {op.operand, op.second, op.key, op.read_key}) push(node);
    if (op.clock != plan::kEveryEvent) inputs_.kinds.insert(static_cast<EventKind>(op.clock));
    if (op.unit == plan::Unit::kTime) windows_.insert(op.window);
    for (const std::int64_t count : {op.window, std::int64_t{op.keep}})
      if (op.unit != plan::Unit::kTime || count == op.keep)
        if (count > 1 && count <= 20) repetitions_.insert(static_cast<std::size_t>(count));
    if (op.kind != plan::OperatorKind::kFlagged) return;
    for (std::uint32_t i = 0; i < plan_.rules.size(); ++i)
      if (plan_.rules[i].kind == RuleKind::kFlag && plan_.rules[i].flag == plan_.strings[op.ref])
        addRule(i);
  }

  std::vector<Value> valuesOf(const plan::FieldShape& shape) const {
    std::vector<Value> values;
    const auto fits = [&](double value) { return value >= shape.low && value <= shape.high; };
    switch (shape.type) {
      case plan::FieldType::kBool:
        return {Value(true), Value(false)};
      case plan::FieldType::kEnum:
        for (const std::string& member : shape.members) values.emplace_back(member);
        break;
      case plan::FieldType::kText:
        for (const std::string& text : constants_.texts) values.emplace_back(text);
        values.emplace_back(std::string("something"));
        break;
      case plan::FieldType::kNumber:
        for (const double value : allNumbers())
          if (fits(value)) values.emplace_back(value);
        break;
      case plan::FieldType::kList:
        values.emplace_back(Value::List{});
        if (shape.element.size() == 1 && shape.element.front().name.empty()) {
          for (const Value& value : valuesOf(shape.element.front().shape))
            values.emplace_back(Value::List{value});
        } else {
          addRecords(shape, values);
        }
        break;
      case plan::FieldType::kTime:
        for (const std::int64_t time : times()) values.emplace_back(formatTime(time));
        break;
      default:
        for (const std::int64_t value : constants_.integers)
          for (const std::int64_t near : {value - 1, value, value + 1})
            if (fits(static_cast<double>(near))) values.emplace_back(near);
        break;
    }
    return values;
  }

  /// Lists of one record, of the i-th values of its fields.
  void addRecords(const plan::FieldShape& shape, std::vector<Value>& values) const {
    std::size_t most = 0;
    std::vector<std::vector<Value>> fields;
    for (const plan::Field& field : shape.element) {
      fields.push_back(valuesOf(field.shape));
      most = std::max(most, fields.back().size());
    }
    for (std::size_t i = 0; i < most; ++i) {
      Value::Object record;
      for (std::size_t f = 0; f < fields.size(); ++f)
        if (!fields[f].empty())
          record.emplace_back(shape.element[f].name, fields[f][i % fields[f].size()]);
      values.emplace_back(Value::List{Value(record)});
    }
  }

  /// Instants that are compared, and a while before and after the usual start: whole minutes, as
  /// tests write them.
  std::set<std::int64_t> times() const {
    std::set<std::int64_t> all = {kUsualStart};
    for (const std::int64_t value : constants_.integers) {
      const std::int64_t whole = value / kMinute * kMinute;
      if (whole >= kUsualStart / 2) {
        all.insert({whole - kMinute, whole, whole + kMinute});
      } else if (whole > 0) {
        for (const std::int64_t by : {-kMinute, std::int64_t{0}, kMinute})
          all.insert({kUsualStart - whole + by, kUsualStart + whole + by});
      }
    }
    return all;
  }

  std::set<double> allNumbers() const {
    std::set<double> all;
    for (const double value : constants_.numbers)
      for (const double by : {-1.0, -0.01, 0.0, 0.01, 1.0}) all.insert(value + by);
    for (const std::int64_t value : constants_.integers)
      for (const double by : {-1.0, 0.0, 1.0}) all.insert(static_cast<double>(value) + by);
    return all;
  }

  void finish() {
    for (const plan::Record& record : plan_.records)
      for (const plan::Field& field : record.fields)
        if (field.slot != kNone && slots_.contains(field.slot))
          inputs_.facts.push_back({record.name, &field, kNone, false, valuesOf(field.shape)});
    for (const plan::Signal& signal : plan_.signals)
      if (signal.slot != kNone && slots_.contains(signal.slot)) addSignal(signal);
    addTools();
    for (const EventKind subject : measured_) addLongTexts(subject);
    for (const std::int64_t window : windows_)
      for (const std::int64_t near : {window - 1'000, window, window + 1'000})
        if (near > 0) inputs_.pauses_ms.push_back(near);
    for (const std::int64_t value : constants_.integers)  // durations that are compared
      if (value >= 1'000 && value % 1'000 == 0)
        for (const std::int64_t near : {value - 1'000, value, value + 1'000})
          inputs_.pauses_ms.push_back(near);
    inputs_.pauses_ms.push_back(60'000);
    for (const std::int64_t value : constants_.integers)
      if (value > 1 && value <= 20) repetitions_.insert(static_cast<std::size_t>(value));
    inputs_.repetitions.assign(repetitions_.begin(), repetitions_.end());
  }

  /// Of as many characters, or words, as are compared, and one more.
  void addLongTexts(EventKind subject) {
    TextInput input{subject, {}};
    for (const std::int64_t value : constants_.integers) {
      if (value < 2 || value > 10'000) continue;
      std::string words = "well";
      for (std::int64_t i = 0; i < value; ++i) words += " well";
      input.examples.push_back(words.substr(0, static_cast<std::size_t>(value) + 1));
      input.examples.push_back(std::move(words));
    }
    inputs_.texts.push_back(std::move(input));
  }

  void addSignal(const plan::Signal& signal) {
    SignalInput input{&signal, {}};
    for (const double value : allNumbers())
      if (value >= signal.low && value <= signal.high) input.values.push_back(value);
    for (const double end : {signal.low, signal.high}) input.values.push_back(end);
    inputs_.kinds.insert(signal.subject);
    inputs_.signals.push_back(std::move(input));
  }

  /// Tools whose fields are read; all, where only the tool's name is.
  void addTools() {
    const auto isRead = [&](const plan::Field& field) {
      return field.slot != kNone && slots_.contains(field.slot);
    };
    const bool any = inputs_.kinds.contains(EventKind::kToolCall) ||
                     inputs_.kinds.contains(EventKind::kToolResult);
    for (std::uint32_t i = 0; i < plan_.tools.size(); ++i) {
      const plan::Tool& tool = plan_.tools[i];
      const bool called = std::any_of(tool.arguments.begin(), tool.arguments.end(), isRead);
      const bool answered = std::any_of(tool.results.begin(), tool.results.end(), isRead);
      if (!any && !called && !answered) continue;
      inputs_.tools.push_back(i);
      if (called || answered) inputs_.kinds.insert(EventKind::kToolCall);
      if (answered) inputs_.kinds.insert(EventKind::kToolResult);
      for (const plan::Field& field : tool.arguments)
        addToolField(tool, i, field, EventKind::kToolCall);
      for (const plan::Field& field : tool.results)
        addToolField(tool, i, field, EventKind::kToolResult);
    }
  }

  void addToolField(const plan::Tool& tool, std::uint32_t index, const plan::Field& field,
                    EventKind subject) {
    std::vector<Value> values = valuesOf(field.shape);
    if (field.shape.type == plan::FieldType::kText)
      for (const TextInput& text : inputs_.texts)
        if (text.subject == subject)
          values.insert(values.end(), text.examples.begin(), text.examples.end());
    inputs_.tool_fields.push_back(
        {tool.name, &field, index, subject == EventKind::kToolResult, std::move(values)});
  }

  const plan::Plan& plan_;
  Inputs inputs_;
  Constants constants_;
  std::set<NodeId> nodes_;
  std::vector<NodeId> pending_;
  std::set<SlotId> slots_;
  std::set<std::uint32_t> rules_;
  std::set<std::pair<EventKind, plan::MatcherId>> matchers_;
  std::set<EventKind> measured_;  ///< whose texts' lengths matter
  std::set<std::int64_t> windows_;
  std::set<std::size_t> repetitions_;
};

}  // namespace

Inputs inputsOf(const plan::Plan& plan, std::uint32_t rule) { return Collecting(plan).of(rule); }

}  // namespace decorum::cli
