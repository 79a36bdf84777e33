#pragma once

#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/lower/test_case.h"
#include "compiler/sema/module.h"
#include "runtime/plan/plan.h"
#include "runtime/plan/verify.h"

namespace decorum {

/// What a plan may hold; more is a finding.
struct PlanLimits {
  std::size_t rules = plan::kMaxRules;
  std::size_t memory_bytes = 64 * 1024;  ///< of one conversation
};

/// What a plan calls the file at `path` of a policy at `root`: relative to the root's folder, so
/// that a policy's digest does not depend on where it lies.
std::string pathInPlan(const std::string& root, const std::string& path);

/// Turns a module without errors into a plan, sealed. Equal conditions become one node, definitions
/// and settings disappear, rules that a constant setting rules out are left away. Only a limit can
/// stop it.
plan::Plan lower(const sema::TypedModule& typed, const PlanLimits& limits,
                 Diagnostics& diagnostics);

/// The `test` blocks, with names resolved and values made.
std::vector<TestCase> lowerTests(const sema::TypedModule& typed, const SourceSet& sources);

}  // namespace decorum
