/// Native code for the guards of a plan, made by the program's `CodeMaker`.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "decorum/result.h"
#include "runtime/eval/branch_evaluator.h"
#include "runtime/eval/machine_code.h"

namespace decorum::codegen {

struct Native {
  std::unique_ptr<eval::Evaluator> evaluator;
  std::string problem;  ///< why its code is not kept; "" where it is, or was not to be
};

/// Compiles the guards of all rules for this machine; decides exactly as the branches do, which
/// outlive it and are asked where an input is not known, and about texts and lists. The plan must
/// have passed `verify`. Any number of threads at once.
///
/// `cache` is the folder of a `CodeCache`, "" for none: code of the same sealed plan made before is
/// only loaded, and what is made is kept.
///
/// Error: what LLVM would not do, in its words, or "stopped"; branches serve as well.
Result<Native, std::string> compileNative(const eval::BranchEvaluator& branches,
                                          const std::string& cache = "",
                                          const std::stop_token& stop = {});

/// The code of all rules. `cpu`: what it is to run on, "" for this machine (`CodeMaker::make`).
/// Equal plans have equal code. Error: as above.
Result<eval::CodeParts, std::string> makeCode(const eval::BranchEvaluator& branches,
                                              const std::string& cpu,
                                              const std::stop_token& stop = {});

/// What code of a plan are kept under: a digest of all that decides what stands in them. None
/// for a plan that is not sealed.
std::optional<std::string> cacheKey(const plan::Plan& plan);

}  // namespace decorum::codegen
