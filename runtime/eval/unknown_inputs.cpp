#include "runtime/eval/unknown_inputs.h"

#include <algorithm>
#include <tuple>

namespace decorum::eval {
namespace {

/// One slot that a rule reads.
struct Read {
  plan::SlotId slot = plan::kNone;
  bool can_do_without = false;
  std::uint32_t rule = 0;
  auto key() const { return std::tuple(slot, can_do_without, rule); }
};

/// Ascending by slot, those that cannot do without it first; each once.
std::vector<Read> readsOf(const Branches& branches) {
  std::vector<Read> reads;
  auto end = static_cast<TestId>(branches.tests.size());
  for (std::size_t rule = branches.guards.size(); rule-- > 0;) {
    const TestId first = branches.guards[rule];
    if (isEnd(first)) continue;
    for (TestId id = first; id < end; ++id) {
      const Test& test = branches.tests[id];
      if (test.kind == Test::Kind::kNode) continue;
      const auto number = static_cast<std::uint32_t>(rule);
      reads.push_back({test.slot, test.if_missing != kUnsure, number});
      if (test.kind >= Test::Kind::kEqSlot) reads.push_back({test.other, false, number});
    }
    end = first;
  }
  std::sort(reads.begin(), reads.end(), [](auto& a, auto& b) { return a.key() < b.key(); });
  reads.erase(
      std::unique(reads.begin(), reads.end(), [](auto& a, auto& b) { return a.key() == b.key(); }),
      reads.end());
  return reads;
}

}  // namespace

UnknownInputs::UnknownInputs(const plan::Plan& plan, const Branches& branches)
    : readers_(plan.slots.size()) {
  std::array<std::vector<std::uint8_t>, kPhases> masks;
  for (auto& of_phase : masks) of_phase.resize(plan.slots.size());
  for (const Read& read : readsOf(branches)) {
    const auto at = static_cast<std::uint32_t>(rules_.size());
    Readers& readers = readers_[read.slot];
    if (readers.end == 0) readers = {at, at, at};
    rules_.push_back(read.rule);
    readers.end = at + 1;
    if (!read.can_do_without) readers.strict_end = at + 1;
    const auto mask = static_cast<std::uint8_t>(read.can_do_without ? State::kFault : State{0xFF});
    for (std::size_t phase = 0; phase < kPhases; ++phase) {
      if ((plan.rules[read.rule].on >> phase & 1) != 0) masks[phase][read.slot] |= mask;
    }
  }
  const std::size_t slots = plan.slots.size();
  for (std::size_t phase = 0; phase < kPhases; ++phase) {
    if (slots < 8) {
      std::copy(masks[phase].begin(), masks[phase].end(), few_[phase].begin());
      continue;
    }
    for (std::size_t first = 0; first < slots; first += 8) {
      Eight eight{.first = std::min(first, slots - 8)};  // the last eight reach back
      std::memcpy(&eight.mask, masks[phase].data() + eight.first, 8);
      if (eight.mask != 0) watched_[phase].push_back(eight);
    }
  }
}

bool UnknownInputs::anyOfFew(EventKind phase, const State* states) const {
  unsigned unknown = 0;
  for (std::size_t slot = 0; slot < readers_.size(); ++slot)
    unknown |= static_cast<unsigned>(states[slot]) & few_[static_cast<std::size_t>(phase)][slot];
  return unknown != 0;
}

void UnknownInputs::addReaders(EventKind phase, const State* states, RuleBits& rules) const {
  const auto add = [&](std::size_t first, std::size_t end) {
    for (std::size_t slot = first; slot < end; ++slot)
      addReadersOf(static_cast<plan::SlotId>(slot), states[slot], rules);
  };
  if (readers_.size() < 8) return add(0, readers_.size());
  for (const Eight& eight : watched_[static_cast<std::size_t>(phase)]) {
    if (eight.unknownOf(states) != 0) add(eight.first, eight.first + 8);
  }
}

void UnknownInputs::addReadersOf(plan::SlotId slot, State state, RuleBits& rules) const {
  if (state == State::kOk) return;
  const Readers& readers = readers_[slot];
  const std::uint32_t end = state == State::kFault ? readers.end : readers.strict_end;
  for (std::uint32_t at = readers.first; at < end; ++at) rules.add(rules_[at]);
}

}  // namespace decorum::eval
