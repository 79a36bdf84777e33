/// What is told of coverage: for a terminal, for tools, as a page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/cli/coverage.h"

namespace decorum::cli {

/// A file with rules that were counted.
struct CoveredFile {
  std::string path;   ///< as the user would name it
  std::string place;  ///< `SourcePlace::file` of its rules
  std::string text;
};

/// One policy and what its tests have shown.
struct PolicyCoverage {
  std::string path;
  std::vector<RuleCoverage> rules;
  std::vector<CoveredFile> files;

  /// The path of a rule's file.
  const std::string& pathOf(const SourcePlace& at) const;
};

CoverageCount wholeOf(const std::vector<PolicyCoverage>& policies);

/// What is missing, in words: "never fired", "never decided while false", "was never true". Empty
/// where nothing is.
enum class CoveredKind : std::uint8_t { kRule, kCondition, kMemory };
std::string missingOf(CoveredKind kind, const Outcomes& outcomes);

std::string coverageText(const std::vector<PolicyCoverage>& policies);
std::string coverageJson(const std::vector<PolicyCoverage>& policies);
/// A page that needs nothing else: totals, rules, and the sources with what is not covered.
std::string coverageHtml(const std::vector<PolicyCoverage>& policies);

}  // namespace decorum::cli
