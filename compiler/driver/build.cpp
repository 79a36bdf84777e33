#include "decorum/build.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "runtime/base/processor.h"
#include "runtime/engine/bundle.h"
#include "runtime/engine/policy_impl.h"
#include "runtime/eval/machine_code.h"
#include "runtime/plan/serialize.h"
#include "runtime/text/database_shelf.h"
#if DECORUM_JIT
#include "compiler/codegen/jit.h"
#endif

namespace decorum {
namespace {

/// By the name that the code generator knows.
Result<eval::CodeParts, std::string> nativeCodeOf([[maybe_unused]] const Policy& policy,
                                                  [[maybe_unused]] std::string_view processor) {
#if DECORUM_JIT
  const std::string cpu(processor == "armv8-a" ? "generic" : processor);
  return codegen::makeCode(policy.impl().branches, cpu);
#else
  return std::string("this build of Decorum makes no native code: give --no-native");
#endif
}

}  // namespace

std::vector<std::string> bundleProcessors() {
  const auto names = processorNames();
  return {names.begin(), names.end()};
}

Result<std::vector<std::byte>, std::string> buildBundle(const Policy& policy,
                                                        const BuildOptions& options) {
  const std::string processor(options.processor.empty() ? usualProcessor() : options.processor);
  const auto known = processorNames();
  if (std::find(known.begin(), known.end(), processor) == known.end()) {
    return fmt::format("bundles are not built for '{}' here, but for {}", processor,
                       fmt::join(known, ", "));
  }
  const plan::Plan& plan = policy.impl().plan;
  auto shelf = text::DatabaseShelf::forProcessor(processor);
  const auto again = engine::makePolicy(plan, {}, nullptr, &shelf);
  if (!again) return again.error();
  std::string code;
  if (options.native) {
    const auto made = nativeCodeOf(policy, processor);
    if (!made) return made.error();
    code = eval::bytesOf(*made);
  }
  const std::vector<std::byte> plan_bytes = plan::serialize(plan);
  const std::string databases = shelf.bytes();
  const std::string bundle =
      engine::bundleOf({processor,
                        {reinterpret_cast<const char*>(plan_bytes.data()), plan_bytes.size()},
                        databases,
                        code});
  const auto* const bytes = reinterpret_cast<const std::byte*>(bundle.data());
  return std::vector<std::byte>(bytes, bytes + bundle.size());
}

}  // namespace decorum
