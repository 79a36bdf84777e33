// What is filled from outside: records, tools, signals, hours, slots, scans.

#include <algorithm>
#include <cmath>

#include "runtime/plan/verifier.h"

namespace decorum::plan {

Rep repOf(FieldType type) {
  switch (type) {
    case FieldType::kBool:
      return Rep::kBool;
    case FieldType::kNumber:
      return Rep::kNumber;
    case FieldType::kText:
      return Rep::kText;
    case FieldType::kList:
      return Rep::kList;
    default:
      return Rep::kInt;
  }
}

bool Verifier::inputs() {
  shapes_.resize(plan_.slots.size());
  filled_.resize(plan_.slots.size());
  for (const Record& record : plan_.records) {
    if (!fields(record.fields, SlotKind::kFact, record.name)) return false;
  }
  for (const Tool& tool : plan_.tools) {
    if (!fields(tool.arguments, SlotKind::kArgument, tool.name)) return false;
    if (!fields(tool.results, SlotKind::kResult, tool.name)) return false;
  }
  for (const Signal& signal : plan_.signals) {
    if (static_cast<std::uint8_t>(signal.subject) >= kTextKinds) {
      return refuse("signal '{}': its subject has no text", signal.name);
    }
    if (signal.provider != signals::Provider::kHost) {
      const signals::Range gives = signals::rangeOf(signal.provider);
      const bool fits = signal.low <= gives.low && gives.high <= signal.high;
      if (!fits) return refuse("signal '{}': its provider leaves its range", signal.name);
      if (signal.as_redacted) return refuse("signal '{}': its provider sees all", signal.name);
    }
    if (!fill(signal.slot, SlotKind::kSignal, Rep::kNumber, signal.name)) return false;
  }
  return allHours();
}

bool Verifier::fields(const std::vector<Field>& fields, SlotKind kind, const std::string& owner) {
  for (const Field& field : fields) {
    const std::string name = owner + "." + field.name;
    if (!shape(field.shape, name)) return false;
    if (!fill(field.slot, kind, repOf(field.shape.type), name)) return false;
    if (field.slot != kNone) shapes_[field.slot] = &field.shape;
    // Of a tool, anything may be missing: until it is called, until it has answered.
    const bool may_differ = field.slot == kNone || kind != SlotKind::kFact;
    if (!may_differ && plan_.slots[field.slot].optional != field.optional) {
      return refuse("'{}' and its slot do not agree on whether it may be missing", name);
    }
  }
  return true;
}

bool Verifier::shape(const FieldShape& shape, const std::string& name) {
  if (shape.type == FieldType::kEnum && shape.members.empty()) {
    return refuse("'{}': an enumeration without members", name);
  }
  if (std::isnan(shape.low) || std::isnan(shape.high) || shape.low > shape.high) {
    return refuse("'{}': no value is in its range", name);
  }
  if ((shape.type == FieldType::kList) == shape.element.empty()) {
    return refuse("'{}': lists, and lists alone, have elements", name);
  }
  for (const Field& part : shape.element) {
    if (part.shape.type == FieldType::kList) return refuse("'{}': a list of lists", name);
    if (part.slot != kNone) return refuse("'{}': an element with a slot of its own", name);
    if (!this->shape(part.shape, name)) return false;
  }
  return true;
}

bool Verifier::fill(SlotId slot, SlotKind kind, Rep rep, const std::string& name) {
  if (slot == kNone) return true;
  if (slot >= plan_.slots.size()) return refuse("'{}': slot {} does not exist", name, slot);
  const Slot& to = plan_.slots[slot];
  if (to.kind != kind || to.rep != rep) {
    return refuse("'{}': slot {} holds a {} {}, not a {} {}", name, slot, plan::name(to.kind),
                  plan::name(to.rep), plan::name(kind), plan::name(rep));
  }
  if (filled_[slot]) return refuse("slot {} is filled from two places", slot);
  filled_[slot] = true;
  return true;
}

bool Verifier::allHours() {
  constexpr std::int64_t kDayMs = 86'400'000;
  for (const Hours& hours : plan_.hours) {
    for (const HoursSpan& span : hours.spans) {
      const bool days =
          span.first_day >= 1 && span.first_day <= 7 && span.last_day >= 1 && span.last_day <= 7;
      const bool times = span.from_ms >= 0 && span.to_ms <= kDayMs && span.from_ms < span.to_ms;
      if (!days || !times) return refuse("hours '{}': no such span of a week", hours.name);
    }
  }
  return true;
}

bool Verifier::slots() {
  for (SlotId id = 0; id < plan_.slots.size(); ++id) {
    const Slot& slot = plan_.slots[id];
    if (static_cast<std::uint8_t>(slot.subject) >= kEventKinds) {
      return refuse("slot {}: no such subject", id);
    }
    if (!slotRef(id, slot)) return false;
    const std::optional<Rep> rep = repOfKind(slot);
    if (rep && slot.rep != *rep) {
      return refuse("slot {} ({}) holds {}, not {}", id, name(slot.kind), name(slot.rep),
                    name(*rep));
    }
    if (slot.kind <= SlotKind::kResult && !filled_[id]) {
      return refuse("slot {} ({}) is filled from nowhere", id, name(slot.kind));
    }
  }
  return true;
}

std::optional<Rep> Verifier::repOfKind(const Slot& slot) const {
  switch (slot.kind) {
    case SlotKind::kFact:
    case SlotKind::kSignal:
    case SlotKind::kArgument:
    case SlotKind::kResult:
      return std::nullopt;  // checked where it is filled
    case SlotKind::kFound:
    case SlotKind::kTruncated:
    case SlotKind::kFirstReply:
    case SlotKind::kWithinHours:
      return Rep::kBool;
    case SlotKind::kMemory:
      return std::nullopt;  // checked with its operator
    case SlotKind::kHitQuantifier:
      return plan_.quantifiers[slot.ref].kind == Quantifier::Kind::kHowMany ? Rep::kInt
                                                                            : Rep::kBool;
    default:
      return Rep::kInt;
  }
}

bool Verifier::slotRef(SlotId id, const Slot& slot) {
  const auto needs = [&](std::size_t size) {
    return slot.ref < size ||
           refuse("slot {} ({}): {} does not exist", id, name(slot.kind), slot.ref);
  };
  switch (slot.kind) {
    case SlotKind::kFound:
    case SlotKind::kOccurrences:
    case SlotKind::kDistinct:
      return needs(plan_.matchers.size()) && scanned(slot.subject, slot.ref);
    case SlotKind::kHitQuantifier: {
      if (!needs(plan_.quantifiers.size())) return false;
      const auto& matchers = plan_.quantifiers[slot.ref].matchers;
      if (matchers.empty()) return refuse("slot {}: a quantifier over no hits", id);
      return std::all_of(matchers.begin(), matchers.end(),
                         [&](MatcherId m) { return scanned(slot.subject, m); });
    }
    case SlotKind::kWithinHours:
      return needs(plan_.hours.size());
    case SlotKind::kMemory:
      return needs(plan_.memory.size());
    case SlotKind::kTextHash:
    case SlotKind::kSimilarity:
    case SlotKind::kLength:
    case SlotKind::kWords:
    case SlotKind::kTruncated:
      return static_cast<std::uint8_t>(slot.subject) < kTextKinds ||
             refuse("slot {}: its subject has no text", id);
    case SlotKind::kCurrentTool:
      return slot.subject == EventKind::kToolCall || slot.subject == EventKind::kToolResult ||
             refuse("slot {}: its subject has no tool", id);
    default:
      return true;
  }
}

bool Verifier::scanned(EventKind subject, MatcherId matcher) {
  const auto at = static_cast<std::size_t>(subject);
  const bool is = at < plan_.scans.size() &&
                  std::binary_search(plan_.scans[at].begin(), plan_.scans[at].end(), matcher);
  return is || refuse("matcher {} is asked about event kind {}, whose text is not scanned for it",
                      matcher, at);
}

bool Verifier::scans() {
  if (plan_.scans.size() > kEventKinds) return refuse("scans of more than all events");
  for (const auto& scan : plan_.scans) {
    for (std::size_t i = 0; i < scan.size(); ++i) {
      if (scan[i] >= plan_.matchers.size()) return refuse("matcher {} does not exist", scan[i]);
      if (i > 0 && scan[i - 1] >= scan[i]) return refuse("a scan is not in ascending order");
    }
  }
  return true;
}

}  // namespace decorum::plan
