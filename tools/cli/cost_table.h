/// What `check --cost` prints: what judging an event may cost, and which rules pay for it.
#pragma once

#include <string>

#include "runtime/plan/plan.h"

namespace decorum::cli {

/// Tables for people: by kind of event, then the rules that are always looked at, dearest first.
std::string costText(const plan::Plan& plan);
/// All rules, as one line of JSON.
std::string costJson(const std::string& path, const plan::Plan& plan);

}  // namespace decorum::cli
