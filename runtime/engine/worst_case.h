/// The most that judging one event can take, by what brings it: a bound for every event whose text
/// has at most so many bytes as it is given, folded and decoded. Lists and texts in facts count as
/// one value each; what is not bounded here is what stands around judging (reading logs, stores,
/// checks by swapping, monitors).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/base/effort.h"
#include "runtime/plan/plan.h"

namespace decorum::engine {

/// One thing that events pay for.
struct EffortPart {
  enum class Kind : std::uint8_t {
    kEvent,    ///< whatever the policy says
    kText,     ///< that something is looked for at all, and phrases as they are written
    kPhrases,  ///< a list: its hits, and its words in other forms
    kPattern,
    kDetector,
    kScore,
    kCondition,  ///< asked of each hit
    kRule,
    kOperator,  ///< of the memory
    kTimer,     ///< when an `on timer` rule may fire next
  };
  Kind kind = Kind::kEvent;
  std::string
      what;  ///< for people: "user mentions refund", the name of a rule; "" for kEvent, kText
  plan::SourceId source = plan::kNone;  ///< where it stands
  Effort effort;
};

struct WorstCase {
  static constexpr std::size_t kEventKinds = static_cast<std::size_t>(EventKind::kClose) + 1;

  /// By kind of event; empty where nothing of the policy looks at such events.
  std::array<std::vector<EffortPart>, kEventKinds> events;

  Effort of(EventKind kind) const;
};

/// The plan must have passed `verify`.
WorstCase worstCaseOf(const plan::Plan& plan, std::uint64_t bytes);

}  // namespace decorum::engine
