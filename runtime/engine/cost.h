/// What deciding the guards at an event may cost under a policy: bounds that hold for every event,
/// counted in operations (one is a test of one value; others as `operations.def` weighs them), not
/// in time. What goes through the elements of a list is counted for one element.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "runtime/plan/plan.h"

namespace decorum::engine {

struct RuleCost {
  std::uint32_t rule = 0;
  /// At kinds of events where no find and no memory is needed for it to hold: bits `1 <<
  /// EventKind`. 0: it is looked at only where one of its triggers was found or is remembered.
  std::uint8_t always = 0;
  std::uint32_t triggers = 0;    ///< slots that wake it
  std::uint64_t operations = 0;  ///< of its guard at most, all inputs known
  std::uint64_t undecided = 0;   ///< beyond these where an input is not known
};

/// What a text of one subject is looked through for.
struct ScanCost {
  std::uint32_t phrases = 0;   ///< in lists
  std::uint32_t variants = 0;  ///< of these with typos, stems or spacing
  std::uint32_t patterns = 0;
  std::uint32_t detectors = 0;
};

struct EventCost {
  std::uint32_t rules = 0;             ///< on events of this kind
  std::uint32_t always = 0;            ///< of these looked at whatever is found
  std::uint64_t least = 0;             ///< operations at most where nothing was found
  std::uint64_t most = 0;              ///< where everything was, and all is known
  std::uint64_t undecided = 0;         ///< beyond `most` where inputs are not known
  std::uint32_t operators = 0;         ///< of the memory that tick at such events
  std::uint32_t operators_always = 0;  ///< of these looked at whatever is found
};

struct PolicyCost {
  static constexpr std::size_t kEventKinds = static_cast<std::size_t>(EventKind::kClose) + 1;

  std::vector<RuleCost> rules;                ///< by rule of the plan
  std::array<EventCost, kEventKinds> events;  ///< by EventKind
  std::array<ScanCost, kEventKinds> scans;    ///< by EventKind; of those without text nothing
};

/// Operations of a node and all that stands under it, each once: what the interpreter computes for
/// it at most. 0 of none.
std::uint64_t operationsOf(const plan::Plan& plan, plan::NodeId root);

/// The plan must have passed `verify`.
PolicyCost costOf(const plan::Plan& plan);

}  // namespace decorum::engine
