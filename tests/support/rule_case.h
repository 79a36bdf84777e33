/// Plans whose rules look as people's do: an and of ors over found things, facts and sets, so that
/// native code gives them every form it has; and records of which little is unknown.
#pragma once

#include <cstdint>

#include "tests/support/plan_case.h"

namespace decorum::test {

PlanCase makeRuleCase(std::uint64_t seed);

}  // namespace decorum::test
