/// From branches to object files. What LLVM is needed for; what links them needs no compiler.
#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "compiler/codegen/code_cache.h"
#include "decorum/result.h"
#include "runtime/eval/branches.h"
#include "runtime/plan/plan.h"

namespace decorum::codegen {

/// The version of LLVM, this processor and what it can: where two are the same, so are objects.
/// None where LLVM cannot say.
std::optional<std::string> nameOfMachine();

/// Objects with the functions of all words of the plan's rules, for this machine. Asked to stop, it
/// does so after the module at hand, within a second or so. Error: what LLVM would not do, or
/// "stopped".
Result<Objects, std::string> makeObjects(const plan::Plan& plan, const eval::Branches& branches,
                                         const std::stop_token& stop);

}  // namespace decorum::codegen
