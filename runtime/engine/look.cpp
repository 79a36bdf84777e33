/// The text of an event: scanned once, and the answers put into slots.
#include <fmt/format.h>

#include <algorithm>

#include "runtime/engine/judging.h"
#include "runtime/eval/trace.h"
#include "runtime/text/utf8.h"

namespace decorum::engine {
namespace {

using plan::Quantifier;
using plan::SlotId;
using plan::SlotKind;

void noteText(Judging& judging) {
  const SubjectText& text = judging.work.text;
  const char* subject = name(judging.event.kind);
  if (text.bad_utf8) judging.work.notes.push_back({FaultKind::kBadUtf8, subject, ""});
  if (!text.cut) return;
  FaultNote note{*text.cut, subject, ""};
  if (*text.cut == FaultKind::kMessageTooLong) {
    note.detail = fmt::format("{} bytes, at most {}", text.given.size(),
                              judging.options.limits.message_bytes);
  }
  judging.work.notes.push_back(std::move(note));
}

/// A text is looked at for what is no UTF-8, the text of a tool for whether it is JSON, twice.
void countReading(Judging& judging) {
  const EventKind kind = judging.event.kind;
  Effort& effort = judging.work.effort;
  const std::size_t bytes = judging.work.text.given.size();
  effort[EffortKind::kReadByte] += bytes;
  if (kind == EventKind::kToolCall || kind == EventKind::kToolResult)
    effort[EffortKind::kJsonByte] += 2 * bytes;
}

/// Slots that speak of the text before this one go back to zero.
void forgetText(Judging& judging, const SubjectScan& scan) {
  SubjectState& subject = judging.subject();
  if (subject.cut) subject.found = scan.slots_of;  // those not found had become unknown
  for (const SlotId slot : subject.found) judging.state.record.setInt(slot, 0);
  subject.found.clear();
  subject.hits.clear();
}

std::int64_t distinctPhrases(std::span<const text::Hit> hits, std::vector<bool>& seen) {
  seen.clear();
  std::int64_t count = 0;
  for (const text::Hit& hit : hits) {
    if (seen.size() <= hit.item) seen.resize(hit.item + 1);
    count += seen[hit.item] ? 0 : 1;
    seen[hit.item] = true;
  }
  return count;
}

void fillFound(Judging& judging, const SubjectScan& scan, std::uint32_t matcher,
               std::span<const text::Hit> hits) {
  for (std::uint32_t i = scan.first_slot[matcher]; i < scan.first_slot[matcher + 1]; ++i) {
    const SlotId slot = scan.slots_of[i];
    const SlotKind kind = judging.plan().slots[slot].kind;
    std::int64_t value = 1;
    if (kind == SlotKind::kOccurrences) value = static_cast<std::int64_t>(hits.size());
    if (kind == SlotKind::kDistinct) value = distinctPhrases(hits, judging.work.seen_items);
    judging.state.record.setInt(slot, value);
    judging.subject().found.push_back(slot);
  }
}

void fillMatches(Judging& judging, const SubjectScan& scan) {
  const std::vector<text::Hit>& hits = judging.work.scan.hits;
  SubjectState& subject = judging.subject();
  for (std::size_t i = 0; i < hits.size();) {
    std::size_t end = i;
    while (end < hits.size() && hits[end].matcher == hits[i].matcher) ++end;
    fillFound(judging, scan, hits[i].matcher, std::span(hits).subspan(i, end - i));
    i = end;
  }
  for (const text::Hit& hit : hits) {
    subject.hits.push_back(
        {scan.matchers[hit.matcher], judging.work.text.inGiven(hit.begin, hit.end)});
  }
}

/// Of a text that was cut short only what was found in it is known.
void markUnknown(Judging& judging, const SubjectScan& scan) {
  Record& record = judging.state.record;
  for (const SlotId id : scan.slots_of) {
    const plan::Slot& slot = judging.plan().slots[id];
    const bool whole = judging.plan().matchers[slot.ref].whole;
    const bool known = slot.kind == SlotKind::kFound && record.at(id).isTrue() && !whole;
    if (!known) record.setUnknown(id);
  }
  for (const SlotId slot : scan.sizes) record.setUnknown(slot);
}

/// Of a pattern that was given up only what was found is known.
void markGivenUp(Judging& judging, const SubjectScan& scan) {
  Record& record = judging.state.record;
  for (const std::uint32_t matcher : judging.work.scan.given_up) {
    for (std::uint32_t i = scan.first_slot[matcher]; i < scan.first_slot[matcher + 1]; ++i) {
      const SlotId slot = scan.slots_of[i];
      const bool found = judging.plan().slots[slot].kind == SlotKind::kFound;
      if (found && record.at(slot).isTrue()) continue;
      record.setFault(slot, *costlyNote(judging, scan.matchers[matcher]));
      judging.subject().found.push_back(slot);
    }
  }
}

/// The first thing that kept a quantifier from being known, so that it can be told later, when the
/// hits are gone.
void noteBody(Judging& judging, SlotId slot, plan::NodeId body, const eval::ListValue& rows) {
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto sources = eval::faultSources(judging.policy.interpreter, body, judging.record(),
                                            eval::element(rows, row), judging.work.scratch);
    if (sources.empty()) continue;
    judging.state.record.setFault(
        slot, noteOfSource(judging, sources.front(), judging.plan().slots[slot].name));
    return;
  }
}

void fillQuantifier(Judging& judging, SlotId slot) {
  const std::uint32_t index = judging.plan().slots[slot].ref;
  const Quantifier& quantifier = judging.plan().quantifiers[index];
  eval::ListValue& rows = judging.work.rows;
  std::uint32_t values = 0;
  for (const plan::MatcherId matcher : quantifier.matchers) {
    const auto count = judging.policy.hit_values[matcher].size();
    values = std::max(values, static_cast<std::uint32_t>(count));
  }
  clearRows(values, rows);
  for (const plan::MatcherId matcher : quantifier.matchers) {
    appendRows(judging, matcher, hitsOf(judging, matcher), rows);
  }
  judging.work.effort[EffortKind::kRow] += rows.size();
  const eval::Value value =
      judging.policy.interpreter.quantify(index, rows, judging.record(), judging.work.scratch);
  const bool settled = (quantifier.kind == Quantifier::Kind::kAny && value.isTrue()) ||
                       (quantifier.kind == Quantifier::Kind::kEvery && value.isFalse());
  if (judging.work.text.cut && !settled) return judging.state.record.setUnknown(slot);
  for (const plan::MatcherId matcher : quantifier.matchers) {
    auto note = settled ? std::nullopt : costlyNote(judging, matcher);
    if (note) return judging.state.record.setFault(slot, std::move(*note));
  }
  judging.state.record.setValue(slot, value);
  if (value.state == eval::State::kFault) noteBody(judging, slot, quantifier.body, rows);
}

void markTruncated(Judging& judging, bool cut) {
  for (std::size_t i = 0; i < kTextSubjects; ++i) {
    const bool here = cut && static_cast<EventKind>(i) == judging.event.kind;
    for (const SlotId slot : judging.policy.scans[i].truncated) {
      judging.state.record.setInt(slot, here ? 1 : 0);
    }
  }
}

void scanText(Judging& judging, const SubjectScan& scan) {
  Workspace& work = judging.work;
  Record& record = judging.state.record;
  scan.scanner->scan(work.text.judged,
                     work.scan_scratch[static_cast<std::size_t>(judging.event.kind)], work.scan,
                     {judging.state.locale});
  joinMessages(judging);
  fillMatches(judging, scan);
  work.effort[EffortKind::kReadByte] += scan.sizes.size() * work.text.judged.size();
  for (const SlotId slot : scan.sizes) {
    const bool length = judging.plan().slots[slot].kind == SlotKind::kLength;
    record.setInt(slot, length ? text::countCodePoints(work.text.judged)
                               : work.words.count(work.text.judged));
  }
  markGivenUp(judging, scan);
  if (work.text.cut) markUnknown(judging, scan);
}

}  // namespace

