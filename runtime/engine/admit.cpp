/// Admission: what an event brings beside its text, checked against what the policy declares.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

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

void admitField(Judging& judging, const std::string& owner, const Field& field,
                const Value& value) {
  Record& record = judging.state.record;
  std::optional<Problem> problem;
  eval::Cell cell{.integer = 0};
  if (field.shape.type == plan::FieldType::kList) {
    eval::ListValue unread;
    eval::ListValue& list = field.slot == kNone ? unread : record.list(field.slot);
    problem = readList(field, value, judging.options.limits.list_elements, list);
    if (!problem && field.slot != kNone) record.setList(field.slot);
  } else {
    problem = readSingle(field, value, cell);
    if (!problem && field.slot != kNone) {
      if (field.shape.type == plan::FieldType::kText) {
        record.setText(field.slot, *cell.text);
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

/// Replaces a whole record; null is a record without members.
void admitRecord(Judging& judging, const std::string& owner, const std::vector<Field>& fields,
                 const Value& value) {
  Record& record = judging.state.record;
  const bool fits = value.isNull() || value.object() != nullptr;
  const FaultNote misfit{FaultKind::kWrongType, owner, "expected an object"};
  if (!fits) judging.work.notes.push_back(misfit);
  for (const Field& field : fields) {
    if (!judging.state.saved_keys.empty()) judging.state.saved_keys.erase(field.slot);
    const Value* member = memberOf(value, field.name);
    if (member != nullptr) {
      admitField(judging, owner, field, *member);
    } else if (field.slot != kNone) {
      record.setMissing(field.slot);
      if (!fits) record.setFault(field.slot, misfit);
    }
  }
}

/// What words are chosen by, whether or not a rule reads it.
void admitLocale(Judging& judging, const Value& conversation) {
  const Value* locale = conversation.find("locale");
  judging.state.locale = locale != nullptr && locale->text() != nullptr ? *locale->text() : "";
}

void admitFacts(Judging& judging) {
  for (const auto& [name, value] : judging.event.facts) {
    if (name == "conversation") admitLocale(judging, value);
    // Several packs may ask for the same record, each for fields of its own.
    for (const plan::Record& record : judging.plan().records) {
      if (record.name == name) admitRecord(judging, record.name, record.fields, value);
    }
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
    if (signals[i].subject == judging.event.kind) admitSignal(judging, i);
  }
}

void admitResult(Judging& judging, const plan::Tool& tool) {
  const Event& event = judging.event;
  if (tool.results.empty()) return;
  if (event.arguments && event.arguments->object() != nullptr) {
    admitRecord(judging, tool.name, tool.results, *event.arguments);
    return;
  }
  // Plain text is a result too, one without fields.
  const auto start = event.text.find_first_not_of(" \t\r\n");
  const bool is_object = start != std::string::npos && event.text[start] == '{';
  if (!is_object) return admitRecord(judging, tool.name, tool.results, Value());
  const auto parsed = Value::parse(event.text);
  admitRecord(judging, tool.name, tool.results, parsed ? *parsed : Value("not JSON"));
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
    admitRecord(judging, tool.name, tool.arguments, event.arguments.value_or(Value()));
  } else {
    admitResult(judging, tool);
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
  for (const SlotId slot : judging.policy.clock_slots) {
    judging.state.record.setInt(slot, clockValue(judging, judging.plan().slots[slot], tool));
  }
}

}  // namespace decorum::engine
