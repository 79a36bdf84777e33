/// The budget that a policy gives to the judging of an event.
#pragma once

#include <cstdint>
#include <string>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/sema/module.h"
#include "runtime/engine/worst_case.h"
#include "runtime/plan/plan.h"

namespace decorum {

/// Reports what exceeds the policy's `budget`, by reference figures: the same on every machine.
/// @return of how long a text the budget is, in bytes; 0 where the policy has none.
std::int64_t checkBudget(const sema::Module& module, const plan::Plan& plan,
                         Diagnostics& diagnostics);

/// "4 KiB", "100 bytes"; "81 us", "1.2 ms".
std::string sizeInWords(std::uint64_t bytes);
std::string timeInWords(double ns);
/// "'find pii.card'", "the rule 'cards'", "the text itself".
std::string partInWords(const engine::EffortPart& part);

}  // namespace decorum
