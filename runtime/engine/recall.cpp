/// Memory moves on: operators whose operands tick at the event at hand, and those that have kept
/// something, are looked at in their order; what they say goes into their slots.
#include <algorithm>
#include <bit>
#include <functional>

#include "runtime/base/hash.h"
#include "runtime/engine/judging.h"
#include "runtime/eval/trace.h"
#include "runtime/plan/operations.h"
#include "runtime/text/similarity.h"

namespace decorum::engine {
namespace {

using memory::Key;
using memory::OperatorState;
using memory::Reading;
using memory::Sighting;
using plan::kNone;
using plan::NodeId;
using plan::Operator;
using plan::OperatorKind;
using plan::SlotId;

/// The clocks at this event: those that it ticks go on by one.
void advanceClocks(Judging& judging) {
  ConversationState& state = judging.state;
  memory::Clocks& clocks = state.clocks;
  clocks.before = clocks.latest;
  clocks.now = {state.index + 1, state.index, state.turn, state.time_ms};
  const auto tick = [&](std::uint8_t clock) {
    const std::uint32_t number = clocks.latest[clock].number + 1;
    clocks.latest[clock] = clocks.now;
    clocks.latest[clock].number = number;
  };
  if (const std::uint8_t clock = clockOf(judging.event.kind); clock != plan::kEveryEvent) {
    tick(clock);
  }
  tick(plan::kEveryEvent);
}

eval::Value valueOf(const Judging& judging, NodeId node) {
  return judging.evaluator.operand(node, judging.record(), judging.work.scratch);
}

std::uint64_t bitsOf(const eval::Value& value) {
  return static_cast<std::uint64_t>(value.cell.integer);
}

plan::Rep repOf(const Judging& judging, NodeId node) {
  return plan::info(judging.plan().nodes[node].op).result;
}

/// What a key is told by: a hash that only this conversation has.
std::uint64_t keyHash(const Judging& judging, NodeId node, const eval::Value& value) {
  const std::uint64_t salt = judging.state.salt;
  if (repOf(judging, node) == plan::Rep::kText) return hash64(*value.cell.text, salt);
  const std::uint64_t bits = bitsOf(value);
  return hash64(std::as_bytes(std::span(&bits, 1)), salt);
}

Key keyOf(const Judging& judging, NodeId node) {
  if (node == kNone) return {};
  const eval::Value value = valueOf(judging, node);
  if (value.state != eval::State::kOk && judging.plan().nodes[node].op == plan::Op::kLoadText) {
    const auto& saved = judging.state.saved_keys;
    const auto known = saved.find(static_cast<SlotId>(judging.plan().nodes[node].payload));
    if (known != saved.end()) return {Key::Kind::kKnown, known->second};
  }
  if (value.state == eval::State::kMissing) return {Key::Kind::kMissing, 0};
  if (value.state == eval::State::kFault) return {Key::Kind::kUnknown, 0};
  return {Key::Kind::kKnown, keyHash(judging, node, value)};
}

/// The key of a result is known by its hash alone.
Key tickKeyOf(const Judging& judging, const Operator& op) {
  if (op.kind != OperatorKind::kLatest || op.key == kNone) return keyOf(judging, op.key);
  const eval::Value value = valueOf(judging, op.key);
  if (value.state != eval::State::kOk) return {Key::Kind::kMissing, 0};
  return {Key::Kind::kKnown, bitsOf(value)};
}

/// Why a node is not known: the first thing that kept it from being.
std::uint8_t faultOf(const Judging& judging, NodeId node) {
  const auto sources = eval::faultSources(judging.policy.interpreter, node, judging.record(), {},
                                          judging.work.scratch);
  const FaultKind kind =
      sources.empty() ? FaultKind::kMissingFact : noteOfSource(judging, sources.front(), "").kind;
  return static_cast<std::uint8_t>(static_cast<unsigned>(kind) + 1);
}

Sighting sightingOf(const Judging& judging, NodeId node, bool is_condition) {
  const eval::Value value = valueOf(judging, node);
  if (value.state == eval::State::kFault) return {Sighting::Kind::kUnknown, 0};
  if (value.state == eval::State::kMissing) {
    return {is_condition ? Sighting::Kind::kUnknown : Sighting::Kind::kMissing, 0};
  }
  if (is_condition && value.cell.integer == 0) return {Sighting::Kind::kFalse, 0};
  return {Sighting::Kind::kTrue, bitsOf(value)};
}

struct Step {
  Judging& judging;
  const Operator& op;
  OperatorState state;
  bool forgot = false;

