/// `decorum check --fix`, and what a check is told of the day and the place.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/lint/lint.h"

namespace decorum::cli {

/// Lints by the day `today` ("2026-11-22"), by the clock where it is "". Empty where it is no day.
std::optional<LintOptions> lintOptionsFor(const std::string& today);

/// The folder that the paths of a report are relative to: the checkout of a workflow, or the one
/// that the command runs in.
std::string repositoryRoot();

/// Makes all safe fixes in the files of `paths`, and in no others, until none is left; says of each
/// on standard error what it did. A file is written at once, or not at all, and never so that it
/// does not parse any more.
///
/// @return whether all files could be read and written; what is wrong has been said.
bool fixPolicies(const std::vector<std::string>& paths, const std::vector<std::string>& pack_path,
                 const LintOptions& lint);

}  // namespace decorum::cli
