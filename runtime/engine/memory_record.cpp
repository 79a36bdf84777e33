#include "runtime/engine/memory_record.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "runtime/base/hash.h"
#include "runtime/engine/bytes.h"

namespace decorum::engine {
namespace {

using plan::SlotId;
using plan::SlotKind;

constexpr std::array<std::byte, 5> kMagic = {std::byte{'D'}, std::byte{'M'}, std::byte{'E'},
                                             std::byte{'M'}, std::byte{1}};
constexpr std::size_t kHeadBytes = kMagic.size() + 8;
constexpr std::uint8_t kHadReply = 1;
constexpr std::uint8_t kAwaitsReply = 2;
constexpr std::uint64_t kBuiltInMark = 0x6275696C742D696E;  // "built-in"
constexpr std::uint64_t kChecksumKey = 0x6D656D2E73756D2E;  // "mem.sum."

/// Whether a slot's value outlives its event. Texts and lists do not: they are words.
bool isSaved(const plan::Slot& slot) {
  if (slot.rep == plan::Rep::kText || slot.rep == plan::Rep::kList) return false;
  switch (slot.kind) {
    case SlotKind::kFact:
    case SlotKind::kSignal:
    case SlotKind::kArgument:
    case SlotKind::kResult:
    case SlotKind::kFound:
    case SlotKind::kOccurrences:
    case SlotKind::kDistinct:
    case SlotKind::kLength:
    case SlotKind::kWords:
    case SlotKind::kHitQuantifier:
      return true;
    default:
      return false;  // of the event at hand, or of an operator, whose state is saved
  }
}

bool isOfText(SlotKind kind) {
  return kind == SlotKind::kFound || kind == SlotKind::kOccurrences || kind == SlotKind::kDistinct;
}

bool isSame(const eval::Value& a, const eval::Value& b) {
  return a.state == b.state && (a.state != eval::State::kOk || a.cell.integer == b.cell.integer);
}

// --------------------------------------------------------------------------------------------
// saving

void saveTick(ByteWriter& out, const memory::Tick& tick) {
  out.varint(tick.number);
  if (tick.number == 0) return;
  out.varint(tick.event);
  out.varint(tick.turn);
  out.zigzag(tick.time_ms);
}

void saveSlots(ByteWriter& out, const Policy::Impl& policy, const ConversationState& state) {
  std::vector<SlotId> slots;
  for (SlotId id = 0; id < policy.plan.slots.size(); ++id) {
    const plan::Slot& slot = policy.plan.slots[id];
    // Of a text that could not be read, that it could not is kept.
    const bool of_words = slot.rep == plan::Rep::kText || slot.rep == plan::Rep::kList;
    const bool unreadable =
        state.record.at(id).state == eval::State::kFault && state.record.noteOf(id) != nullptr;
    const bool saved =
        of_words ? unreadable : isSaved(slot) && !isSame(state.record.at(id), policy.at_start[id]);
    if (saved) slots.push_back(id);
  }
  out.varint(slots.size());
  for (const SlotId id : slots) {
    const eval::Value value = state.record.at(id);
    const FaultNote* note = state.record.noteOf(id);
    out.word(policy.identities().slots[id]);
    out.byte(static_cast<std::uint8_t>(value.state));
    if (value.state == eval::State::kFault) {
      out.varint(note == nullptr ? 0 : static_cast<std::uint64_t>(note->kind) + 1);
    } else if (value.state == eval::State::kOk) {
      const bool is_number = policy.plan.slots[id].rep == plan::Rep::kNumber;
      out.byte(is_number ? 1 : 0);
      if (is_number) {
        out.word(std::bit_cast<std::uint64_t>(value.cell.number));
      } else {
        out.zigzag(value.cell.integer);
      }
    }
  }
}

/// Signals whose latest value came with an event, or from a built-in provider: those are marked.
void saveSources(ByteWriter& out, const Policy::Impl& policy, const ConversationState& state) {
  std::vector<std::uint64_t> given;
  for (std::size_t i = 0; i < policy.plan.signals.size(); ++i) {
    const SlotId slot = policy.plan.signals[i].slot;
    if (slot == plan::kNone) continue;
    const std::uint64_t identity = policy.identities().slots[slot];
    if (state.signals[i] == SignalSource::kEvent) given.push_back(identity);
    if (state.signals[i] == SignalSource::kBuiltIn) given.push_back(identity ^ kBuiltInMark);
  }
  out.varint(given.size());
  for (const std::uint64_t identity : given) out.word(identity);
}

void saveSubject(ByteWriter& out, const Policy::Impl& policy, const SubjectState& subject) {
  out.varint(subject.event_index == plan::kNone ? 0 : std::uint64_t{subject.event_index} + 1);
  if (subject.event_index == plan::kNone) return;
  out.varint(subject.cut ? static_cast<std::uint64_t>(*subject.cut) + 1 : 0);
  out.varint(subject.hits.size());
  for (const HitPlace& hit : subject.hits) {
    out.word(policy.identities().matchers[hit.matcher]);
    out.varint(hit.span.begin);
    out.varint(hit.span.end);
  }
}

/// Texts that serve as keys: their hashes.
void saveKeys(ByteWriter& out, const Policy::Impl& policy, const ConversationState& state) {
  std::map<SlotId, std::uint64_t> keys = state.saved_keys;
  for (const plan::Operator& op : policy.plan.memory) {
    for (const plan::NodeId node : {op.key, op.read_key}) {
      if (node == plan::kNone || policy.plan.nodes[node].op != plan::Op::kLoadText) continue;
      const auto slot = static_cast<SlotId>(policy.plan.nodes[node].payload);
      const eval::Value value = state.record.at(slot);
      if (value.state == eval::State::kOk) keys[slot] = hash64(*value.cell.text, state.salt);
    }
  }
  out.varint(keys.size());
  for (const auto& [slot, hash] : keys) {
    out.word(policy.identities().slots[slot]);
    out.word(hash);
  }
}

void saveOperators(ByteWriter& out, const Policy::Impl& policy, const ConversationState& state) {
  std::vector<std::uint32_t> active;
  for (std::uint32_t i = 0; i < policy.plan.memory.size(); ++i) {
    if (state.active[i / 64] >> i % 64 & 1) active.push_back(i);
  }
  out.varint(active.size());
  for (const std::uint32_t i : active) {
    const plan::Operator& op = policy.plan.memory[i];
    std::span<const std::byte> bytes(state.memory);
    bytes = bytes.subspan(policy.memory.offsets[i], memory::stateBytes(op));
    while (!bytes.empty() && bytes.back() == std::byte{0}) bytes = bytes.first(bytes.size() - 1);
    out.word(op.identity);
    out.varint(bytes.size());
    out.raw(bytes);
  }
}

void saveRules(ByteWriter& out, const Policy::Impl& policy, const ConversationState& state) {
  std::vector<std::uint32_t> fired;
  for (std::uint32_t rule = 0; rule < policy.plan.rules.size(); ++rule) {
    const std::uint32_t place = policy.rule_memory[rule];
    if (place != plan::kNone && state.rules[place].has_fired) fired.push_back(rule);
  }
  out.varint(fired.size());
  for (const std::uint32_t rule : fired) {
    const RuleMemory& memory = state.rules[policy.rule_memory[rule]];
    out.word(policy.identities().rules[rule]);
    out.varint(memory.turn);
    out.zigzag(memory.time_ms);
    out.varint(memory.retries);
  }
}

// --------------------------------------------------------------------------------------------
// restoring

void restoreTick(ByteReader& in, memory::Tick& tick) {
  tick.number = in.small();
  if (tick.number == 0) return;
  tick.event = in.small();
  tick.turn = in.small();
  tick.time_ms = in.zigzag();
}

void restoreSlot(ByteReader& in, const Policy::Impl& policy, ConversationState& state) {
  const std::uint64_t identity = in.word();
  const auto kind = static_cast<eval::State>(in.byte());
  const SlotId id = policy.identities().findSlot(identity);
  // An entry says by itself how long it is, so that those of other policies can be passed over.
  if (kind == eval::State::kMissing) {
    if (id != plan::kNone) state.record.setMissing(id);
    return;
  }
  if (kind == eval::State::kFault) {
    const std::uint32_t fault = in.small();
    if (fault > kFaultKinds) in.failed = true;
    if (id == plan::kNone || in.failed) return;
    if (fault == 0) return state.record.setUnknown(id);
    return state.record.setFault(
        id, {static_cast<FaultKind>(fault - 1), policy.plan.slots[id].name, ""});
  }
  const bool is_number = in.byte() != 0;
  const std::uint64_t bits = is_number ? in.word() : static_cast<std::uint64_t>(in.zigzag());
  if (kind != eval::State::kOk) in.failed = true;
  if (id == plan::kNone || in.failed) return;
  const plan::Slot& slot = policy.plan.slots[id];
  if (slot.rep == plan::Rep::kBool && bits > 1) {
    in.failed = true;
    return;
  }
  state.record.setInt(id, static_cast<std::int64_t>(bits));
  const bool found = isOfText(slot.kind) && bits != 0 && hasText(slot.subject);
  if (found) state.subjects[static_cast<std::size_t>(slot.subject)].found.push_back(id);
}

void restoreSource(ByteReader& in, const Policy::Impl& policy, ConversationState& state) {
  const std::uint64_t written = in.word();
  for (std::size_t i = 0; i < policy.plan.signals.size(); ++i) {
    const SlotId slot = policy.plan.signals[i].slot;
    if (slot == plan::kNone) continue;
    const std::uint64_t identity = policy.identities().slots[slot];
    if (written == identity) state.signals[i] = SignalSource::kEvent;
    if (written == (identity ^ kBuiltInMark)) state.signals[i] = SignalSource::kBuiltIn;
  }
}

void restoreKey(ByteReader& in, const Policy::Impl& policy, ConversationState& state) {
  const SlotId slot = policy.identities().findSlot(in.word());
  const std::uint64_t hash = in.word();
  if (slot != plan::kNone) state.saved_keys[slot] = hash;
}

void restoreSubject(ByteReader& in, const Policy::Impl& policy, SubjectState& subject) {
  const std::uint32_t event = in.small();
  if (event == 0) return;
  subject.event_index = event - 1;
  const std::uint32_t cut = in.small();
  if (cut > kFaultKinds) in.failed = true;
  if (cut != 0 && !in.failed) subject.cut = static_cast<FaultKind>(cut - 1);
  for (std::uint32_t left = in.count(); left > 0 && !in.failed; --left) {
    const plan::MatcherId matcher = policy.identities().findMatcher(in.word());
    const TextSpan span{in.small(), in.small()};
    if (matcher != plan::kNone) subject.hits.push_back({matcher, span});
  }
  // Another policy may number its matchers in another order.
  std::ranges::stable_sort(subject.hits, {}, &HitPlace::matcher);
}

void restoreOperator(ByteReader& in, const Policy::Impl& policy, ConversationState& state) {
  const std::uint64_t identity = in.word();
  const auto bytes = in.raw(in.small());
  for (const std::uint32_t i : policy.identities().findOperators(identity)) {
    if (in.failed || bytes.size() > memory::stateBytes(policy.plan.memory[i])) {
      in.failed = true;
      return;
    }
    std::copy(bytes.begin(), bytes.end(),
              state.memory.begin() + static_cast<std::ptrdiff_t>(policy.memory.offsets[i]));
    add(state.active, i);
    const std::span<std::byte> all(state.memory);
    const memory::OperatorState kept(
        policy.plan.memory[i], false,
        all.subspan(policy.memory.offsets[i], memory::stateBytes(policy.plan.memory[i])));
    if (!kept.isSound()) in.failed = true;
  }
}

void restoreRule(ByteReader& in, const Policy::Impl& policy, ConversationState& state) {
  const std::uint32_t rule = policy.identities().findRule(in.word());
  const RuleMemory memory{true, in.small(), in.zigzag(), in.small()};
  if (rule == plan::kNone || in.failed) return;
  const std::uint32_t place = policy.rule_memory[rule];
  if (place != plan::kNone) state.rules[place] = memory;
}

template <class Restore>
void restoreAll(ByteReader& in, Restore restore) {
  for (std::uint32_t left = in.count(); left > 0 && !in.failed; --left) restore();
}

}  // namespace

std::uint64_t checksumOf(std::span<const std::byte> body) { return hash64(body, kChecksumKey); }

std::vector<std::byte> saveState(const Policy::Impl& policy, const ConversationState& state) {
  ByteWriter out;
  out.varint(state.index);
  out.varint(state.turn);
  out.zigzag(state.time_ms);
  out.byte(static_cast<std::uint8_t>((state.had_reply ? kHadReply : 0) |
                                     (state.awaits_reply ? kAwaitsReply : 0)));
  for (const memory::Tick& tick : state.clocks.latest) saveTick(out, tick);
  for (const SubjectState& subject : state.subjects) saveSubject(out, policy, subject);
  saveSlots(out, policy, state);
  saveSources(out, policy, state);
  saveKeys(out, policy, state);
  saveOperators(out, policy, state);
  saveRules(out, policy, state);
  ByteWriter whole;
  whole.bytes.reserve(kHeadBytes + out.bytes.size());
  whole.raw(kMagic);
  whole.word(checksumOf(out.bytes));
  whole.raw(out.bytes);
  return std::move(whole.bytes);
}

bool restoreState(const Policy::Impl& policy, std::span<const std::byte> bytes,
                  ConversationState& state) {
  if (bytes.size() < kHeadBytes || !std::equal(kMagic.begin(), kMagic.end(), bytes.begin())) {
    return false;
  }
  ByteReader head(bytes.subspan(kMagic.size(), 8));
  const auto body = bytes.subspan(kHeadBytes);
  if (head.word() != checksumOf(body)) return false;
  ByteReader in(body);
  ConversationState restored(policy, state.id);
  restored.index = in.small();
  restored.turn = in.small();
  restored.time_ms = in.zigzag();
  const std::uint8_t replies = in.byte();
  restored.had_reply = (replies & kHadReply) != 0;
  restored.awaits_reply = (replies & kAwaitsReply) != 0;
  for (memory::Tick& tick : restored.clocks.latest) restoreTick(in, tick);
  for (SubjectState& subject : restored.subjects) restoreSubject(in, policy, subject);
  restoreAll(in, [&] { restoreSlot(in, policy, restored); });
  restoreAll(in, [&] { restoreSource(in, policy, restored); });
  restoreAll(in, [&] { restoreKey(in, policy, restored); });
  restoreAll(in, [&] { restoreOperator(in, policy, restored); });
  restoreAll(in, [&] { restoreRule(in, policy, restored); });
  if (in.failed || !in.atEnd()) return false;
  state = std::move(restored);
  return true;
}

}  // namespace decorum::engine