void lookAtText(Judging& judging) {
  judging.work.scan.hits.clear();
  judging.work.scan.given_up.clear();
  judging.work.text.cut.reset();
  judging.work.text.bad_utf8 = false;
  judging.work.text.given = judging.work.text.judged = {};
  if (!hasText(judging.event.kind)) return markTruncated(judging, false);
  const SubjectScan& scan = judging.policy.scanOf(judging.event.kind);
  SubjectState& subject = judging.subject();
  readText(judging.event, judging.options.limits.message_bytes, judging.work.text);
  countReading(judging);
  noteText(judging);
  markTruncated(judging, judging.work.text.cut.has_value());
  const bool had_something = !subject.hits.empty() || subject.cut || subject.given_up;
  forgetText(judging, scan);
  scoreText(judging);  // bodies of quantifiers may read scores
  if (scan.scanner) scanText(judging, scan);
  subject.cut = judging.work.text.cut;
  subject.given_up = !judging.work.scan.given_up.empty();
  subject.event_index = judging.state.index;
  if (!had_something && subject.hits.empty() && !subject.cut && !subject.given_up) {
    return;  // quantifiers stay at zero
  }
  for (const SlotId slot : scan.quantifiers) fillQuantifier(judging, slot);
}

void clearRows(std::uint32_t values, eval::ListValue& rows) {
  rows.width = values + 2;
  rows.cells.clear();
  rows.states.clear();
  rows.texts.clear();
}

