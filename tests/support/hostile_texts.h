/// Texts that make judging them costly: what a policy looks for, as densely as it goes, and what
/// nearly is that.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/plan/plan.h"

namespace decorum::test {

struct HostileText {
  std::string what;
  std::string text;
};

/// Each has at most `bytes` bytes as it is, with its UTF-8 repaired, and folded.
std::vector<HostileText> hostileTexts(const plan::Plan& plan, std::size_t bytes);

}  // namespace decorum::test
