/// Names of faults, and their entries in a verdict.
#include "runtime/engine/faults.h"

namespace decorum::engine {

const char* name(FaultKind kind) {
  constexpr const char* kNames[] = {
#define FAULT(NAME, TEXT, MEANING) TEXT,
#include "runtime/engine/faults.def"
#undef FAULT
  };
  return kNames[static_cast<std::size_t>(kind)];
}

Fault& faultFor(std::vector<Fault>& faults, const FaultNote& note) {
  for (Fault& fault : faults) {
    if (fault.fault == name(note.kind) && fault.subject == note.subject) return fault;
  }
  return faults.emplace_back(Fault{name(note.kind), note.subject, note.detail, {}});
}

}  // namespace decorum::engine
