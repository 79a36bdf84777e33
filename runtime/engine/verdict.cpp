/// Verdicts as lines of JSON. The order of the keys is part of the format: `docs/formats.md`.
#include "decorum/verdict.h"

#include "runtime/base/json_writer.h"
#include "runtime/base/rfc3339.h"

namespace decorum {
namespace {

/// The member `name`, a list with what `write` makes of each element; left out where empty.
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

void writeEdit(JsonWriter& out, const Edit& edit) {
  out.beginObject().key("rule").text(edit.rule).textMember("detector", edit.detector).key("span");
  writeSpan(out, edit.span);
  out.key("replacement").text(edit.replacement).endObject();
}

void writeDisclosure(JsonWriter& out, const Disclosure& disclosure) {
  out.beginObject()
      .key("rule")
      .text(disclosure.rule)
      .key("text")
      .text(disclosure.text)
      .key("where")
      .text(name(disclosure.where))
      .endObject();
}

void writeEscalation(JsonWriter& out, const Escalation& escalation) {
  out.beginObject().key("rule").text(escalation.rule).textMember("queue", escalation.queue);
  out.key("priority").text(name(escalation.priority));
  if (escalation.within_ms) out.key("within_ms").integer(*escalation.within_ms);
  if (escalation.warn_ms) out.key("warn_ms").integer(*escalation.warn_ms);
  out.textMember("otherwise_to", escalation.otherwise_queue);
  out.key("hand_over").boolean(escalation.hand_over).endObject();
}

void writeHold(JsonWriter& out, const Hold& hold) {
  out.beginObject().key("rule").text(hold.rule).textMember("queue", hold.queue);
  out.key("within_ms").integer(hold.within_ms);
  out.key("otherwise").text(name(hold.otherwise)).endObject();
}

void writeRetry(JsonWriter& out, const Retry& retry) {
  out.beginObject().key("rule").text(retry.rule).textMember("telling", retry.telling);
  out.key("at_most").integer(retry.at_most);
  out.key("otherwise").text(name(retry.otherwise)).endObject();
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
  listMember(out, "signals", evidence.signals, [&](const SignalRead& signal) {
    out.beginObject().key("name").text(signal.name);
    out.key("from").text(name(signal.from)).endObject();
  });
  out.endObject();
}

void writeFired(JsonWriter& out, const FiredRule& rule) {
  out.beginObject().key("rule").text(rule.rule).key("kind").text(name(rule.kind));
  out.textMember("because", rule.because);
  textsMember(out, "cites", rule.cites);
  listMember(out, "evidence", rule.evidence, [&](const Evidence& e) { writeEvidence(out, e); });
  listMember(out, "uses", rule.uses, [&](const UsedFact& use) {
    out.beginObject().key("fact").text(use.fact).textMember("because", use.because).endObject();
  });
  if (rule.by_fault) out.key("by_fault").boolean(true);
  out.endObject();
}

void writeUnequal(JsonWriter& out, const Inequality& unequal) {
  out.beginObject().key("fairness").text(unequal.fairness);
  out.key("swapped").text(name(unequal.swapped));
  listMember(out, "rules", unequal.rules, [&](const UnequalRule& rule) {
    out.beginObject().key("rule").text(rule.rule).key("kind").text(name(rule.kind));
    out.key("fires").boolean(rule.fires).key("fires_swapped").boolean(rule.fires_swapped);
    listMember(out, "evidence", rule.evidence, [&](const Evidence& e) { writeEvidence(out, e); });
    out.endObject();
  });
  listMember(out, "spans", unequal.spans, [&](const SwappedSpan& span) {
    writeSpan(out.beginObject().key("original"), span.original);
    writeSpan(out.key("swapped"), span.swapped);
    out.endObject();
  });
  out.endObject();
}

void writeFault(JsonWriter& out, const Fault& fault) {
  out.beginObject().key("fault").text(fault.fault).textMember("subject", fault.subject);
  out.textMember("detail", fault.detail);
  textsMember(out, "rules", fault.rules);
  out.endObject();
}

void writeEffects(JsonWriter& out, const Verdict& verdict) {
  listMember(out, "edits", verdict.edits, [&](const Edit& e) { writeEdit(out, e); });
  listMember(out, "disclosures", verdict.disclosures,
             [&](const Disclosure& d) { writeDisclosure(out, d); });
  listMember(out, "escalations", verdict.escalations,
             [&](const Escalation& e) { writeEscalation(out, e); });
  if (verdict.hold) writeHold(out.key("hold"), *verdict.hold);
  if (verdict.retry) writeRetry(out.key("retry"), *verdict.retry);
  textsMember(out, "flags", verdict.flags);
  textsMember(out, "alerts", verdict.alerts);
  textsMember(out, "open_duties", verdict.open_duties);
}

}  // namespace

std::string toJson(const Verdict& verdict) {
  std::string json;
  JsonWriter out(json);
  out.beginObject().key("conversation").text(verdict.conversation);
  out.key("index").integer(verdict.index).key("event").text(name(verdict.event));
  out.key("turn").integer(verdict.turn).key("disposition").text(name(verdict.disposition));
  if (verdict.text) out.key("text").text(*verdict.text);
  writeEffects(out, verdict);
  listMember(out, "fired", verdict.fired, [&](const FiredRule& r) { writeFired(out, r); });
  listMember(out, "shadow", verdict.shadow, [&](const FiredRule& r) { writeFired(out, r); });
  listMember(out, "unequal", verdict.unequal, [&](const Inequality& u) { writeUnequal(out, u); });
  listMember(out, "faults", verdict.faults, [&](const Fault& f) { writeFault(out, f); });
  if (verdict.wake_at_ms) out.key("wake_at").text(formatTime(*verdict.wake_at_ms));
  out.key("policy").beginObject().key("name").text(verdict.policy_name);
  out.textMember("version", verdict.policy_version).textMember("digest", verdict.policy_digest);
  out.endObject().endObject();
  return json;
}

const char* name(EventKind kind) {
  constexpr const char* kNames[] = {"user",  "document", "tool_call", "tool_result",
                                    "reply", "timer",    "close"};
  return kNames[static_cast<std::size_t>(kind)];
}

const char* name(Disposition disposition) {
  constexpr const char* kNames[] = {"pass", "clarify", "retry", "hold", "block"};
  return kNames[static_cast<std::size_t>(disposition)];
}

const char* name(RuleKind kind) {
  constexpr const char* kNames[] = {"escalate", "redact", "disclose", "block",
                                    "hold",     "retry",  "clarify",  "flag"};
  return kNames[static_cast<std::size_t>(kind)];
}

const char* name(Priority priority) {
  constexpr const char* kNames[] = {"low", "normal", "high", "urgent"};
  return kNames[static_cast<std::size_t>(priority)];
}

const char* name(Placement placement) {
  constexpr const char* kNames[] = {"before reply", "after reply", "instead"};
  return kNames[static_cast<std::size_t>(placement)];
}

const char* name(Otherwise otherwise) {
  constexpr const char* kNames[] = {"block", "release"};
  return kNames[static_cast<std::size_t>(otherwise)];
}

const char* name(SignalSource source) {
  constexpr const char* kNames[] = {"event", "built-in", "when missing", "none"};
  return kNames[static_cast<std::size_t>(source)];
}

}  // namespace decorum
