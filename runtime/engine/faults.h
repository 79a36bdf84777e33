/// What is wrong with an event, while it is being judged.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "decorum/verdict.h"

namespace decorum::engine {

enum class FaultKind : std::uint8_t {
#define FAULT(NAME, TEXT, MEANING) k##NAME,
#include "runtime/engine/faults.def"
#undef FAULT
};

inline constexpr std::uint32_t kFaultKinds = 0
#define FAULT(NAME, TEXT, MEANING) +1
#include "runtime/engine/faults.def"
#undef FAULT
    ;

const char* name(FaultKind kind);

/// One thing that is wrong, before it is known which rules it decides.
struct FaultNote {
  FaultKind kind = FaultKind::kMissingFact;
  std::string subject;
  std::string detail;
};

/// The fault of the verdict that `note` speaks of, added where it is not there yet.
Fault& faultFor(std::vector<Fault>& faults, const FaultNote& note);

}  // namespace decorum::engine
