/// From branches to LLVM IR. For objects.cpp alone.
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

/// A module with the functions of the words from `first` to before `end`. They take all slots that
/// the due rules read for known (`eval::UnknownInputs`), and give each rule its form (forms.h): a
/// word is decided without branches first, then come the rules that have some, one after another,
/// of which those that are not due are passed over.
std::unique_ptr<llvm::Module> emitModule(const plan::Plan& plan, const eval::Branches& branches,
                                         std::uint32_t first, std::uint32_t end,
                                         llvm::LLVMContext& context);

}  // namespace decorum::codegen
