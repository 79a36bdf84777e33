#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "decorum/policy.h"
#include "decorum/result.h"

namespace decorum {

struct BuildOptions {
  /// What the bundle is for, a name of `bundleProcessors`: its native code runs on these and what
  /// has more. "" for the usual one.
  std::string processor = {};
  /// Whether it has native code: some milliseconds a rule to make.
  bool native = true;
};

/// The bytes of a bundle (decorum/bundle.h) of a policy. The same policy, options and versions (of
/// Decorum, LLVM, Vectorscan) give the same bytes. Takes seconds for large policies.
///
/// Error: there is no such processor, or this build makes no native code.
Result<std::vector<std::byte>, std::string> buildBundle(const Policy& policy,
                                                        const BuildOptions& options = {});

/// The processors that bundles can be built for here, from the least to the most.
std::vector<std::string> bundleProcessors();

}  // namespace decorum
