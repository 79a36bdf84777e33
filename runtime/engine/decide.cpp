/// Which rules fire, are in force, and what they ask for.
#include <algorithm>
#include <bit>

#include "runtime/engine/judging.h"
#include "runtime/plan/operations.h"

namespace decorum::engine {
namespace {

using plan::kNone;
using plan::Rule;

/// What could not be known in the guard of an undecided rule.
void noteGuard(Judging& judging, std::uint32_t rule) {
  const plan::Plan& plan = judging.plan();
  const eval::Interpreter& interpreter = judging.policy.interpreter;
  eval::Scratch& scratch = judging.work.scratch;
  for (const eval::Decider& decider : eval::trace(interpreter, rule, judging.record(), scratch)) {
    const plan::Condition& condition = plan.conditions[decider.condition];
    const std::string about =
        condition.source == kNone ? std::string() : plan.sources[condition.source].text;
    for (const eval::FaultSource source :
         eval::faultSources(interpreter, condition.node, judging.record(), {}, scratch)) {
      judging.work.deciders.emplace_back(noteOfSource(judging, source, about), rule);
    }
  }
}

/// Whether the `where` of a `find` lets a hit count. One that cannot be known counts unless the
/// rule is open to faults.
bool holds(Judging& judging, std::uint32_t rule, const plan::Find& find, eval::Element it) {
  const eval::Interpreter& interpreter = judging.policy.interpreter;
  eval::Scratch& scratch = judging.work.scratch;
  const eval::Value value = interpreter.value(find.where, judging.record(), it, scratch);
  if (value.state == eval::State::kOk) return value.isTrue();
  for (const eval::FaultSource source :
       eval::faultSources(interpreter, find.where, judging.record(), it, scratch)) {
    judging.work.deciders.emplace_back(noteOfSource(judging, source, find.name), rule);
  }
  return !judging.plan().rules[rule].fault_open;
}

/// Whether a redaction has something to do: hits, or a text of which it did not see all.
bool findsSomething(Judging& judging, Firing& firing) {
  const Rule& rule = judging.plan().rules[firing.rule];
  const auto noteUnseen = [&](FaultNote note) {
    judging.work.deciders.emplace_back(std::move(note), firing.rule);
    firing.unseen_text = !rule.fault_open;
    firing.by_fault = firing.by_fault || firing.unseen_text;
  };
  if (judging.work.text.cut && hasText(judging.event.kind)) {
    noteUnseen({*judging.work.text.cut, name(judging.event.kind), ""});
  }
  for (const plan::Find& find : rule.finds) {
    if (auto note = costlyNote(judging, find.matcher)) noteUnseen(std::move(*note));
    const bool looks_back =
        judging.plan().matchers[find.matcher].joining > 0 && judging.event.kind == EventKind::kUser;
    if (looks_back && judging.state.memory_unknown) {
      noteUnseen({FaultKind::kStoreUnavailable, find.name, ""});
    }
  }
  const std::size_t before = judging.work.redactions.size();
  const bool any = collectHits(judging, firing.rule);
  if (rule.shadow) judging.work.redactions.resize(before);
  return any || firing.unseen_text;
}

void consider(Judging& judging, std::uint32_t index) {
  const Rule& rule = judging.plan().rules[index];
  if (judging.redacts_only && rule.kind != RuleKind::kRedact) return;
  if (!isInForce(judging, index)) return;
  Firing firing{.rule = index};
  if (judging.work.undecided.has(index)) {
    noteGuard(judging, index);
    if (rule.fault_open) return;
    firing.by_fault = true;
  }
  if (!judging.redacts_only && !mayRepeat(judging, index)) return;
  if (rule.kind == RuleKind::kRedact && !findsSomething(judging, firing)) return;
  ++judging.work.effort[EffortKind::kFired];
  (rule.shadow ? judging.work.shadow_firings : judging.work.firings).push_back(firing);
}

Disposition ofOtherwise(Otherwise otherwise) {
  return otherwise == Otherwise::kBlock ? Disposition::kBlock : Disposition::kPass;
}

bool mayRetry(const Judging& judging, std::uint32_t rule) {
  const RuleMemory& memory = judging.state.rules[judging.policy.rule_memory[rule]];
  const bool this_turn = memory.has_fired && memory.turn == judging.state.turn;
  return !this_turn || memory.retries < judging.plan().rules[rule].at_most_times;
}

Disposition dispositionOf(const Judging& judging, const Firing& firing) {
  const Rule& rule = judging.plan().rules[firing.rule];
  switch (rule.kind) {
    case RuleKind::kBlock:
      return Disposition::kBlock;
    case RuleKind::kHold:
      return Disposition::kHold;
    case RuleKind::kRetry:
      return mayRetry(judging, firing.rule) ? Disposition::kRetry : ofOtherwise(rule.otherwise);
    case RuleKind::kClarify:
      return Disposition::kClarify;
    case RuleKind::kRedact:
      return firing.unseen_text ? Disposition::kBlock : Disposition::kPass;
    case RuleKind::kEscalate:
    case RuleKind::kDisclose:
    case RuleKind::kFlag:
      break;
  }
  return Disposition::kPass;
}

eval::Effect effectOf(const Judging& judging, const Firing& firing) {
  const plan::SlotId during = judging.plan().rules[firing.rule].during;
  return {.rule = firing.rule,
          .disposition = dispositionOf(judging, firing),
          .in_hours = during == kNone || judging.state.record.at(during).isTrue()};
}

/// The rules that may hold or be undecided now. False: all of them, or so many that they are
/// decided faster together.
bool gather(const Judging& judging, eval::RuleBits& due) {
  const RuleIndex& index = judging.policy.rule_index;
  const ConversationState& state = judging.state;
  if (state.memory_unknown) return false;
  due.clear(eval::ruleWords(judging.plan()));
  due.add(index.always[static_cast<std::size_t>(judging.event.kind)]);
  const auto wake = [&](plan::SlotId slot) {
    for (const std::uint32_t rule : index.woken.at(slot)) due.add(rule);
  };
  for (const SubjectState& subject : state.subjects) {
    if (subject.cut) return false;  // nothing of it is known to be absent
    for (const plan::SlotId slot : subject.found) wake(slot);
  }
  for (std::size_t word = 0; word < state.active.size(); ++word) {
    for (std::uint64_t bits = state.active[word]; bits != 0; bits &= bits - 1) {
      const std::size_t op = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
      const plan::SlotId slot = judging.plan().memory[op].slot;
      if (isAwake(judging, slot)) wake(slot);
    }
  }
  return due.count() * 2 <= judging.plan().rules.size();
}

}  // namespace

bool collectHits(Judging& judging, std::uint32_t rule) {
  Workspace& work = judging.work;
  const std::vector<plan::Find>& finds = judging.plan().rules[rule].finds;
  bool any = false;
  for (std::uint32_t i = 0; i < finds.size(); ++i) {
    const auto hits = hitsOf(judging, finds[i].matcher);
    if (hits.empty()) continue;
    clearRows(static_cast<std::uint32_t>(judging.policy.hit_values[finds[i].matcher].size()),
              work.rows);
    if (finds[i].where != kNone) {
      appendRows(judging, finds[i].matcher, hits, work.rows);
      work.effort[EffortKind::kRow] += hits.size();
    }
    for (std::size_t row = 0; row < hits.size(); ++row) {
      const bool counts =
          finds[i].where == kNone || holds(judging, rule, finds[i], eval::element(work.rows, row));
      if (!counts) continue;
      const auto hit = static_cast<std::uint32_t>(&hits[row] - work.scan.hits.data());
      any = addRedaction(judging, rule, i, hit) || any;
    }
  }
  return any;
}

void decide(Judging& judging) {
  Workspace& work = judging.work;
  const eval::Evaluator& evaluator = judging.evaluator;
  const EventKind phase = judging.event.kind;
  const bool is_few = gather(judging, work.waiting);
  scoreForRules(judging, is_few ? &work.waiting : nullptr);
  if (is_few) {
    evaluator.evaluateDue(phase, work.waiting, judging.record(), work.scratch, work.fired,
                          work.undecided);
  } else {
    evaluator.evaluate(phase, judging.record(), work.scratch, work.fired, work.undecided);
  }
  eval::RuleBits::eachOfEither(work.fired, work.undecided,
                               [&](std::uint32_t rule) { consider(judging, rule); });
  for (const Firing& firing : work.firings) work.effects.push_back(effectOf(judging, firing));
  eval::combine(judging.plan(), work.effects, work.combined);
}

FaultNote noteOfSource(const Judging& judging, eval::FaultSource source, const std::string& about) {
  if (source.slot == kNone) {
    const bool of_match = plan::isIt(judging.plan().nodes[source.node].op);
    return {of_match ? FaultKind::kMissingValue : FaultKind::kOverflow, about, ""};
  }
  if (const FaultNote* note = judging.state.record.noteOf(source.slot)) return *note;
  const plan::Slot& slot = judging.plan().slots[source.slot];
  switch (slot.kind) {
    case plan::SlotKind::kArgument:
    case plan::SlotKind::kResult:
      return {FaultKind::kMissingArgument, slot.name, ""};
    case plan::SlotKind::kFact:
      return {FaultKind::kMissingFact, slot.name, ""};
    default:
      break;
  }
  const auto& cut = judging.state.subjects[static_cast<std::size_t>(slot.subject)].cut;
  return {cut.value_or(FaultKind::kTruncated), name(slot.subject), ""};
}

}  // namespace decorum::engine
