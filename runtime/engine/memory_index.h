/// Where the state of each operator lies, and at which events it has to be looked at. Made once for
/// a policy.
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

struct MemoryIndex {
  static constexpr std::size_t kEventKinds = static_cast<std::size_t>(EventKind::kClose) + 1;

  MemoryIndex() = default;
  explicit MemoryIndex(const plan::Plan& plan);

  std::size_t words() const { return (offsets.size() + 63) / 64; }
  /// Operators that may have something to do once `slot` is away from its rest.
  std::span<const std::uint32_t> wokenBy(plan::SlotId slot) const;

  std::vector<std::uint32_t> offsets;  ///< by operator
  std::uint32_t bytes = 0;             ///< of all states
  /// By kind of event: operators with an operand that ticks then and may hold without a trigger.
  std::array<OperatorBits, kEventKinds> always;
  /// By operator: what its operands ask of texts, for evidence.
  std::vector<std::vector<plan::SlotId>> text_slots;
  std::vector<std::uint32_t> flags;       ///< operators `kFlagged`
  std::vector<plan::SlotId> text_hashes;  ///< slots filled from the text at hand
  std::vector<plan::SlotId> salts;
  std::vector<plan::SlotId> slots_of_memory;  ///< by operator

 private:
  std::vector<std::uint32_t> first_woken_;  ///< by slot
  std::vector<std::uint32_t> woken_;
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
