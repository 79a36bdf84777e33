/// A policy and its packs, parsed once, whose trees are changed and changed back.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "compiler/sema/load.h"
#include "runtime/engine/policy_impl.h"
#include "tools/cli/mutants.h"
#include "tools/cli/mutation_baseline.h"
#include "tools/cli/mutation_run.h"

namespace decorum::cli {

/// A mutant of one of the files of a policy.
struct PlacedMutant {
  Mutant mutant;
  FileId file = 0;
  std::size_t index = 0;  ///< among those of its file, the same for every policy that includes it
};

/// One thread at a time.
class MutationWorkshop {
 public:
  /// Mutants are those of the root, and with `MutationOptions::packs` those of its packs.
  /// `scanners` may hold what another workshop of the same policy has made.
  MutationWorkshop(const std::string& path, const std::string& text, const MutationOptions& options,
                   engine::ScannerCache scanners = {});
  MutationWorkshop(const MutationWorkshop&) = delete;
  MutationWorkshop& operator=(const MutationWorkshop&) = delete;

  const std::vector<PlacedMutant>& mutants() const { return mutants_; }
  const SourceSet& sources() const { return sources_; }
  const engine::ScannerCache& scanners() const { return scanners_; }
  const Program& program() const { return program_; }

  /// Makes the change, asks the tests in this order until one notices it, and unmakes it.
  MutantResult ask(std::size_t mutant, const MutationBaseline& original,
                   const std::vector<std::size_t>& order);

 private:
  SourceSet sources_;
  Program program_;
  std::vector<PlacedMutant> mutants_;
  std::string digest_;  ///< of the plan as it is
  engine::ScannerCache scanners_;
};

}  // namespace decorum::cli
