/// Asks the tests of a policy about each of its mutants.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "decorum/verdict.h"
#include "tools/cli/mutants.h"

namespace decorum::cli {

struct MutationOptions {
  MutantOptions mutants;
  std::vector<std::string> pack_path;
  std::string rule;        ///< only what this rule is made of; "" for all
  std::size_t sample = 0;  ///< so many mutants, chosen by `mutants.seed`; 0: all
  std::size_t threads = 1;
};

struct MutantResult {
  enum class Outcome : std::uint8_t {
    kNoticed,  ///< a test fails
    kMissed,   ///< no test does
    kSame,     ///< the plan is the one that the policy has: nothing is changed
    kBroken    ///< does not compile
  } outcome = Outcome::kMissed;
  std::string kind, owner;
  SourcePlace at;
  MutantLines lines;
  std::string noticed_by;  ///< the title of the first test that fails
};

/// What came of one policy.
struct MutationReport {
  std::string path;
  std::size_t tests = 0;
  std::vector<std::string> failing;   ///< titles of tests that fail as it is: nothing was changed
  std::string problem;                ///< why it cannot be tested; "" where it can
  bool unreadable = false;            ///< the file could not be read
  std::vector<MutantResult> results;  ///< in the order of the file
  double seconds = 0;                 ///< that the mutants took

  std::size_t count(MutantResult::Outcome outcome) const;
  /// Those that compile and change something.
  std::size_t counted() const;
};

MutationReport mutate(const std::string& path, const MutationOptions& options);

}  // namespace decorum::cli
