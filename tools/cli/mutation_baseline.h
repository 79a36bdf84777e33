/// A policy as it is, before it is changed: its tests, and which rules take effect in each.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/lower/test_case.h"
#include "compiler/sema/load.h"
#include "decorum/policy.h"

namespace decorum::cli {

struct MutationBaseline {
  std::vector<TestCase> tests;               ///< those that stand in the root
  std::vector<std::set<std::string>> fired;  ///< by test: names of rules, without their pack
  std::vector<std::string> failing;          ///< titles of tests that fail as it is
  std::string problem;                       ///< why it cannot be tested; "" where it can

  /// Indices of tests: those first in which a rule of `rules` takes effect.
  std::vector<std::size_t> orderFor(const std::set<std::string>& rules) const;
};

/// Compiles the policy and runs its tests.
MutationBaseline baselineOf(const std::string& path, const std::string& text,
                            const std::vector<std::string>& pack_path);

/// By name of a declaration, of whichever file: the rules that are made of it.
std::map<std::string, std::set<std::string>> rulesBehind(const Program& program,
                                                         const SourceSet& sources);

}  // namespace decorum::cli
