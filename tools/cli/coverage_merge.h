/// Coverage of what is written once, whichever rules and policies use it.
#pragma once

#include <string>
#include <vector>

#include "tools/cli/coverage_report.h"

namespace decorum::cli {

/// Adds what the tests of `policy` have shown to a report for each file that its rules stand in.
/// A rule is the same at the same place of the same file: an outcome is seen where any policy has
/// seen it, and what a setting takes away in one is counted where another has it. Places become
/// paths from where `policy.path` is one.
void addByFile(std::vector<PolicyCoverage>& reports, const PolicyCoverage& policy);

/// Leaves each condition and operator once, with the first rule that leads to it and with what all
/// rules have shown of it; those that stand in another file than their rule are left out.
void countOnce(PolicyCoverage& policy);

}  // namespace decorum::cli
