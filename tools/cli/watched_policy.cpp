#include "tools/cli/watched_policy.h"

#include "runtime/engine/policy_impl.h"

namespace decorum::cli {

Result<WatchedPolicy, std::string> WatchedPolicy::make(plan::Plan plan,
                                                       engine::ScannerCache* scanners) {
  auto watcher = std::make_shared<eval::Watcher>();
  const auto told = [watcher](const eval::Interpreter& interpreter, EventKind event,
                              eval::RecordView record) {
    if (*watcher) (*watcher)(interpreter, event, record);
  };
  auto policy = engine::makePolicy(
      std::move(plan),
      [&](const eval::BranchEvaluator& branches)
          -> Result<std::unique_ptr<eval::Evaluator>, std::string> {
        const plan::Plan& made = branches.interpreter().plan();
        return std::unique_ptr<eval::Evaluator>(std::make_unique<eval::Watched>(made, told));
      },
      scanners);
  if (!policy) return policy.error();
  return WatchedPolicy(*std::move(policy), std::move(watcher));
}

const plan::Plan& WatchedPolicy::plan() const { return policy_.impl().plan; }

}  // namespace decorum::cli
