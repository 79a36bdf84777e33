/// A failing test told: the conversation, and why rules did what they did at its end.
#pragma once

#include <string>
#include <vector>

#include "compiler/lower/test_case.h"
#include "tools/cli/test_run.h"
#include "tools/cli/watched_policy.h"

namespace decorum::cli {

/// A condition that made a rule fire or not.
struct DecidingCondition {
  std::string text;    ///< as the author wrote it, on one line
  std::string truth;   ///< "true", "false", "not known"
  std::string values;  ///< "grounded = 0.9, turn = 3"; "" where its text says all
  SourcePlace at;
};

/// Why a rule fired or did not.
struct RuleReason {
  std::string rule;
  RuleKind kind = RuleKind::kFlag;
  std::string queue, flag;
  std::string outcome;  ///< "fired", "did not fire", …
  bool fired = false;
  std::vector<DecidingCondition> conditions;
};

/// Runs a test again and keeps what the first run had no time for.
class TestStory {
 public:
  TestStory(WatchedPolicy& policy, const TestCase& test);

  /// The events before `failure`, a line each with what came of them.
  std::vector<std::string> conversation(const Failure& failure) const;
  /// The rules that `failure` is about, at its latest event.
  std::vector<RuleReason> reasons(const Failure& failure) const;

 private:
  struct Happening {
    Event event;
    Verdict verdict;
    std::vector<RuleReason> rules;
  };
  std::vector<RuleReason> look(const eval::Interpreter& interpreter, EventKind event,
                               eval::RecordView record) const;

  const plan::Plan& plan_;
  std::vector<Happening> happenings_;
};

}  // namespace decorum::cli
