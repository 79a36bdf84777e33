#include "compiler/driver/backend.h"

#include <memory>

#include "runtime/engine/policy_impl.h"
#include "runtime/eval/native_evaluator.h"
#if DECORUM_JIT
#include "compiler/codegen/code_cache.h"
#include "compiler/codegen/tiers.h"
#endif

namespace decorum {
namespace {

/// Of a policy whose code was not made in this process, if it has any.
NativeCode loadedCode(const Policy& policy) {
  const bool has =
      dynamic_cast<const eval::NativeEvaluator*>(policy.impl().compiled.get()) != nullptr;
  return {has ? NativeCode::State::kReady : NativeCode::State::kNone, {}};
}

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
  // Looked at before anything is made, so that a short run hears of it too.
  std::string problem;
  if (!code_cache.empty()) {
    if (const auto opened = codegen::CodeCache::open(code_cache); !opened) problem = opened.error();
  }
  const std::string folder = problem.empty() ? code_cache : "";
  return engine::makePolicy(std::move(plan), [&](const eval::BranchEvaluator& branches) -> Made {
    auto tiers = std::make_unique<codegen::Tiers>(
        branches,
        [&branches, folder](const std::stop_token& stop) {
          return codegen::compileNative(branches, folder, stop);
        },
        problem);
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

NativeCode nativeCode(const Policy& policy) {
#if DECORUM_JIT
  if (const codegen::Tiers* tiers = tiersOf(policy)) return tiers->code();
#endif
  return loadedCode(policy);
}

NativeCode awaitNativeCode(const Policy& policy) {
#if DECORUM_JIT
  if (const codegen::Tiers* tiers = tiersOf(policy)) return tiers->awaitCode();
#endif
  return loadedCode(policy);
}

}  // namespace decorum
