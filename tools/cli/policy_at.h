/// The policy that a verb works with.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "decorum/policy.h"
#include "runtime/plan/plan.h"

namespace decorum::cli {

struct PolicyAt {
  std::string path;  ///< of its text or of a bundle; - is standard input
  std::vector<std::string> pack_path;
  /// Or "jit", "auto": then the native code of a bundle is run, which is as good as who wrote it.
  std::string backend = "interpreter";
  std::string code_cache = {};  ///< folder of native code, "" for none
};

/// Compiles the policy, or loads a bundle (with its native code, unless `backend` is the
/// interpreter). Mistakes in it, or why it is refused, are printed, and are all that comes of the
/// verb: `status` is what it ends with then.
std::optional<Policy> compilePolicyAt(const PolicyAt& at, int& status);

/// The two halves of it, for a policy of several backends: `at.backend` counts for the second.
using ReadPolicy = std::variant<plan::Plan, std::string>;  ///< or the bytes of a bundle
std::optional<ReadPolicy> readPolicyAt(const PolicyAt& at, int& status);
std::optional<Policy> policyOf(ReadPolicy read, const PolicyAt& at, int& status);

/// Says what went wrong with the policy's native code, if anything did; nothing needs to end for
/// it.
void tellOfCode(const Policy& policy);

}  // namespace decorum::cli
