/// A policy with someone who looks on while its conversations are judged.
#pragma once

#include <memory>
#include <string>

#include "decorum/policy.h"
#include "decorum/result.h"
#include "runtime/eval/watched.h"
#include "runtime/plan/plan.h"

namespace decorum::engine {
class ScannerCache;
}

namespace decorum::cli {

class WatchedPolicy {
 public:
  /// Error: why the plan's texts cannot be scanned for. What `scanners` holds is not made again.
  static Result<WatchedPolicy, std::string> make(plan::Plan plan,
                                                 engine::ScannerCache* scanners = nullptr);

  const Policy& policy() const { return policy_; }
  const plan::Plan& plan() const;
  /// Tells `watcher` of each event that is judged from here on; none: nobody looks. One thread.
  void watch(eval::Watcher watcher) { *watcher_ = std::move(watcher); }

 private:
  WatchedPolicy(Policy policy, std::shared_ptr<eval::Watcher> watcher)
      : policy_(std::move(policy)), watcher_(std::move(watcher)) {}

  Policy policy_;
  std::shared_ptr<eval::Watcher> watcher_;  ///< what the policy's evaluator asks
};

}  // namespace decorum::cli
