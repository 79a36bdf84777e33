/// `decorum test --coverage`: collects over the files of one run, and tells of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnostics/source.h"
#include "tools/cli/coverage.h"
#include "tools/cli/coverage_report.h"
#include "tools/cli/test_run.h"
#include "tools/cli/watched_policy.h"

namespace decorum::cli {

struct CoverageOptions {
  bool text = false;
  std::string html, json;  ///< files; "" for none
  int fail_under = 0;      ///< percent of all outcomes
  bool packs = false;

  bool isAsked() const { return text || packs || fail_under > 0 || !html.empty() || !json.empty(); }
};

class CoverageSession {
 public:
  explicit CoverageSession(const CoverageOptions& options) : options_(options) {}

  /// How the tests of a policy are to be run from here until `end`. Borrows the policy.
  TestRun begin(WatchedPolicy& policy, const SourceSet& sources, FileId root);
  void end();
  /// Prints and writes what is asked for. The status: `kFindings` under what `--fail-under` asks.
  int finish();

 private:
  const CoverageOptions& options_;
  std::vector<PolicyCoverage> policies_;  ///< with packs: a report for each file with rules
  PolicyCoverage latest_;                 ///< of the policy at hand
  std::optional<CoverageBook> book_;
};

}  // namespace decorum::cli
