#include "compiler/driver/backend.h"

#include <memory>

#include "runtime/engine/policy_impl.h"
#if DECORUM_JIT
#include "compiler/codegen/jit.h"
#endif

namespace decorum {

Result<Policy, std::string> makePolicy(plan::Plan plan, Backend backend) {
  if (backend == Backend::kInterpreter) return engine::makePolicy(std::move(plan));
#if DECORUM_JIT
  return engine::makePolicy(std::move(plan), &codegen::compileNative);
#else
  return std::string("this build of Decorum has no native code generator");
#endif
}

}  // namespace decorum
