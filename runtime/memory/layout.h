/// What one conversation's memory holds, and how many bytes each part takes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/plan/plan.h"

namespace decorum::memory {

struct LayoutEntry {
  std::string what;  ///< the operator as its author wrote it
  SourcePlace at;    ///< where
  std::uint32_t offset = 0;
  std::uint32_t bytes = 0;
  std::uint64_t identity = 0;
};

struct Layout {
  std::vector<LayoutEntry> operators;  ///< in the order of the plan, one after another
  std::uint32_t operator_bytes = 0;
  std::uint32_t values = 0;  ///< numbers and bits of facts, signals, tools and texts
  std::uint32_t value_bytes = 0;
  std::uint32_t rules = 0;  ///< those that must not fire too often
  std::uint32_t rule_bytes = 0;
  std::uint32_t clock_bytes = 0;  ///< counters and clocks, which every policy has
  std::uint32_t total() const { return operator_bytes + value_bytes + rule_bytes + clock_bytes; }
};

/// Of a plan that `verify` accepts.
Layout layoutOf(const plan::Plan& plan);

}  // namespace decorum::memory
