/// Admission: what an event brings beside its text, checked against what the policy declares.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "runtime/engine/json_event.h"
#include "runtime/engine/judging.h"
#include "runtime/engine/shapes.h"
#include "runtime/text/local_time.h"

namespace decorum::engine {
namespace {

using plan::Field;
using plan::kNone;
using plan::SlotId;
using plan::SlotKind;

constexpr std::int64_t kDayMs = 86'400'000;

/// As far as time goes, so that sums of times and durations fit (ECMAScript's limit, 21.4.1.1).
constexpr std::int64_t kMostTimeMs = 8'640'000'000'000'000;

void admitTime(Judging& judging) {
  ConversationState& state = judging.state;
  if (!judging.event.time_ms) return;
  if (*judging.event.time_ms < -kMostTimeMs || *judging.event.time_ms > kMostTimeMs) {
    judging.work.notes.push_back(
        {FaultKind::kOutOfRange, "time", fmt::format("{} ms since 1970", *judging.event.time_ms)});
    return;
  }
  if (*judging.event.time_ms < state.time_ms && state.index > 0) {
    judging.work.notes.push_back(
        {FaultKind::kTimeWentBack, "time",
         fmt::format("{} ms before the event before it", state.time_ms - *judging.event.time_ms)});
    return;
  }
  state.time_ms = *judging.event.time_ms;
}

template <class Node>
void admitField(Judging& judging, const std::string& owner, const Field& field, const Node& value) {
  Record& record = judging.state.record;
  std::optional<Problem> problem;
  if (field.shape.type == plan::FieldType::kList) {
    eval::ListValue unread;
    eval::ListValue& list = field.slot == kNone ? unread : record.list(field.slot);
    problem = readList(field, value, judging.options.limits.list_elements, list);
    if (!problem && field.slot != kNone) record.setList(field.slot);
  } else {
    eval::Cell cell{.integer = 0};
    problem = readSingle(field, value, cell);
    if (!problem && field.slot != kNone) {
      if (field.shape.type == plan::FieldType::kText) {
        record.setText(field.slot, *value.text());
      } else {
        record.set(field.slot, cell);
      }
    }
  }
  if (!problem) return;
  FaultNote note{problem->kind, owner + '.' + field.name, std::move(problem->detail)};
  if (field.slot != kNone) record.setFault(field.slot, note);
  judging.work.notes.push_back(std::move(note));
}

/// What a policy says of one record.
struct Shape {
  const std::string& name;
  const std::vector<Field>& fields;
  const MemberNames& names;
};

/// Fills `members`, by `MemberNames`, from an object; of equal names the last counts.
template <class Node>
void findMembers(const MemberNames& names, const Found<Node>& value,
                 std::vector<Found<Node>>& members) {
  members.assign(names.size(), Found<Node>{});
  if (!value) return;
  const auto object = value->object();
  if (!object) return;
  std::uint32_t guess = 0;
  for (const auto& member : *object) {
    const std::uint32_t at = names.find(member.first, guess);
    if (at == kNone) continue;
    keep(member.second, members[at]);
    guess = at + 1;
  }
}

/// The value of a field; nothing where it is not there or is JSON's null.
template <class Node>
Found<Node> valueOf(const Field& field, const Found<Node>& member) {
  if (!member || member->isNull()) return {};
  const auto dot = field.name.find('.');
  if (dot == std::string::npos) return member;
  return memberOf(*member, std::string_view(field.name).substr(dot + 1));
}

/// Replaces a whole record; null, and nothing, is a record without members. `members` is memory.
template <class Node>
void admitRecord(Judging& judging, const Shape& shape, const Found<Node>& value,
                 std::vector<Found<Node>>& members) {
  Record& record = judging.state.record;
  const bool fits = !value || value->isNull() || value->object();
  const auto misfit = [&] {
    return FaultNote{FaultKind::kWrongType, shape.name, "expected an object"};
  };
  if (!fits) judging.work.notes.push_back(misfit());
  findMembers<Node>(shape.names, value, members);
  judging.work.effort[EffortKind::kInput] += shape.fields.size();
  for (std::size_t i = 0; i < shape.fields.size(); ++i) {
    const Field& field = shape.fields[i];
    if (!judging.state.saved_keys.empty()) judging.state.saved_keys.erase(field.slot);
    if (const auto member = valueOf<Node>(field, members[shape.names.ofField(i)])) {
      admitField(judging, shape.name, field, *member);
    } else if (field.slot != kNone) {
      record.setMissing(field.slot);
      if (!fits) record.setFault(field.slot, misfit());
    }
  }
}

/// What words are chosen by, whether or not a rule reads it.
template <class Node>
void admitLocale(Judging& judging, const Node& conversation) {
  judging.state.locale = textOf(conversation.find("locale")).value_or("");
}

template <class Node>
void admitFact(Judging& judging, std::string_view name, const Node& value,
               std::vector<Found<Node>>& members) {
  if (name == "conversation") admitLocale(judging, value);
  Found<Node> found{};
  keep(value, found);
  // Several packs may ask for the same record, each for fields of its own.
  const std::vector<plan::Record>& records = judging.plan().records;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (records[i].name != name) continue;
    const Shape shape{records[i].name, records[i].fields, judging.policy.members.records[i]};
    admitRecord<Node>(judging, shape, found, members);
  }
}

void admitFacts(Judging& judging) {
  for (const auto& [name, value] : judging.event.facts) {
    admitFact(judging, name, value, judging.work.members);
  }
  if (judging.json == nullptr || !judging.json->facts) return;
  const auto facts = judging.json->facts->object();
  for (const auto& [name, value] : *facts) {
    admitFact(judging, name, value, judging.json->members);
  }
}

const Value* givenSignal(const Event& event, const std::string& name) {
  const Value* given = nullptr;
  for (const auto& [signal, value] : event.signals) {
    if (signal == name) given = value.isNull() ? nullptr : &value;
  }
  return given;
}

void admitSignal(Judging& judging, std::uint32_t index) {
  const plan::Signal& signal = judging.plan().signals[index];
  Record& record = judging.state.record;
  const Value* given = givenSignal(judging.event, signal.name);
  judging.state.signals[index] = given != nullptr      ? SignalSource::kEvent
                                 : signal.when_missing ? SignalSource::kWhenMissing
                                                       : SignalSource::kNone;
  if (given == nullptr && !signal.when_missing) {
    if (signal.slot != kNone) record.setMissing(signal.slot);
    return;
  }
  eval::Cell cell{.number = signal.when_missing.value_or(0)};
  if (given != nullptr) {
    Field field;
    field.shape = {.type = plan::FieldType::kNumber,
                   .members = {},
                   .low = signal.low,
                   .high = signal.high,
                   .element = {}};
    if (auto problem = readSingle(field, *given, cell)) {
      FaultNote note{problem->kind, signal.name, std::move(problem->detail)};
      if (signal.slot != kNone) record.setFault(signal.slot, note);
      judging.work.notes.push_back(std::move(note));
      return;
    }
  }
  if (signal.slot != kNone) record.set(signal.slot, cell);
}

void admitSignals(Judging& judging) {
  const std::vector<plan::Signal>& signals = judging.plan().signals;
  for (std::uint32_t i = 0; i < signals.size(); ++i) {
    if (signals[i].subject != judging.event.kind) continue;
    ++judging.work.effort[EffortKind::kInput];
    admitSignal(judging, i);
  }
}

void admitValue(Judging& judging, const Shape& shape, const Value* value) {
  admitRecord<Value>(judging, shape, value, judging.work.members);
}

void admitResult(Judging& judging, const Shape& shape) {
  const Event& event = judging.event;
  if (shape.fields.empty()) return;
  if (event.arguments && event.arguments->object() != nullptr) {
    return admitValue(judging, shape, &*event.arguments);
  }
  // Plain text is a result too, one without fields.
  const auto start = event.text.find_first_not_of(" \t\r\n");
  const bool is_object = start != std::string::npos && event.text[start] == '{';
  if (!is_object) return admitValue(judging, shape, nullptr);
  const auto parsed = Value::parse(event.text);
  judging.work.effort[EffortKind::kJsonByte] += event.text.size();
  const Value unread("not JSON");
  admitValue(judging, shape, parsed ? &*parsed : &unread);
  if (!parsed) judging.work.notes.back().detail = parsed.error();
}

/// The index of the tool that a call or result is about; -1 for one that no one declared.
std::int64_t admitTool(Judging& judging) {
  const Event& event = judging.event;
  if (event.kind != EventKind::kToolCall && event.kind != EventKind::kToolResult) return -2;
  const std::uint32_t index = judging.policy.tools.find(event.tool);
  if (index == kNone) {
    const bool speaks_of_tools = !judging.plan().tools.empty();
    if (speaks_of_tools && !event.tool.empty()) {
      judging.work.notes.push_back({FaultKind::kUnknownTool, event.tool, ""});
    }
    return -1;
  }
  const plan::Tool& tool = judging.plan().tools[index];
  if (event.kind == EventKind::kToolCall) {
    const Shape shape{tool.name, tool.arguments, judging.policy.members.arguments[index]};
    admitValue(judging, shape, event.arguments ? &*event.arguments : nullptr);
  } else {
    admitResult(judging, {tool.name, tool.results, judging.policy.members.results[index]});
  }
  return index;
}

std::int64_t clockValue(const Judging& judging, const plan::Slot& slot, std::int64_t tool) {
  const ConversationState& state = judging.state;
  const std::int64_t day =
      std::chrono::floor<std::chrono::days>(std::chrono::milliseconds(state.time_ms)).count();
  switch (slot.kind) {
    case SlotKind::kNow:
      return state.time_ms;
    case SlotKind::kTimeOfDay:
      return state.time_ms - day * kDayMs;
    case SlotKind::kWeekday:  // 1970-01-01 was a Thursday
      return ((day + 3) % 7 + 7) % 7;
    case SlotKind::kTurn:
      return state.turn;
    case SlotKind::kFirstReply:
      return judging.event.kind == EventKind::kReply && !state.had_reply ? 1 : 0;
    case SlotKind::kWithinHours:
      return isWithin(judging.plan().hours[slot.ref], state.time_ms) ? 1 : 0;
    default:
      return slot.subject == judging.event.kind ? tool : -2;
  }
}

}  // namespace

