#pragma once

#include <string>
#include <vector>

#include "tools/cli/test_story.h"

namespace decorum::cli {

/// `file:line:column` of where it begins.
std::string placeOf(Span span, const SourceSet& sources);

/// A failing test for a terminal: of `test each` its row, the conversation up to each expectation
/// that did not hold, what was expected and found, and the conditions that decided. Runs the test
/// again.
std::string failureText(WatchedPolicy& policy, const TestCase& test,
                        const std::vector<Failure>& failures, const SourceSet& sources);

}  // namespace decorum::cli