void appendRows(const Judging& judging, plan::MatcherId matcher, std::span<const text::Hit> hits,
                eval::ListValue& rows) {
  const auto add = [&](eval::Cell cell, eval::State state) {
    rows.cells.push_back(cell);
    rows.states.push_back(state);
  };
  const std::vector<text::ValueType>& types = judging.policy.hit_values[matcher];
  for (const text::Hit& hit : hits) {
    for (std::size_t i = 0; i + 2 < rows.width; ++i) {
      const bool there = i < types.size() && i < hit.values.size() && hit.values[i].present;
      eval::Cell cell{.integer = there ? hit.values[i].integer : 0};
      if (there && types[i] == text::ValueType::kNumber) cell.number = hit.values[i].number;
      if (there && types[i] == text::ValueType::kText) cell.text = &hit.values[i].text;
      add(cell, there ? eval::State::kOk : eval::State::kMissing);
    }
    const auto matched = judging.work.text.judged.substr(hit.begin, hit.end - hit.begin);
    add({.text = &rows.texts.emplace_back(matched)}, eval::State::kOk);
    add({.number = hit.score}, eval::State::kOk);
  }
}

std::optional<FaultNote> costlyNote(const Judging& judging, plan::MatcherId matcher) {
  const std::vector<std::uint32_t>& given_up = judging.work.scan.given_up;
  if (given_up.empty()) return std::nullopt;
  const std::uint32_t local = judging.policy.scanOf(judging.event.kind).local(matcher);
  if (!std::binary_search(given_up.begin(), given_up.end(), local)) return std::nullopt;
  return FaultNote{FaultKind::kPatternTooCostly, name(judging.event.kind),
                   '/' + judging.plan().matchers[matcher].pattern + '/'};
}

std::span<const text::Hit> hitsOf(const Judging& judging, plan::MatcherId matcher) {
  if (!hasText(judging.event.kind)) return {};
  const std::vector<text::Hit>& hits = judging.work.scan.hits;
  const std::uint32_t local = judging.policy.scanOf(judging.event.kind).local(matcher);
  const auto first = std::partition_point(
      hits.begin(), hits.end(), [&](const text::Hit& hit) { return hit.matcher < local; });
  const auto last = std::partition_point(
      first, hits.end(), [&](const text::Hit& hit) { return hit.matcher == local; });
  return {first, last};
}

}  // namespace decorum::engine
