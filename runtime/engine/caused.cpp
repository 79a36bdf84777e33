/// What an event causes outside of its conversation.
#include "runtime/engine/caused.h"

#include <algorithm>
#include <bit>

#include "runtime/base/digest.h"
#include "runtime/base/json_writer.h"
#include "runtime/base/rfc3339.h"
#include "runtime/engine/faults.h"

namespace decorum::engine {
namespace {

void addMembers(PartsDigest& digest, const std::vector<std::pair<std::string, Value>>& members) {
  digest.add(static_cast<std::uint64_t>(members.size()));
  for (const auto& [name, value] : members) digest.add(name).add(value.toJson());
}

std::optional<std::int64_t> after(std::int64_t time_ms, std::optional<std::int64_t> span_ms) {
  std::int64_t sum = 0;
  if (!span_ms || __builtin_add_overflow(time_ms, *span_ms, &sum)) return std::nullopt;
  return sum;
}

/// What all items of an event have in common.
WorkItem itemOf(const EventName& event, WorkKind kind, std::string rule, std::string queue) {
  WorkItem item;
  item.id = PartsDigest("work item")
                .add(event.conversation)
                .add(event.id)
                .add(name(kind))
                .add(rule)
                .add(queue)
                .finishHex();
  item.conversation = event.conversation;
  item.event_id = event.id;
  item.index = event.index;
  item.kind = kind;
  item.rule = std::move(rule);
  item.queue = std::move(queue);
  item.created_ms = event.time_ms;
  item.delivery.due_ms = event.time_ms;
  return item;
}

template <class T, class Write>
void listMember(JsonWriter& out, std::string_view name, const std::vector<T>& elements,
                Write write) {
  if (elements.empty()) return;
  out.key(name).beginList();
  for (const T& element : elements) write(element);
  out.endList();
}

void textsMember(JsonWriter& out, std::string_view name, const std::vector<std::string>& texts) {
  listMember(out, name, texts, [&](const std::string& text) { out.text(text); });
}

void writeSpan(JsonWriter& out, TextSpan span) {
  out.beginList().integer(span.begin).integer(span.end).endList();
}

void writeEvidence(JsonWriter& out, const Evidence& evidence) {
  out.beginObject().key("condition").text(evidence.condition);
  if (!evidence.at.file.empty()) {
    out.key("at").text(evidence.at.file + ':' + std::to_string(evidence.at.line) + ':' +
                       std::to_string(evidence.at.column));
  }
  out.key("value").boolean(evidence.value);
  listMember(out, "spans", evidence.spans, [&](TextSpan span) { writeSpan(out, span); });
  listMember(out, "events", evidence.events, [&](std::uint32_t index) { out.integer(index); });
  out.endObject();
}

void writeUses(JsonWriter& out, const std::vector<UsedFact>& uses) {
  listMember(out, "uses", uses, [&](const UsedFact& use) {
    out.beginObject().key("fact").text(use.fact).textMember("because", use.because).endObject();
  });
}

/// What is unequal of what fires, without the words.
void writeUnequal(JsonWriter& out, const std::vector<Inequality>& all) {
  listMember(out, "unequal", all, [&](const Inequality& unequal) {
    out.beginObject().key("fairness").text(unequal.fairness);
    out.key("swapped").text(name(unequal.swapped));
    listMember(out, "rules", unequal.rules, [&](const UnequalRule& rule) {
      out.beginObject().key("rule").text(rule.rule).key("kind").text(name(rule.kind));
      out.key("fires").boolean(rule.fires).key("fires_swapped").boolean(rule.fires_swapped);
      out.endObject();
    });
    out.endObject();
  });
}

void writeRules(JsonWriter& out, std::string_view member, const std::vector<FiredRule>& rules) {
  listMember(out, member, rules, [&](const FiredRule& rule) {
    out.beginObject().key("rule").text(rule.rule).key("kind").text(name(rule.kind));
    out.textMember("because", rule.because);
    textsMember(out, "cites", rule.cites);
    listMember(out, "evidence", rule.evidence, [&](const Evidence& e) { writeEvidence(out, e); });
    writeUses(out, rule.uses);
    if (rule.by_fault) out.key("by_fault").boolean(true);
    out.endObject();
  });
}

void writeEdits(JsonWriter& out, const std::vector<Edit>& edits) {
  listMember(out, "edits", edits, [&](const Edit& edit) {
    out.beginObject().key("rule").text(edit.rule).textMember("detector", edit.detector);
    writeSpan(out.key("span"), edit.span);
    out.endObject();
  });
}

// A fault's detail stays out, for it may quote what the host or a person wrote; so does the subject
// of those whose subject is such words.
void writeFaults(JsonWriter& out, const std::vector<Fault>& faults) {
  listMember(out, "faults", faults, [&](const Fault& fault) {
    const bool quotes = fault.fault == name(FaultKind::kMalformedEvent) ||
                        fault.fault == name(FaultKind::kUnknownTool);
    out.beginObject().key("fault").text(fault.fault);
    if (!quotes) out.textMember("subject", fault.subject);
    textsMember(out, "rules", fault.rules);
    out.endObject();
  });
}

}  // namespace

std::uint64_t hashOfContent(std::string_view conversation, const Event& event) {
  PartsDigest digest("event");
  digest.add(conversation).add(static_cast<std::uint64_t>(event.kind)).add(event.text);
  addMembers(digest, event.facts);
  addMembers(digest, event.signals);
  digest.add(event.tool).add(event.call).add(event.arguments ? event.arguments->toJson() : "");
  digest.add(static_cast<std::uint64_t>(event.truncated));
  for (const std::string& part : event.malformed) digest.add(part);
  return digest.finish64();
}

std::uint64_t hashOfId(std::string_view conversation, std::string_view event_id) {
  return PartsDigest("event id").add(conversation).add(event_id).finish64();
}

std::vector<WorkItem> workOf(const Verdict& verdict, const EventName& event) {
  std::vector<WorkItem> items;
  for (const Escalation& escalation : verdict.escalations) {
    WorkItem item = itemOf(event, WorkKind::kEscalation, escalation.rule, escalation.queue);
    item.priority = escalation.priority;
    item.deadline_ms = after(event.time_ms, escalation.within_ms);
    item.warn_ms = after(event.time_ms, escalation.warn_ms);
    item.otherwise_queue = escalation.otherwise_queue;
    item.hand_over = escalation.hand_over;
    items.push_back(std::move(item));
  }
  if (verdict.hold) {
    WorkItem item = itemOf(event, WorkKind::kHold, verdict.hold->rule, verdict.hold->queue);
    item.deadline_ms = after(event.time_ms, verdict.hold->within_ms);
    item.otherwise = verdict.hold->otherwise;
    items.push_back(std::move(item));
  }
  return items;
}

std::vector<WorkItem> workOf(const std::vector<MonitorAlert>& alerts, const EventName& event) {
  std::vector<WorkItem> items;
  for (const MonitorAlert& alert : alerts)
    items.push_back(itemOf(event, WorkKind::kAlert, alert.fairness, alert.queue));
  return items;
}

std::string logEntryOf(const Verdict& verdict, const EventName& event,
                       const std::vector<WorkItem>& work, const std::string* redacted_text) {
  std::string json;
  JsonWriter out(json);
  out.beginObject().key("conversation").text(event.conversation).key("index").integer(event.index);
  out.key("event_id").text(event.id).key("event").text(name(verdict.event));
  out.key("turn").integer(event.turn).key("time").text(formatTime(event.time_ms));
  out.key("disposition").text(name(verdict.disposition));
  writeRules(out, "fired", verdict.fired);
  writeRules(out, "shadow", verdict.shadow);
  writeUnequal(out, verdict.unequal);
  textsMember(out, "flags", verdict.flags);
  textsMember(out, "alerts", verdict.alerts);
  textsMember(out, "open_duties", verdict.open_duties);
  listMember(out, "work", work, [&](const WorkItem& item) { out.text(item.id); });
  writeEdits(out, verdict.edits);
  writeFaults(out, verdict.faults);
  if (!verdict.seen.empty()) out.key("seen").json(Value(Value::Object(verdict.seen)).toJson());
  if (redacted_text != nullptr) out.textMember("text", *redacted_text);
  out.key("policy").beginObject().key("name").text(verdict.policy_name);
  out.textMember("version", verdict.policy_version).key("digest").text(verdict.policy_digest);
  out.endObject().endObject();
  return json;
}

std::string redactedText(const Verdict& verdict, const Event& event, std::size_t message_bytes) {
  const std::string_view seen = std::string_view(event.text).substr(0, message_bytes);
  std::vector<const Edit*> edits;
  for (const Edit& edit : verdict.edits) edits.push_back(&edit);
  std::sort(edits.begin(), edits.end(),
            [](const Edit* a, const Edit* b) { return a->span.begin < b->span.begin; });
  std::string text;
  std::size_t at = 0;
  for (const Edit* const edit : edits) {
    if (edit->span.begin < at || edit->span.end > seen.size()) return "";  // rather nothing
    text.append(seen.substr(at, edit->span.begin - at)).append(edit->replacement);
    at = edit->span.end;
  }
  return text.append(seen.substr(at));
}

}  // namespace decorum::engine
