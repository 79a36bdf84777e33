/// What the rules that fired ask for, made one: the greatest disposition, a set of escalations,
/// disclosures and flags each once. Whatever order the effects come in, the result is the same.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "decorum/verdict.h"
#include "runtime/plan/plan.h"

namespace decorum::eval {

/// What one rule in force asks for at the event at hand.
struct Effect {
  std::uint32_t rule = 0;
  Disposition disposition = Disposition::kPass;  ///< of its kind, or of its `otherwise`
  bool in_hours = true;  ///< of escalations: false outside of `during`, where no one is there
};

/// Escalations to one queue.
struct QueueEntry {
  std::uint32_t rule = 0;  ///< the one that stands for all
  Priority priority = Priority::kNormal;
  std::optional<std::int64_t> within_ms;  ///< the earliest
  bool hand_over = false;                 ///< of any
  std::uint32_t timed_by = plan::kNone;   ///< the rule that `within_ms` is of
};

struct Combined {
  Disposition disposition = Disposition::kPass;
  std::uint32_t speaker = plan::kNone;  ///< whose clauses count, of those with the disposition
  std::uint32_t words = plan::kNone;    ///< whose words are used: the first of those that have some
  std::vector<QueueEntry> queues;       ///< by priority, deadline, queue
  /// Rules with something to say beside the disposition (disclosures, and `say` of escalations,
  /// redactions and flags), in the order in which they are said.
  std::vector<std::uint32_t> statements;
  std::vector<std::uint32_t> flags;  ///< rules, one a flag, by the flag's name
};

/// Whether rule `a` comes before rule `b`: higher priority first, then the one written first.
bool precedes(const plan::Plan& plan, std::uint32_t a, std::uint32_t b);

/// `out` is overwritten; its memory is reused.
void combine(const plan::Plan& plan, std::span<const Effect> effects, Combined& out);

}  // namespace decorum::eval
