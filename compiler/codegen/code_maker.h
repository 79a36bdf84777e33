/// What LLVM is needed for, as two functions behind one pointer: a program that links this room has
/// LLVM in it, while one that defines `codeMaker` itself may leave LLVM in a module and load that
/// when code is first made, as the command does (tools/modules).
#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "decorum/result.h"
#include "runtime/eval/branches.h"
#include "runtime/eval/machine_code.h"
#include "runtime/plan/plan.h"

namespace decorum::codegen {

/// Any number of threads at once.
struct CodeMaker {
  /// The version of LLVM, this processor and what it can: where two are the same, so is code. None
  /// where LLVM cannot say.
  std::optional<std::string> (*name_of_machine)() = nullptr;

  /// The code of all words of the plan's rules, for `cpu`: a processor that LLVM knows by this
  /// name, of this machine's architecture, or "" for this machine with all it can. Equal plans have
  /// equal code. Asked to stop, it does so within a second or so. Error: what LLVM would not do, or
  /// "stopped".
  Result<eval::CodeParts, std::string> (*make)(const plan::Plan& plan,
                                               const eval::Branches& branches,
                                               const std::string& cpu,
                                               const std::stop_token& stop) = nullptr;
};

/// By LLVM in this program or module.
extern const CodeMaker kLlvmCodeMaker;

/// The program's. Error: why it has none.
Result<const CodeMaker*, std::string> codeMaker();

}  // namespace decorum::codegen
