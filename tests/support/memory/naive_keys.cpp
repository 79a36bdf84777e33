// Which keys an operator remembers, as the section on keys of docs/language/memory.md says it.

#include <algorithm>
#include <array>

#include "tests/support/memory/naive.h"

namespace decorum::test::memory {

/// The 32 keys that are remembered.
class Naive::KeysKept {
 public:
  /// Something was kept for `key` of the event `at`.
  void keep(const Value& key, std::size_t at, bool held) {
    const auto known = find(key);
    if (known != kept_.end()) {
      if (held) known->latest = at;
      return;
    }
    const bool uncertain = forgot_;
    if (kept_.size() == kMost) {
      kept_.erase(std::min_element(kept_.begin(), kept_.end(), [](const Kept& a, const Kept& b) {
        return a.latest < b.latest;
      }));
      forgot_ = true;
    }
    kept_.push_back({key, at, uncertain});
  }

  enum class Known { kAll, kLatest, kNothing };
  /// How much is known of what there was of a key.
  Known knows(const Value& key) {
    const auto known = find(key);
    if (known == kept_.end()) return forgot_ ? Known::kNothing : Known::kAll;
    return known->uncertain ? Known::kLatest : Known::kAll;
  }

 private:
  static constexpr std::size_t kMost = 32;
  struct Kept {
    Value key;
    std::size_t latest = 0;  // event at which it held, or the first of which anything was kept
    bool uncertain = false;  // it may have been there before and been forgotten
  };
  std::vector<Kept>::iterator find(const Value& key) {
    return std::find_if(kept_.begin(), kept_.end(),
                        [&](const Kept& kept) { return kept.key == key; });
  }

  std::vector<Kept> kept_;
  bool forgot_ = false;
};

/// Whether a tick at which it did not hold leaves something behind for a key of which there was
/// nothing.
bool Naive::keepsMisses(const Expr& op) {
  return op.kind == Kind::kSince || op.kind == Kind::kThen ||
         (op.kind == Kind::kInLast && op.mode == Mode::kEvery);
}

/// At the next tick, one in doubt counts as one at which the operand did not hold.
void Naive::settle(const Tick& in_doubt, const Expr& op, const Expr& key, KeysKept& keys) {
  const Value of = at(key, in_doubt.at + 1);
  if (of.state == State::kOk && keepsMisses(op)) keys.keep(of, in_doubt.at, false);
}

/// Of a key that was forgotten, or may have been, nothing is known but what one hit settles.
bool Naive::isForgotten(const Expr& op, const Expr& key, std::size_t end) {
  KeysKept keys;
  std::array<std::vector<Tick>, 2> ticks;
  std::array<std::size_t, 2> next{};
  std::array<std::optional<Tick>, 2> in_doubt;
  for (std::size_t part = 0; part < op.parts.size(); ++part) {
    ticks[part] = allTicksOf(op.parts[part], end);
  }
  for (std::size_t event = 0; event < end; ++event) {
    const auto ticksNow = [&](std::size_t part) {
      return next[part] < ticks[part].size() && ticks[part][next[part]].at == event;
    };
    for (const std::size_t part : {0, 1}) {
      if (!ticksNow(part) || !in_doubt[part]) continue;
      settle(*in_doubt[part], op, key, keys);
      in_doubt[part].reset();
    }
    const bool second_first = op.kind == Kind::kThen;
    for (const std::size_t turn : {0, 1}) {
      const std::size_t part = second_first ? 1 - turn : turn;
      if (!ticksNow(part)) continue;
      const Tick& tick = ticks[part][next[part]++];
      const Value of = at(key, event + 1);
      if (of.state == State::kMissing) continue;
      const bool held = tick.value.state == State::kOk && !tick.value.isFalse();
      // The pair of `then` is what it is at this tick, whether or not F held.
      const bool leaves_trace =
          tick.value.state == State::kOk ? held || keepsMisses(op) : second_first && part == 1;
      if (of.state == State::kOk && leaves_trace) keys.keep(of, event, held);
      if (tick.value.state != State::kOk) in_doubt[part] = tick;
    }
  }
  const bool settles = op.kind == Kind::kEver || op.kind == Kind::kNever ||
                       op.kind == Kind::kTimeSince || op.kind == Kind::kTurnsSince;
  const KeysKept::Known known = keys.knows(at(key, end));
  return known == KeysKept::Known::kNothing || (known == KeysKept::Known::kLatest && !settles);
}

}  // namespace decorum::test::memory
