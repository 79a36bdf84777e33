#pragma once

#include <string>

#include "decorum/compile.h"
#include "runtime/plan/plan.h"

namespace decorum {

/// A policy that evaluates its conditions as `backend` says, native code kept in `code_cache` ("":
/// not kept). Error: what the machine's code generator had to say, or why the plan's texts cannot
/// be scanned for.
Result<Policy, std::string> makePolicy(plan::Plan plan, Backend backend,
                                       const std::string& code_cache = "");

}  // namespace decorum
