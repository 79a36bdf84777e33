/// Asks the tests of policies about each of their mutants.
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
  std::string only;        ///< only mutants of this file; "" for all
  std::size_t sample = 0;  ///< so many mutants of a file, chosen by `mutants.seed`; 0: all
  std::size_t threads = 1;
  bool packs = false;  ///< mutants of included packs too
};

struct MutantResult {
  enum class Outcome : std::uint8_t {
    kBroken,  ///< does not compile
    kSame,    ///< the plan is the one that the policy has: nothing is changed
    kMissed,  ///< no test fails
    kNoticed  ///< a test does
  } outcome = Outcome::kMissed;
  std::string kind, owner;
  SourcePlace at;
  MutantLines lines;
  std::string noticed_by;  ///< the title of the first test that fails
};

/// What came of the declarations of one file.
struct MutationReport {
  std::string path;
  std::size_t tests = 0;              ///< of all policies that the file is a part of
  std::vector<std::string> failing;   ///< titles of tests that fail as it is: nothing was changed
  std::string problem;                ///< why it cannot be tested; "" where it can
  bool unreadable = false;            ///< the file could not be read
  std::vector<MutantResult> results;  ///< in the order of the file
  double seconds = 0;                 ///< that its mutants took

  std::size_t count(MutantResult::Outcome outcome) const;
  /// Those that compile and change something.
  std::size_t counted() const;
};

/// A report for each policy, and with `packs` for each file that has mutants: one that several
/// policies include is changed for each, until the tests of one notice. In the order of `paths`,
/// then of the names of packs. Shows how far it is where standard error is a terminal.
std::vector<MutationReport> mutate(const std::vector<std::string>& paths,
                                   const MutationOptions& options);

}  // namespace decorum::cli
