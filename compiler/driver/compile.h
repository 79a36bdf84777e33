/// The pipeline, from text to plan.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/lint/lint.h"
#include "compiler/lower/lower.h"
#include "compiler/lower/test_case.h"
#include "compiler/sema/flow.h"
#include "compiler/sema/load.h"
#include "runtime/plan/plan.h"

namespace decorum {

struct PipelineOptions {
  LoadOptions load;
  PlanLimits plan;
  std::optional<LintOptions> lint;  ///< absent: only what no one can mean is warned of
  std::string emit;                ///< a phase whose result is printed: parse, resolve, type, lower
  std::string* emitted = nullptr;  ///< where to
};

struct CompileResult {
  std::optional<plan::Plan> plan;  ///< sealed; absent where there are errors
  std::vector<TestCase> tests;
  std::vector<sema::FlowException> exceptions;  ///< ways through that labels were given
  std::vector<Diagnostic> findings;
  std::int64_t budget_bytes = 0;  ///< of a text that the policy's budget is for; 0: it has none
  /// Of a policy that is over its budget and has no other error: to show what it costs.
  std::optional<plan::Plan> over_budget = std::nullopt;
};

/// Compiles the policy whose root is `root`, a file of `sources`. Packs are added to `sources`.
CompileResult compile(FileId root, const PipelineOptions& options, SourceSet& sources);

/// The plan of a program that was loaded, for who changes its trees: no file is opened and nothing
/// is printed. Absent where there are errors. The texts of conditions are those of `sources`.
std::optional<plan::Plan> planOf(const Program& program, const PlanLimits& limits,
                                 const SourceSet& sources);

}  // namespace decorum
