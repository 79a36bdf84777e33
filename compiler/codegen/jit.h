/// Native code for the guards of a plan. LLVM stays behind this header.
#pragma once

#include <memory>
#include <string>

#include "decorum/result.h"
#include "runtime/eval/evaluator.h"
#include "runtime/plan/plan.h"

namespace decorum::codegen {

/// Compiles the guards of all rules for this machine; decides exactly as the interpreter does,
/// which it asks where an input is not known, and about texts and lists. The plan must have passed
/// `verify`, and outlives what is made. Any number of threads at once.
///
/// Error: what LLVM would not do, in its words; the interpreter serves as well.
Result<std::unique_ptr<eval::Evaluator>, std::string> compileNative(const plan::Plan& plan);

}  // namespace decorum::codegen
