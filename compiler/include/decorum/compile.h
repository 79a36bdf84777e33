#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decorum/policy.h"

namespace decorum {

/// How a policy's conditions are evaluated. All give the same verdicts, bit for bit.
enum class Backend : std::uint8_t {
  kInterpreter,  ///< ready at once
  kJit,          ///< native code; costs compile time, pays on long runs
  /// Ready at once, while a thread of the policy's own makes native code that takes over between
  /// events. The end of the policy waits for that thread to stop, a second or so. A build without
  /// native code stays with the interpreter.
  kAuto,
};

struct CompileOptions {
  Backend backend = Backend::kInterpreter;
  /// Folders in which packs are looked for, after the folder of the file that names them.
  std::vector<std::string> pack_path = {};
  /// A folder in which native code is kept, so that it need not be made again; "" for none. It has
  /// to be this user's, with nobody else allowed to write to it, for what is in it is run; it is
  /// made where it is missing. Where it cannot be used, code is made as without it.
  std::string code_cache = {};
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
  /// Among them, as a warning without a code, that a `code_cache` cannot be used; with `kAuto` it
  /// is in `nativeCode` instead.
  std::vector<Finding> findings;
};

/// Compiles the policy in `path` with the packs it names. Never throws; a file that cannot be read
/// is a finding. Any number of threads at once.
Compilation compilePolicyFile(const std::string& path, const CompileOptions& options = {});

/// The same for a text in memory; `name` stands for its path in findings, and packs are looked for
/// on the pack path alone.
Compilation compilePolicyText(std::string_view text, const std::string& name,
                              const CompileOptions& options = {});

/// How far a policy's native code is.
struct NativeCode {
  enum class State : std::uint8_t {
    kNone,       ///< none was asked for, or this build makes none
    kBeingMade,  ///< the interpreter decides until it is there
    kReady,      ///< it decides
    kFailed,     ///< there is none; the interpreter decides
  };
  State state = State::kNone;
  /// Why there is none, or why it is not kept in `code_cache`. "" where nothing went wrong.
  std::string problem = {};
};

/// At once; from any thread.
NativeCode nativeCode(const Policy& policy);
/// When nothing is being made any more.
NativeCode awaitNativeCode(const Policy& policy);

/// A line a finding, `file:line:column: error[D0204]: …`, its help under it.
std::string toText(const std::vector<Finding>& findings);

}  // namespace decorum
