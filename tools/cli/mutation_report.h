/// What is told of mutants: for a terminal, for tools.
#pragma once

#include <string>
#include <vector>

#include "tools/cli/mutation_run.h"

namespace decorum::cli {

/// Mutants that some test notices, and all that count.
struct MutationScore {
  std::size_t noticed = 0;
  std::size_t counted = 0;
};
MutationScore scoreOf(const std::vector<MutationReport>& reports);

std::string mutationText(const std::vector<MutationReport>& reports);
std::string mutationJson(const std::vector<MutationReport>& reports);
/// "210 mutants in 0.4 s: 525 a second".
std::string mutationSpeed(const std::vector<MutationReport>& reports);

}  // namespace decorum::cli
