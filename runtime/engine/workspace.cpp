/// What a workspace forgets from event to event.
#include "runtime/engine/workspace.h"

namespace decorum::engine {

void clear(Workspace& work) {
  work.notes.clear();
  work.firings.clear();
  work.shadow_firings.clear();
  work.deciders.clear();
  work.effects.clear();
  work.redactions.clear();
  work.tokens.reset();
}

Effort Workspace::counted() const {
  Effort all = effort;
  for (const text::ScanScratch& of_subject : scan_scratch) all += of_subject.effort();
  all += run_scratch.fold.effort;
  return all;
}

}  // namespace decorum::engine
