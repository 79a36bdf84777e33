/// Why rules fired: reasons, sources and evidence.
#include <algorithm>

#include "runtime/engine/judging.h"
#include "runtime/eval/messages.h"

namespace decorum::engine {
namespace {

using plan::kNone;
using plan::MatcherId;
using plan::SlotId;
using plan::SlotKind;

bool speaksOfSubject(SlotKind kind) {
  switch (kind) {
    case SlotKind::kSignal:
    case SlotKind::kFound:
    case SlotKind::kOccurrences:
    case SlotKind::kDistinct:
    case SlotKind::kLength:
    case SlotKind::kWords:
    case SlotKind::kTruncated:
    case SlotKind::kHitQuantifier:
      return true;
    default:
      return false;
  }
}

/// The matchers whose hits an atom about a text speaks of.
std::vector<MatcherId> matchersOf(const plan::Plan& plan, const plan::Slot& slot) {
  if (slot.kind == SlotKind::kHitQuantifier) return plan.quantifiers[slot.ref].matchers;
  const bool of_one = slot.kind == SlotKind::kFound || slot.kind == SlotKind::kOccurrences ||
                      slot.kind == SlotKind::kDistinct;
  return of_one ? std::vector<MatcherId>{slot.ref} : std::vector<MatcherId>{};
}

void addHits(const Judging& judging, const plan::Slot& slot, Evidence& evidence) {
  const SubjectState& subject = judging.state.subjects[static_cast<std::size_t>(slot.subject)];
  for (const MatcherId matcher : matchersOf(judging.plan(), slot)) {
    const auto hits = subject.hitsOf(matcher);
    judging.work.effort[EffortKind::kSpan] += hits.size() + 1;
    for (const HitPlace& hit : hits) evidence.spans.push_back(hit.span);
  }
}

void addSignal(const Judging& judging, SlotId slot, Evidence& evidence) {
  const std::vector<plan::Signal>& signals = judging.plan().signals;
  const auto read = std::find_if(signals.begin(), signals.end(),
                                 [&](const plan::Signal& signal) { return signal.slot == slot; });
  const auto index = static_cast<std::size_t>(read - signals.begin());
  if (read == signals.end()) return;
  evidence.signals.push_back({read->name, judging.state.signals[index]});
}

/// The latest text that a condition speaks of; the event at hand where it speaks of none.
std::uint32_t latestEvent(const Judging& judging, const plan::Condition& condition) {
  std::uint32_t latest = kNone;
  for (const SlotId id : condition.slots) {
    const plan::Slot& slot = judging.plan().slots[id];
    if (!speaksOfSubject(slot.kind)) continue;
    const auto seen = judging.state.subjects[static_cast<std::size_t>(slot.subject)].event_index;
    if (seen != kNone && (latest == kNone || seen > latest)) latest = seen;
  }
  return latest == kNone ? judging.state.index : latest;
}

/// For debugging: what the condition saw, after its text.
std::string revealed(const Judging& judging, const plan::Condition& condition,
                     const Evidence& evidence) {
  std::string seen;
  const auto add = [&](const std::string& what) { seen += (seen.empty() ? " (" : "; ") + what; };
  const bool here = !evidence.events.empty() && evidence.events.back() == judging.state.index;
  for (const TextSpan span : evidence.spans) {
    if (!here) break;  // texts of earlier events are not kept
    const auto text = judging.work.text.given.substr(span.begin, span.end - span.begin);
    add("matched '" + std::string(text) + "'");
  }
  for (const SlotId id : condition.slots) {
    const plan::Slot& slot = judging.plan().slots[id];
    const eval::Value value = judging.state.record.at(id);
    if (speaksOfSubject(slot.kind) && slot.kind != SlotKind::kSignal) continue;
    if (value.state != eval::State::kOk || slot.rep == plan::Rep::kList) continue;
    std::string text;
    if (slot.rep == plan::Rep::kText) text = *value.cell.text;
    if (slot.rep == plan::Rep::kNumber) text = decorum::Value(value.cell.number).toJson();
    if (text.empty()) text = std::to_string(value.cell.integer);
    add(slot.name + " = " + text);
  }
  return seen.empty() ? seen : seen + ')';
}

/// What a condition looks back at: the events that counted, and where the text at hand matched.
void addMemory(const Judging& judging, const plan::Condition& condition, Evidence& evidence) {
  std::vector<std::uint32_t> events;
  for (const SlotId id : condition.slots) {
    const plan::Slot& slot = judging.plan().slots[id];
    if (slot.kind != SlotKind::kMemory) continue;
    const plan::Operator& op = judging.plan().memory[slot.ref];
    judging.work.effort[EffortKind::kStateByte] += memory::stateBytes(op);
    stateOf(judging, slot.ref).events(readKeyOf(judging, op), judging.state.clocks, events);
  }
  if (events.empty()) return;
  std::sort(events.begin(), events.end());
  events.erase(std::unique(events.begin(), events.end()), events.end());
  evidence.events = std::move(events);
  if (evidence.events.back() != judging.state.index) return;
  for (const SlotId id : condition.slots) {
    if (judging.plan().slots[id].kind != SlotKind::kMemory) continue;
    for (const SlotId read : judging.policy.memory.text_slots[judging.plan().slots[id].ref]) {
      const plan::Slot& slot = judging.plan().slots[read];
      const bool here = speaksOfSubject(slot.kind) && slot.subject == judging.event.kind;
      if (here) addHits(judging, slot, evidence);
    }
  }
}

Evidence evidenceOf(const Judging& judging, const eval::Decider& decider) {
  const plan::Plan& plan = judging.plan();
  const plan::Condition& condition = plan.conditions[decider.condition];
  Evidence evidence;
  ++judging.work.effort[EffortKind::kEvidence];
  if (condition.source != kNone) {
    evidence.condition = plan.sources[condition.source].text;
    evidence.at = plan.sources[condition.source].place;
  }
  evidence.value = decider.value.isTrue();
  const std::uint32_t latest = latestEvent(judging, condition);
  evidence.events.push_back(latest);
  for (const SlotId id : condition.slots) {
    const plan::Slot& slot = plan.slots[id];
    if (slot.kind == SlotKind::kSignal) addSignal(judging, id, evidence);
    const bool is_latest =
        speaksOfSubject(slot.kind) &&
        judging.state.subjects[static_cast<std::size_t>(slot.subject)].event_index == latest;
    if (is_latest) addHits(judging, slot, evidence);
  }
  addMemory(judging, condition, evidence);
  std::sort(evidence.spans.begin(), evidence.spans.end(), [](TextSpan a, TextSpan b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  });
  evidence.spans.erase(std::unique(evidence.spans.begin(), evidence.spans.end()),
                       evidence.spans.end());
  if (judging.options.reveal) evidence.condition += revealed(judging, condition, evidence);
  return evidence;
}

/// What a redaction found, an entry for each of its `find`s that found something.
void addFinds(const Judging& judging, const Firing& firing, std::vector<Evidence>& evidence) {
  const plan::Plan& plan = judging.plan();
  const std::vector<plan::Find>& finds = plan.rules[firing.rule].finds;
  for (std::uint32_t i = 0; i < finds.size(); ++i) {
    Evidence found;
    ++judging.work.effort[EffortKind::kEvidence];
    // They stand in the order of rules and finds until overlapping ones become one.
    const auto of_find = std::ranges::equal_range(
        judging.work.redactions, std::pair(firing.rule, i), {},
        [](const eval::Redaction& redaction) { return std::pair(redaction.rule, redaction.find); });
    judging.work.effort[EffortKind::kSpan] += of_find.size() + 1;
    for (const eval::Redaction& redaction : of_find) found.spans.push_back(redaction.span);
    if (found.spans.empty()) continue;
    found.condition = "find " + finds[i].name;
    if (finds[i].source != kNone) {
      found.condition = "find " + plan.sources[finds[i].source].text;
      found.at = plan.sources[finds[i].source].place;
    }
    found.value = true;
    found.events.push_back(judging.state.index);
    evidence.push_back(std::move(found));
  }
}

struct Match {
  TextSpan span;
  std::string_view name;
  bool found = false;
};

/// Visits the slots that the leaves of a condition read.
template <class Visit>
void forEachSlot(const plan::Plan& plan, plan::ConditionId root, Visit visit) {
  if (root == kNone) return;
  const plan::Condition& condition = plan.conditions[root];
  for (const SlotId slot : condition.slots) visit(slot);
  for (const plan::ConditionId child : condition.children) forEachSlot(plan, child, visit);
}

/// The first hit in the event's text of anything that the rule looks for there.
Match firstMatch(const Judging& judging, const plan::Rule& rule) {
  Match match;
  if (!hasText(judging.event.kind)) return match;
  const auto offer = [&](MatcherId matcher, std::string_view name) {
    ++judging.work.effort[EffortKind::kSpan];
    const auto hits = judging.subject().hitsOf(matcher);
    if (hits.empty()) return;
    const TextSpan first = hits.front().span;
    if (!match.found || first.begin < match.span.begin) match = {first, name, true};
  };
  for (const plan::Find& find : rule.finds) offer(find.matcher, find.name);
  forEachSlot(judging.plan(), rule.condition, [&](SlotId id) {
    const plan::Slot& slot = judging.plan().slots[id];
    if (!speaksOfSubject(slot.kind) || slot.subject != judging.event.kind) return;
    for (const MatcherId matcher : matchersOf(judging.plan(), slot)) {
      offer(matcher, judging.plan().matchers[matcher].detector);
    }
  });
  return match;
}

eval::HoleInputs holesOf(Judging& judging, std::uint32_t rule, Substitutes& substitutes) {
  const Match match = firstMatch(judging, judging.plan().rules[rule]);
  const auto text =
      judging.work.text.given.substr(match.span.begin, match.span.end - match.span.begin);
  return {judging.policy.interpreter,
          judging.record(),
          judging.work.scratch,
          text,
          match.name,
          rule,
          &substitutes};
}

}  // namespace

std::span<const HitPlace> SubjectState::hitsOf(MatcherId matcher) const {
  const auto of_it = std::ranges::equal_range(hits, matcher, {}, &HitPlace::matcher);
  return {of_it.begin(), of_it.end()};
}

std::string say(Judging& judging, std::uint32_t rule,
                const std::vector<plan::MessageId>& messages) {
  if (messages.empty()) return "";
  const plan::Plan& plan = judging.plan();
  const plan::MessageId id = eval::chooseLocale(plan, messages, judging.state.locale);
  Substitutes substitutes(judging);
  return eval::render(plan.messages[id], holesOf(judging, rule, substitutes),
                      eval::Audience::kPerson);
}

FiredRule explain(Judging& judging, const Firing& firing) {
  const plan::Plan& plan = judging.plan();
  const plan::Rule& rule = plan.rules[firing.rule];
  FiredRule fired;
  fired.rule = rule.name;
  fired.kind = rule.kind;
  fired.by_fault = firing.by_fault;
  for (const plan::Cite& cite : rule.cites) fired.cites.push_back(cite.source);
  for (const plan::Use& use : rule.uses) fired.uses.push_back({use.fact, use.because});
  if (rule.because != kNone) {
    const auto audience =
        judging.options.reveal ? eval::Audience::kStaffRevealed : eval::Audience::kStaff;
    Substitutes substitutes(judging);
    fired.because = eval::render(plan.messages[rule.because],
                                 holesOf(judging, firing.rule, substitutes), audience);
  }
  if (!judging.options.evidence) return fired;
  for (const eval::Decider& decider : eval::trace(judging.policy.interpreter, firing.rule,
                                                  judging.record(), judging.work.scratch)) {
    // What was not known is no evidence: it is among the faults.
    if (decider.value.state != eval::State::kOk) continue;
    fired.evidence.push_back(evidenceOf(judging, decider));
  }
  addFinds(judging, firing, fired.evidence);
  return fired;
}

}  // namespace decorum::engine
