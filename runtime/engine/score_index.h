/// Which scores of built-in providers a policy asks for, and who reads them. Made once for a
/// policy.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "runtime/engine/subject_text.h"
#include "runtime/eval/evaluator.h"
#include "runtime/plan/plan.h"

namespace decorum::engine {

struct AskedScore {
  std::uint32_t signal = 0;  ///< index in the plan
  plan::SlotId slot = plan::kNone;
  /// Read beyond the guards of rules on its own text: by the memory, a message, a body, or a rule
  /// on other events, when the text is gone. Else only `readers` read it.
  bool at_once = false;
  eval::RuleBits readers;
};

/// By kind of event. Without providers all are empty.
struct ScoreIndex {
  ScoreIndex() = default;
  explicit ScoreIndex(const plan::Plan& plan);

  std::array<std::vector<AskedScore>, kTextSubjects> asked;
};

}  // namespace decorum::engine
