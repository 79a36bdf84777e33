/// The public entry: from a file or a text to a policy that can be run.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "compiler/driver/backend.h"
#include "compiler/driver/compile.h"
#include "decorum/compile.h"
#include "runtime/engine/policy_impl.h"

namespace decorum {

namespace {

const char* nameOf(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kInfo:
      return "info";
  }
  return "error";
}

Finding findingOf(const Diagnostic& diagnostic, const SourceSet& sources) {
  const Position begin = sources.position(diagnostic.span.file, diagnostic.span.begin);
  const Position end = sources.position(diagnostic.span.file, diagnostic.span.end);
  return {std::string(diagnostic.code),
          nameOf(diagnostic.severity),
          diagnostic.message,
          diagnostic.help,
          sources.path(diagnostic.span.file),
          begin.line,
          begin.column,
          end.line,
          end.column};
}

Finding failure(const std::string& severity, std::string message, const std::string& file) {
  return {"", severity, std::move(message), "", file, 1, 1, 1, 1};
}

Compilation compileSource(std::string text, const std::string& name,
                          const CompileOptions& options) {
  SourceSet sources;
  const FileId root = sources.add(name, std::move(text));
  PipelineOptions pipeline;
  pipeline.load.pack_path = options.pack_path;
  CompileResult result = compile(root, pipeline, sources);
  Compilation compilation;
  for (const auto& finding : result.findings) {
    compilation.findings.push_back(findingOf(finding, sources));
  }
  if (!result.plan) return compilation;
  auto policy = makePolicy(std::move(*result.plan), options.backend, options.code_cache);
  if (!policy) {
    compilation.findings.push_back(failure("error", policy.error(), name));
    return compilation;
  }
  compilation.policy = std::move(*policy);
  if (options.backend == Backend::kJit) {
    const std::string problem = nativeCode(*compilation.policy).problem;
    if (!problem.empty()) compilation.findings.push_back(failure("warning", problem, name));
  }
  return compilation;
}

}  // namespace

Compilation compilePolicyFile(const std::string& path, const CompileOptions& options) {
  std::error_code error;
  std::ifstream in;
  if (std::filesystem::is_regular_file(path, error)) in.open(path, std::ios::binary);
  if (!in.is_open()) return {std::nullopt, {failure("error", "cannot be read", path)}};
  std::string text{std::istreambuf_iterator<char>(in), {}};
  return compileSource(std::move(text), path, options);
}

Compilation compilePolicyText(std::string_view text, const std::string& name,
                              const CompileOptions& options) {
  return compileSource(std::string(text), name, options);
}

std::string toText(const std::vector<Finding>& findings) {
  std::string out;
  for (const auto& finding : findings) {
    out += fmt::format("{}:{}:{}: {}{}: {}\n", finding.file, finding.line, finding.column,
                       finding.severity, finding.code.empty() ? "" : "[" + finding.code + "]",
                       finding.message);
    if (!finding.help.empty()) out += "  help: " + finding.help + "\n";
  }
  return out;
}

}  // namespace decorum