bool isWithin(const plan::Hours& hours, std::int64_t time_ms) {
  const text::LocalTime local = text::localTime(time_ms, hours.zone);
  const std::chrono::year_month_day date{std::chrono::year{local.year},
                                         std::chrono::month{static_cast<unsigned>(local.month)},
                                         std::chrono::day{static_cast<unsigned>(local.day)}};
  const std::int64_t day = std::chrono::sys_days(date).time_since_epoch().count();
  if (std::binary_search(hours.except_days.begin(), hours.except_days.end(), day)) return false;
  return std::any_of(hours.spans.begin(), hours.spans.end(), [&](const plan::HoursSpan& span) {
    return span.first_day <= local.weekday && local.weekday <= span.last_day &&
           span.from_ms <= local.day_ms && local.day_ms < span.to_ms;
  });
}

void admit(Judging& judging) {
  for (const std::string& what : judging.event.malformed) {
    judging.work.notes.push_back({FaultKind::kMalformedEvent, what, ""});
  }
  admitTime(judging);
  if (judging.event.kind == EventKind::kUser) ++judging.state.turn;
  admitFacts(judging);
  admitSignals(judging);
  const std::int64_t tool = admitTool(judging);
  judging.work.effort[EffortKind::kInput] += judging.policy.clock_slots.size();
  for (const SlotId slot : judging.policy.clock_slots) {
    judging.state.record.setInt(slot, clockValue(judging, judging.plan().slots[slot], tool));
  }
}

}  // namespace decorum::engine
