/// What a unit of each kind of effort takes on this machine.
#pragma once

#include <string>
#include <vector>

#include "runtime/base/effort.h"
#include "tools/goals/timing.h"

namespace decorum::goals {

struct Calibration {
  EffortFigures figures;               ///< ns; the reference's where nothing else was found
  std::vector<EffortKind> unmeasured;  ///< what came out below nothing, or a hundred times too much
};

/// Two things that differ in the amount of one kind take turns; the difference of their times, less
/// what else they differ in at the figures found before, is divided by the difference of their
/// counts. Takes some seconds.
Calibration calibrate(const Timing& timing = {.rounds = 7, .turn_ms = 8});

}  // namespace decorum::goals
