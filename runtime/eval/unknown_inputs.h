/// Which rules read an input that is not known: what decides over known values alone leaves these
/// to someone else, and need not look at a single state.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "runtime/eval/branches.h"
#include "runtime/eval/evaluator.h"
#include "runtime/plan/plan.h"

namespace decorum::eval {

/// Made once for a plan; any number of threads at once. Slots that only the interpreter reads (in
/// tests of kind `kNode`) are none of its business, and one that is missing where `default` or
/// `known` speaks of it is known.
class UnknownInputs {
 public:
  UnknownInputs(const plan::Plan& plan, const Branches& branches);

  /// Whether a rule with `phase` in its `on` reads one.
  bool any(EventKind phase, const State* states) const {
    if (readers_.size() < 8) return anyOfFew(phase, states);
    std::uint64_t unknown = 0;
    for (const Eight& eight : watched_[static_cast<std::size_t>(phase)])
      unknown |= eight.unknownOf(states);
    return unknown != 0;
  }
  /// Adds the rules that read one, of whatever phase.
  void addReaders(EventKind phase, const State* states, RuleBits& rules) const;

 private:
  static constexpr std::size_t kPhases = static_cast<std::size_t>(EventKind::kClose) + 1;

  /// States side by side, looked at as one number.
  struct Eight {
    std::size_t first = 0;   ///< slot
    std::uint64_t mask = 0;  ///< what may not be set: by slot the state `kFault`, or any but `kOk`
    std::uint64_t unknownOf(const State* states) const {
      std::uint64_t eight = 0;
      std::memcpy(&eight, states + first, 8);
      return eight & mask;
    }
  };
  /// By slot: a part of `rules_`.
  struct Readers {
    std::uint32_t first = 0;
    std::uint32_t strict_end = 0;  ///< up to here are those that cannot do without a value
    std::uint32_t end = 0;
  };

  bool anyOfFew(EventKind phase, const State* states) const;
  void addReadersOf(plan::SlotId slot, State state, RuleBits& rules) const;

  std::array<std::vector<Eight>, kPhases> watched_;
  std::array<std::array<std::uint8_t, 8>, kPhases> few_{};  ///< masks, of a plan of fewer slots
  std::vector<Readers> readers_;
  std::vector<std::uint32_t> rules_;
};

}  // namespace decorum::eval
