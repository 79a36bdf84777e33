#include "compiler/driver/backend.h"

#include <memory>

#include "runtime/engine/policy_impl.h"
#if DECORUM_JIT
#include "compiler/codegen/tiers.h"
#endif

namespace decorum {
namespace {

#if DECORUM_JIT
const codegen::Tiers* tiersOf(const Policy& policy) {
  return dynamic_cast<const codegen::Tiers*>(policy.impl().compiled.get());
}
#endif

}  // namespace

Result<Policy, std::string> makePolicy(plan::Plan plan, Backend backend,
                                       [[maybe_unused]] const std::string& code_cache) {
  if (backend == Backend::kInterpreter) return engine::makePolicy(std::move(plan));
#if DECORUM_JIT
  using Made = Result<std::unique_ptr<eval::Evaluator>, std::string>;
  return engine::makePolicy(std::move(plan), [&](const eval::BranchEvaluator& branches) -> Made {
    auto tiers = std::make_unique<codegen::Tiers>(
        branches, [&branches, code_cache](const std::stop_token& stop) {
          return codegen::compileNative(branches, code_cache, stop);
        });
    if (backend == Backend::kAuto) {
      tiers->makeBeside();
    } else {
      tiers->make();
      if (tiers->code().state != NativeCode::State::kReady) return tiers->code().problem;
    }
    return std::unique_ptr<eval::Evaluator>(std::move(tiers));
  });
#else
  if (backend == Backend::kAuto) return engine::makePolicy(std::move(plan));
  return std::string("this build of Decorum has no native code generator");
#endif
}

NativeCode nativeCode([[maybe_unused]] const Policy& policy) {
#if DECORUM_JIT
  if (const codegen::Tiers* tiers = tiersOf(policy)) return tiers->code();
#endif
  return {};
}

NativeCode awaitNativeCode([[maybe_unused]] const Policy& policy) {
#if DECORUM_JIT
  if (const codegen::Tiers* tiers = tiersOf(policy)) return tiers->awaitCode();
#endif
  return {};
}

}  // namespace decorum
