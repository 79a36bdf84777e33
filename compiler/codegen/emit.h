/// From nodes to LLVM IR. For jit.cpp alone.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runtime/plan/plan.h"

namespace llvm {
class LLVMContext;
class Module;
}  // namespace llvm

namespace decorum::codegen {

/// Some rules of one word of `RuleBits`, decided by one function (a `ChunkFunction`).
struct Chunk {
  std::string symbol;
  std::uint32_t word = 0;
  std::uint64_t rules = 0;  ///< bit `i`: rule `64 * word + i`
};

/// One node on its own, computed by one function (a `ValueFunction`).
struct Root {
  std::string symbol;
  plan::NodeId node = plan::kNone;
};

/// A module with the functions of these chunks and the bodies of quantifiers that they need.
///
/// In a function every node is computed once, without branches. A bool is two bits, "is true" and
/// "is false", of which neither is set where it is not known; so And is `true = a.true & b.true`,
/// `false = a.false | b.false`, and Not swaps the two.
std::unique_ptr<llvm::Module> emitModule(const plan::Plan& plan, const std::vector<Chunk>& chunks,
                                         const std::vector<Root>& roots,
                                         llvm::LLVMContext& context);

}  // namespace decorum::codegen
