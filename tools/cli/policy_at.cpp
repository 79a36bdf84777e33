#include "tools/cli/policy_at.h"

#include <span>

#include "compiler/driver/backend.h"
#include "compiler/driver/compile.h"
#include "decorum/bundle.h"
#include "tools/cli/console.h"
#include "tools/cli/verbs.h"

namespace decorum::cli {
namespace {

Backend backendOf(const std::string& name) {
  if (name == "jit") return Backend::kJit;
  return name == "auto" ? Backend::kAuto : Backend::kInterpreter;
}

std::optional<Policy> loadBundleAt(const PolicyAt& at, const std::string& bytes, int& status) {
  const auto span = std::as_bytes(std::span(bytes));
  const auto bundle = loadBundle(span, {.native = backendOf(at.backend) != Backend::kInterpreter});
  status = kUnusable;
  if (!bundle) {
    complain(at.path + ": " + bundle.error());
    return std::nullopt;
  }
  for (const std::string& warning : bundle->warnings) complain(at.path + ": " + warning);
  if (at.backend == "jit" && !bundle->native) {
    complain(at.path + ": the bundle has no native code ('--no-native'): build it again with it");
    return std::nullopt;
  }
  status = kClean;
  return bundle->policy;
}

}  // namespace

void tellOfCode(const Policy& policy) {
  const std::string problem = nativeCode(policy).problem;
  if (!problem.empty()) complain(problem);
}

std::optional<ReadPolicy> readPolicyAt(const PolicyAt& at, int& status) {
  FileText text = readFile(at.path);
  if (!text.text) {
    complain("cannot read '" + at.path + "': " + text.error);
    status = kUnusable;
    return std::nullopt;
  }
  if (isBundle(*text.text)) return std::move(*text.text);
  SourceSet sources;
  PipelineOptions pipeline;
  pipeline.load.pack_path = at.pack_path;
  const std::string path = at.path == "-" ? "<stdin>" : at.path;
  CompileResult result = compile(sources.add(path, std::move(*text.text)), pipeline, sources);
  status = kFindings;
  if (!result.plan) {
    printError(renderText(result.findings, sources, errorColour()));
    return std::nullopt;
  }
  return std::move(*result.plan);
}

std::optional<Policy> policyOf(ReadPolicy read, const PolicyAt& at, int& status) {
  if (const auto* bundle = std::get_if<std::string>(&read)) {
    return loadBundleAt(at, *bundle, status);
  }
  status = kFindings;
  auto policy =
      makePolicy(std::move(std::get<plan::Plan>(read)), backendOf(at.backend), at.code_cache);
  if (policy) return std::move(*policy);
  complain((at.path == "-" ? "<stdin>" : at.path) + ": " + policy.error());
  return std::nullopt;
}

std::optional<Policy> compilePolicyAt(const PolicyAt& at, int& status) {
  auto read = readPolicyAt(at, status);
  return read ? policyOf(std::move(*read), at, status) : std::nullopt;
}

}  // namespace decorum::cli
