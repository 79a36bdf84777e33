/// Warnings that an author allows in a place, in the open:
///
///   # decorum: allow D1053 because the queue is never left alone
///   escalate fire_alarm …
///
/// On a line of its own it speaks of what follows: a whole declaration or clause where one begins
/// there, else the next line. Behind code it speaks of its line. Errors cannot be allowed.
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/sema/load.h"

namespace decorum {

/// Which allowances are worth a word.
enum class AllowanceCheck : std::uint8_t {
  kNone,  ///< not all phases ran: a warning that is not there may still come
  kAll,   ///< reports those that allow nothing, name no warning or give no reason (D109x)
};

/// Takes the warnings back that a comment of their file allows.
void applyAllowances(const Program& program, AllowanceCheck check, Diagnostics& diagnostics);

}  // namespace decorum
