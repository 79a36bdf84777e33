/// From branches to LLVM IR. For jit.cpp alone.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runtime/eval/branches.h"
#include "runtime/plan/plan.h"

namespace llvm {
class LLVMContext;
class Module;
}  // namespace llvm

namespace decorum::codegen {

/// The symbol of the function of one word of `RuleBits`, a `WordFunction`.
std::string symbolOf(std::uint32_t word);

/// A module with the functions of the words from `first` to before `end`. A test becomes a
/// comparison and a branch, a rule a block for each of its tests, one that fires and one that is
/// unsure; rules that are not due are passed over.
std::unique_ptr<llvm::Module> emitModule(const plan::Plan& plan, const eval::Branches& branches,
                                         std::uint32_t first, std::uint32_t end,
                                         llvm::LLVMContext& context);

}  // namespace decorum::codegen