  void tick(bool second, const Key& key) {
    const NodeId node = second ? op.second : op.operand;
    const bool is_condition = plan::info(op.kind).first == "B" || second;
    const Sighting seen = sightingOf(judging, node, is_condition);
    const bool unknown = seen.kind == Sighting::Kind::kUnknown;
    const std::uint8_t fault = unknown                           ? faultOf(judging, node)
                               : key.kind == Key::Kind::kUnknown ? faultOf(judging, op.key)
                                                                 : 0;
    forgot |= second ? state.tickSecond(seen, key, judging.state.clocks, fault)
                     : state.tickFirst(seen, key, judging.state.clocks, fault);
  }
};

/// A field of a tool's result: kept where the result is that tool's.
void tickLatest(Step& step) {
  if (!ticks(step.op.clock, step.judging.event.kind)) return;
  if (!valueOf(step.judging, step.op.second).isTrue()) return;
  step.tick(false, tickKeyOf(step.judging, step.op));
}

void tickOperands(Step& step) {
  const EventKind kind = step.judging.event.kind;
  const bool first = ticks(step.op.clock, kind);
  const bool second = step.op.second != kNone && ticks(step.op.second_clock, kind);
  if (!first && !second) return;
  const Key key = tickKeyOf(step.judging, step.op);
  if (first) step.state.settle(false, step.judging.state.clocks);
  if (second) step.state.settle(true, step.judging.state.clocks);
  // F of `then` looks at what was before this event.
  const bool second_first = step.op.kind == OperatorKind::kThen;
  if (second && second_first) step.tick(true, key);
  if (first) step.tick(false, key);
  if (second && !second_first) step.tick(true, key);
}

FaultNote noteOf(const Judging& judging, const Operator& op, const Reading& reading) {
  const std::string& name = judging.plan().slots[op.slot].name;
  switch (reading.kind) {
    case Reading::Kind::kForgotten:
      return {FaultKind::kKeysForgotten, name, ""};
    case Reading::Kind::kOverflow:
      return {FaultKind::kOverflow, name, ""};
    case Reading::Kind::kUnknownKey: {
      const std::uint8_t fault = faultOf(judging, op.read_key);
      return {static_cast<FaultKind>(fault - 1), name, ""};
    }
    default:
      return {
          reading.fault == 0 ? FaultKind::kMissingFact : static_cast<FaultKind>(reading.fault - 1),
          name, ""};
  }
}

void store(Judging& judging, std::uint32_t index, const Reading& reading) {
  const Operator& op = judging.plan().memory[index];
  Record& record = judging.state.record;
  switch (reading.kind) {
    case Reading::Kind::kKnown:
      return record.setInt(op.slot, static_cast<std::int64_t>(reading.bits));
    case Reading::Kind::kMissing:
      return record.setMissing(op.slot);
    case Reading::Kind::kEmpty:
      return record.setValue(op.slot, judging.policy.nothing[index]);
    default:
      return record.setFault(op.slot, noteOf(judging, op, reading));
  }
}

/// Calls wait for their results; at a result the slot says the key of its call.
void pairCall(Judging& judging, const Operator& op, OperatorState& state) {
  Record& record = judging.state.record;
  record.setMissing(op.slot);
  const std::uint32_t tool = judging.policy.tools.find(judging.event.tool);
  if (tool != op.ref) return;
  const std::string& call = judging.event.call;
  const std::uint64_t id = call.empty() ? 0 : hash64(call, judging.state.salt) | 1;
  if (judging.event.kind == EventKind::kToolCall) state.noteCall(id, keyOf(judging, op.operand));
  if (judging.event.kind != EventKind::kToolResult) return;
  const Key key = state.takeCall(id);
  if (key.kind == Key::Kind::kKnown) record.setInt(op.slot, static_cast<std::int64_t>(key.hash));
}

void look(Judging& judging, std::uint32_t index) {
  const Operator& op = judging.plan().memory[index];
  OperatorState state = stateOf(judging, index);
  ++judging.work.effort[EffortKind::kOperator];
  judging.work.effort[EffortKind::kStateByte] += memory::stateBytes(op);
  if (op.kind == OperatorKind::kCallKey) {
    pairCall(judging, op, state);
  } else {
    Step step{judging, op, state};
    if (op.kind == OperatorKind::kLatest) {
      tickLatest(step);
    } else if (op.kind != OperatorKind::kFlagged && op.kind != OperatorKind::kJoined) {
      tickOperands(step);
    }
    if (step.forgot) {
      judging.work.notes.push_back(
          {FaultKind::kKeysForgotten, judging.plan().slots[op.slot].name, ""});
    }
    store(judging, index, state.read(keyOf(judging, op.read_key), judging.state.clocks));
  }
  std::uint64_t& word = judging.state.active[index / 64];
  const std::uint64_t bit = std::uint64_t{1} << index % 64;
  word = state.isEmpty() ? word & ~bit : word | bit;
}

/// Operators to look at: those that always are at such events, those that have kept something, and
/// those that what was found in the texts wakes.
void gather(Judging& judging, OperatorBits& due) {
  const MemoryIndex& index = judging.policy.memory;
  const OperatorBits& always = index.always[static_cast<std::size_t>(judging.event.kind)];
  const auto& subjects = judging.state.subjects;
  const bool all = std::any_of(subjects.begin(), subjects.end(),
                               [](const SubjectState& subject) { return subject.cut.has_value(); });
  due.resize(index.words());
  std::ranges::transform(always, judging.state.active, due.begin(), std::bit_or<std::uint64_t>());
  if (all) {
    std::ranges::fill(due, ~std::uint64_t{0});
    if (due.size() * 64 > index.offsets.size())
      due.back() >>= due.size() * 64 - index.offsets.size();
  }
  for (const SubjectState& subject : subjects) {
    for (const SlotId slot : subject.found) {
      for (const std::uint32_t op : index.woken.at(slot)) add(due, op);
    }
  }
}

void hashText(Judging& judging) {
  const MemoryIndex& index = judging.policy.memory;
  for (const SlotId id : index.text_hashes) {
    const plan::Slot& slot = judging.plan().slots[id];
    if (slot.subject != judging.event.kind) continue;
    if (judging.work.text.cut) {
      judging.state.record.setUnknown(id);
      continue;
    }
    const auto text = judging.work.text.judged;
    judging.work.effort[EffortKind::kHashedByte] += text.size();
    const std::uint64_t hash =
        slot.kind == plan::SlotKind::kTextHash
            ? text::textHash(text, judging.state.salt, judging.work.hashing)
            : text::similarityHash(text, judging.state.salt, judging.work.hashing);
    judging.state.record.setInt(id, static_cast<std::int64_t>(hash));
  }
}

}  // namespace

OperatorState stateOf(const Judging& judging, std::uint32_t index) {
  const MemoryIndex& memory = judging.policy.memory;
  const Operator& op = judging.plan().memory[index];
  const bool is_number = op.operand != kNone && repOf(judging, op.operand) == plan::Rep::kNumber;
  const std::span<std::byte> all(judging.state.memory);
  return {op, is_number, all.subspan(memory.offsets[index], memory::stateBytes(op))};
}

void recall(Judging& judging) {
  advanceClocks(judging);
  if (judging.policy.memory.offsets.empty() || judging.state.memory_unknown) return;
  hashText(judging);
  OperatorBits& due = judging.work.due;
  gather(judging, due);
  for (std::size_t word = 0; word < due.size(); ++word) {
    while (due[word] != 0) {
      const auto index = static_cast<std::uint32_t>(word * 64 + std::countr_zero(due[word]));
      due[word] &= due[word] - 1;
      look(judging, index);
      // What it says may be news to later ones.
      const SlotId slot = judging.plan().memory[index].slot;
      if (!isAwake(judging, slot)) continue;
      for (const std::uint32_t op : judging.policy.memory.woken.at(slot)) add(due, op);
    }
  }
}

bool isAwake(const Judging& judging, SlotId slot) {
  const eval::Value value = judging.state.record.at(slot);
  if (value.state != eval::State::kOk) return value.state == eval::State::kFault;
  return judging.plan().slots[slot].optional || value.cell.integer != 0;
}

Key readKeyOf(const Judging& judging, const Operator& op) { return keyOf(judging, op.read_key); }

void rememberFlags(Judging& judging) {
  for (const std::uint32_t index : judging.policy.memory.flags) {
    const std::string& flag = judging.plan().strings[judging.plan().memory[index].ref];
    const bool set =
        std::any_of(judging.work.combined.flags.begin(), judging.work.combined.flags.end(),
                    [&](std::uint32_t rule) { return judging.plan().rules[rule].flag == flag; });
    if (!set) continue;
    stateOf(judging, index).setFlag(judging.state.clocks);
    add(judging.state.active, index);
  }
}

}  // namespace decorum::engine
