/// The pipeline, from text to plan.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/lower/lower.h"
#include "compiler/lower/test_case.h"
#include "compiler/sema/load.h"
#include "runtime/plan/plan.h"

namespace decorum {

struct PipelineOptions {
  LoadOptions load;
  PlanLimits plan;
  std::string emit;                ///< a phase whose result is printed: parse, resolve, type, lower
  std::string* emitted = nullptr;  ///< where to
};

/// What to say to someone who wants verdicts of a pack that `needs_including`.
inline constexpr const char* kNeedsIncluding =
    "a pack that leaves settings without a value judges only where it is included";

struct CompileResult {
  /// Sealed; absent where there are errors, and where the root is a pack that `needs_including`.
  std::optional<plan::Plan> plan;
  std::vector<TestCase> tests;
  std::vector<Diagnostic> findings;
  bool needs_including = false;
};

/// Compiles the policy whose root is `root`, a file of `sources`. Packs are added to `sources`.
CompileResult compile(FileId root, const PipelineOptions& options, SourceSet& sources);

}  // namespace decorum
