#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/policy.h"
#include "decorum/result.h"

namespace decorum {

/// A bundle is a policy made ready beforehand, in one file: its plan, the automata of its texts and
/// native code for a kind of processor. `decorum build` and `buildBundle` make it; to load it takes
/// this library alone.
///
/// Its native code is run. A digest over the whole tells damage, not intent: who can write the file
/// can run code in the process that loads it, unless that says `native = false`.
struct BundleOptions {
  /// Whether native code in it decides. Otherwise the interpreter does: the same verdicts, and
  /// nothing of the file is run. (Its automata are still read by Vectorscan, which does not promise
  /// to withstand forged ones.)
  bool native = true;
};

struct Bundle {
  Policy policy;
  bool native = false;    ///< native code decides
  std::string processor;  ///< what it was built for: "x86-64-v3"
  /// What made loading slower than it has to be: its automata are of another version of Vectorscan,
  /// say, and were compiled again. One sentence each.
  std::vector<std::string> warnings;
};

/// Whether these are the bytes of a bundle, whole or not, of this version or another.
bool isBundle(std::string_view bytes);

/// Reads what `buildBundle` made, and checks it. Never throws for what stands in it. Any number of
/// threads at once; `bytes` are not needed afterwards.
///
/// Error: why it is refused and what to do: it is damaged, of another version, or its native code
/// (which would be used) is for more than this processor.
Result<Bundle, std::string> loadBundle(std::span<const std::byte> bytes,
                                       const BundleOptions& options = {});
/// The same of a file. Error: also that it cannot be read.
Result<Bundle, std::string> loadBundleFile(const std::string& path,
                                           const BundleOptions& options = {});

}  // namespace decorum
