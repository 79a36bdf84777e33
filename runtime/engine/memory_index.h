/// Where the state of each operator lies, and at which events rules and operators have to be looked
/// at. Made once for a policy.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "runtime/engine/subject_text.h"
#include "runtime/eval/evaluator.h"
#include "runtime/plan/plan.h"

namespace decorum::engine {

/// Operators as bits.
using OperatorBits = std::vector<std::uint64_t>;
inline void add(OperatorBits& bits, std::uint32_t op) {
  bits[op / 64] |= std::uint64_t{1} << op % 64;
}

/// Numbers under slots: what is woken when a slot leaves its rest.
class SlotIndex {
 public:
  SlotIndex() = default;
  explicit SlotIndex(const std::vector<std::vector<std::uint32_t>>& by_slot);
  std::span<const std::uint32_t> at(plan::SlotId slot) const {
    return std::span(all_).subspan(first_[slot], first_[slot + 1] - first_[slot]);
  }

 private:
  std::vector<std::uint32_t> first_{0};
  std::vector<std::uint32_t> all_;
};

/// Which rules have to be looked at: those that may hold though nothing was found, and those that
/// what was found wakes.
struct RuleIndex {
  static constexpr std::size_t kEventKinds = static_cast<std::size_t>(EventKind::kClose) + 1;

  RuleIndex() = default;
  explicit RuleIndex(const plan::Plan& plan);

  std::array<eval::RuleBits, kEventKinds> always;  ///< by kind of event
  SlotIndex woken;
};

struct MemoryIndex {
  static constexpr std::size_t kEventKinds = static_cast<std::size_t>(EventKind::kClose) + 1;

  MemoryIndex() = default;
  explicit MemoryIndex(const plan::Plan& plan);

  std::size_t words() const { return (offsets.size() + 63) / 64; }
  /// Operators that may have something to do once a slot is away from its rest.
  SlotIndex woken;

  std::vector<std::uint32_t> offsets;  ///< by operator
  std::uint32_t bytes = 0;             ///< of all states
  /// By kind of event: operators with an operand that ticks then and may hold without a trigger.
  std::array<OperatorBits, kEventKinds> always;
  /// By operator: what its operands ask of texts, for evidence.
  std::vector<std::vector<plan::SlotId>> text_slots;
  std::vector<std::uint32_t> flags;       ///< operators `kFlagged`
  std::vector<std::uint32_t> joins;       ///< operators `kJoined`
  std::vector<plan::SlotId> text_hashes;  ///< slots filled from the text at hand
  std::vector<plan::SlotId> salts;
};

/// The clock that an event of this kind ticks, beside that of every event; `kEveryEvent` for none.
inline std::uint8_t clockOf(EventKind kind) {
  return hasText(kind) ? static_cast<std::uint8_t>(kind) : plan::kEveryEvent;
}
/// Whether what has this clock ticks at an event of this kind.
inline bool ticks(std::uint8_t clock, EventKind kind) {
  return clock == plan::kEveryEvent || clock == static_cast<std::uint8_t>(kind);
}

}  // namespace decorum::engine
