#include "compiler/codegen/jit.h"

#include <optional>
#include <utility>

#include "compiler/codegen/code_cache.h"
#include "compiler/codegen/code_maker.h"
#include "runtime/base/digest.h"
#include "runtime/eval/native_evaluator.h"
#include "runtime/plan/serialize.h"

namespace decorum::codegen {

std::optional<std::string> cacheKey(const plan::Plan& plan) {
  const auto maker = codeMaker();
  if (!maker || plan.digest.empty()) return std::nullopt;
  const std::optional<std::string> machine = (*maker)->name_of_machine();
  if (!machine) return std::nullopt;
  return PartsDigest("decorum native code")
      .add(plan.digest)
      .add(plan::kFormVersion)
      .add(DECORUM_CODE_VERSION)
      .add(*machine)
      .finishHex();
}

Result<eval::CodeParts, std::string> makeCode(const eval::BranchEvaluator& branches,
                                              const std::string& cpu, const std::stop_token& stop) {
  const auto maker = codeMaker();
  if (!maker) return maker.error();
  return (*maker)->make(branches.interpreter().plan(), branches.branches(), cpu, stop);
}

Result<Native, std::string> compileNative(const eval::BranchEvaluator& branches,
                                          const std::string& cache, const std::stop_token& stop) {
  const plan::Plan& plan = branches.interpreter().plan();
  const auto native = [&](eval::MachineCode code, std::string problem) {
    return Native{std::make_unique<eval::NativeEvaluator>(branches, std::move(code)),
                  std::move(problem)};
  };
  const auto key = cache.empty() ? std::nullopt : cacheKey(plan);
  std::optional<CodeCache> kept;
  std::string problem;
  if (key) {
    auto opened = CodeCache::open(cache);
    if (!opened)
      problem = opened.error();
    else
      kept = *std::move(opened);
  }
  const std::size_t words = eval::ruleWords(plan);
  if (kept) {
    if (const auto bytes = kept->find(*key)) {
      if (auto code = eval::MachineCode::load(*bytes, words)) return native(*std::move(code), "");
    }
  }
  const auto made = makeCode(branches, "", stop);
  if (!made) return made.error();
  const std::string bytes = eval::bytesOf(*made);
  auto code = eval::MachineCode::load(bytes, words);
  if (!code) return code.error();
  if (kept) problem = kept->store(*key, bytes);
  return native(*std::move(code), std::move(problem));
}

}  // namespace decorum::codegen
