/// What `check --cost` prints: what judging an event may cost, and which rules pay for it.
#pragma once

#include <cstdint>
#include <string>

#include "runtime/plan/plan.h"
#include "tools/goals/calibration.h"

namespace decorum::cli {

/// Of what event, and what a unit of each kind of effort takes here, where that is known.
struct CostOptions {
  std::uint64_t bytes = 4096;  ///< of the event's text
  const goals::Calibration* here = nullptr;
};

/// Tables for people: by kind of event, then the rules that are always looked at, dearest first.
std::string costText(const plan::Plan& plan, const CostOptions& options);
/// All parts and all rules, as one line of JSON.
std::string costJson(const std::string& path, const plan::Plan& plan, const CostOptions& options);
/// The figures of this machine beside the reference's.
std::string calibrationText(const goals::Calibration& here);

}  // namespace decorum::cli
