/// Runs the `test` blocks of a policy.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "compiler/lower/test_case.h"
#include "decorum/policy.h"

namespace decorum::cli {

/// An expectation that did not hold.
struct Failure {
  Span span;
  std::string expected;                      ///< as the author wrote it
  std::string found;                         ///< what the verdict was instead
  std::size_t events = 0;                    ///< that were judged before it, timers included
  const Expectation* expectation = nullptr;  ///< of the test; null for a counterfactual check
};

/// A verdict in the words of the expectations.
std::string describe(const Verdict& verdict, const Event& given);

/// How a test is run, and who is told of it. What counterfactual checks judge beside the test's own
/// conversation is told to nobody.
struct TestRun {
  std::function<void()> before;                             ///< an event is about to be judged
  std::function<void(const Event&, const Verdict&)> after;  ///< it was
  bool until_failure = false;                               ///< what comes after the first is left
};

/// Gives the events of a test to a conversation of its own and returns what did not hold.
std::vector<Failure> runTest(const Policy& policy, const TestCase& test, const TestRun& run = {});

/// Whether a verdict is as expected; `given` is the event it answers.
bool holds(const Expectation& expectation, const Verdict& verdict, const Event& given);

}  // namespace decorum::cli
