/// Runs the `test` blocks of a policy.
#pragma once

#include <string>
#include <vector>

#include "compiler/lower/test_case.h"
#include "decorum/policy.h"

namespace decorum::cli {

/// An expectation that did not hold.
struct Failure {
  Span span;
  std::string expected;  ///< as the author wrote it
  std::string found;     ///< what the verdict was instead
};

/// Gives the events of a test to a conversation of its own and returns what did not hold.
std::vector<Failure> runTest(const Policy& policy, const TestCase& test);

/// Whether a verdict is as expected; `given` is the event it answers.
bool holds(const Expectation& expectation, const Verdict& verdict, const Event& given);

}  // namespace decorum::cli
