/// Keys on the command line.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "decorum/policy.h"
#include "tools/cli/command_line.h"

namespace decorum::cli {

struct KeyOptions {
  std::string file;
  std::string tenant;
};

/// Adds `--keys` and `--tenant`.
void addKeyOptions(const Verb& verb, KeyOptions& options);

/// The keys of `--keys`, else of DECORUM_KEYS; null where neither is there and `policy` needs none.
/// Nothing where they cannot be used, or are needed and not there: that is complained about, and
/// the verb ends with `kUnusable`.
std::optional<std::shared_ptr<const VaultOptions>> openKeys(const Policy& policy,
                                                            const KeyOptions& options);

}  // namespace decorum::cli
