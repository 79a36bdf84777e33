/// What each rule on replies means for a reply that comes in chunks. Made once for a policy.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/plan/plan.h"
#include "runtime/text/stream/hold_back.h"

namespace decorum::engine {

enum class StreamClass : std::uint8_t {
  kNothing,     ///< not on replies, or it takes no part in what is let go of
  kAtStart,     ///< decided before the first chunk
  kAsItComes,   ///< decided as text comes, holding back what may still match
  kCut,         ///< stops the reply where it is decided (`on stream cut`)
  kWholeReply,  ///< nothing is let go of before the reply is there
};

struct RuleStreaming {
  StreamClass how = StreamClass::kNothing;
  std::string why;  ///< of kWholeReply, and of kCut that is decided at the end alone
  /// Of kAsItComes: bytes of the longest match, none where there is no bound, and the code points
  /// behind a match that decide whether it counts.
  std::optional<std::uint64_t> match_bytes = 0;
  std::uint32_t look_ahead = 0;
  /// Whether its guard speaks of the reply.
  bool depends = false;
};

struct StreamPlan {
  StreamPlan() = default;
  explicit StreamPlan(const plan::Plan& plan);

  std::vector<RuleStreaming> rules;  ///< by rule
  /// Of all that is looked for in replies as they come.
  std::optional<text::stream::HoldBack> hold_back;
  bool has_cuts = false;
};

}  // namespace decorum::engine
