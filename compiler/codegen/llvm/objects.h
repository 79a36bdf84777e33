/// From branches to object files: what LLVM is needed for.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "decorum/result.h"
#include "runtime/eval/branches.h"
#include "runtime/plan/plan.h"

namespace decorum::codegen {

/// The version of LLVM, this processor and what it can: where two are the same, so are objects.
/// None where LLVM cannot say.
std::optional<std::string> nameOfMachine();

/// Objects with the functions of all words of the plan's rules, for `cpu`: a processor that LLVM
/// knows by this name, of this machine's architecture, or "" for this machine with all it can.
/// Asked to stop, it does so after the module at hand, within a second or so. Error: what LLVM
/// would not do, or "stopped".
Result<std::vector<std::string>, std::string> makeObjects(const plan::Plan& plan,
                                                          const eval::Branches& branches,
                                                          const std::string& cpu,
                                                          const std::stop_token& stop);

}  // namespace decorum::codegen
