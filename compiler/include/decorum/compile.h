#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/policy.h"

namespace decorum {

/// How a policy's conditions are evaluated. Both give the same verdicts, bit for bit.
enum class Backend : std::uint8_t {
  kInterpreter,  ///< ready at once
  kJit,          ///< native code; costs compile time, pays on long runs
};

struct CompileOptions {
  Backend backend = Backend::kInterpreter;
  /// Folders in which packs are looked for, after the folder of the file that names them.
  std::vector<std::string> pack_path;
};

/// What is wrong with a policy, or noteworthy. Lines and columns from 1, columns in code points.
struct Finding {
  std::string code;      ///< "D0204": `docs/errors/D0204.md` explains it
  std::string severity;  ///< "error", "warning", "info"
  std::string message;
  std::string help;  ///< "" for none
  std::string file;
  std::uint32_t line = 0, column = 0, end_line = 0, end_column = 0;
};

struct Compilation {
  std::optional<Policy> policy;  ///< absent where a finding is an error
  std::vector<Finding> findings;
};

/// Compiles the policy in `path` with the packs it names. Never throws; a file that cannot be read
/// is a finding. Any number of threads at once.
Compilation compilePolicyFile(const std::string& path, const CompileOptions& options = {});

/// The same for a text in memory; `name` stands for its path in findings, and packs are looked for
/// on the pack path alone.
Compilation compilePolicyText(std::string_view text, const std::string& name,
                              const CompileOptions& options = {});

/// A line a finding, `file:line:column: error[D0204]: …`, its help under it.
std::string toText(const std::vector<Finding>& findings);

}  // namespace decorum
