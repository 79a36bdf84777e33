#pragma once

#include <string>
#include <vector>

#include "tools/cli/test_story.h"

namespace decorum::cli {

/// `file:line:column` of an expectation.
std::string placeOf(const Failure& failure, const SourceSet& sources);

/// A failing test for a terminal: the conversation up to each expectation that did not hold, what
/// was expected and found, and the conditions that decided. Runs the test again.
std::string failureText(WatchedPolicy& policy, const TestCase& test,
                        const std::vector<Failure>& failures, const SourceSet& sources);

}  // namespace decorum::cli
