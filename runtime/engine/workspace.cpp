/// The pool of workspaces: as many as ever judged at the same time.
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

WorkspacePool::Lease WorkspacePool::lease() {
  const std::lock_guard lock(mutex_);
  if (free_.empty()) return Lease(*this, std::make_unique<Workspace>());
  auto workspace = std::move(free_.back());
  free_.pop_back();
  return Lease(*this, std::move(workspace));
}

void WorkspacePool::giveBack(std::unique_ptr<Workspace> workspace) {
  const std::lock_guard lock(mutex_);
  free_.push_back(std::move(workspace));
}

}  // namespace decorum::engine
