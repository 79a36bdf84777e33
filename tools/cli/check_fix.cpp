#include "tools/cli/check_fix.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "compiler/driver/compile.h"
#include "compiler/driver/safe_fixes.h"
#include "runtime/base/rfc3339.h"
#include "tools/cli/console.h"

namespace decorum::cli {
namespace {

/// A fix may make way for another one; so many are more than any policy has asked for.
constexpr int kMostRounds = 20;

void say(const FixedText& fixed, const SourceSet& sources) {
  for (const Diagnostic* finding : fixed.made) {
    const Position at = sources.position(finding->span.file, finding->span.begin);
    printError(fmt::format("{}:{}:{}: fixed[{}]: {}\n", sources.path(finding->span.file), at.line,
                           at.column, finding->code, finding->fixes.front().title));
  }
}

// Fixes the file in rounds; "" or why it could not.
std::string fixOne(const std::string& path, const std::vector<std::string>& pack_path,
                   const LintOptions& lint) {
  FileText given = readPolicyText(path);
  if (!given.text) return "";  // the check complains
  std::string text = *given.text;
  for (int round = 0; round < kMostRounds; ++round) {
    SourceSet sources;
    PipelineOptions pipeline;
    pipeline.load.pack_path = pack_path;
    pipeline.lint = lint;
    const FileId file = sources.add(path, text);
    const auto findings = compile(file, pipeline, sources).findings;
    const FixedText fixed = makeSafeFixes(file, sources, findings);
    if (fixed.made.empty()) break;
    say(fixed, sources);
    text = fixed.text;
  }
  return text == *given.text ? "" : replaceFile(path, text);
}

}  // namespace

std::optional<LintOptions> lintOptionsFor(const std::string& today) {
  using namespace std::chrono;
  if (today.empty()) {
    const auto now = system_clock::now().time_since_epoch();
    return LintOptions{duration_cast<milliseconds>(now).count()};
  }
  const bool is_day = today.size() == std::string_view("2026-11-22").size();
  const auto midnight = is_day ? parseTime(today) : std::nullopt;
  return midnight ? std::optional(LintOptions{*midnight}) : std::nullopt;
}

std::string repositoryRoot() {
  const char* checkout = std::getenv("GITHUB_WORKSPACE");
  if (checkout != nullptr && *checkout != '\0') return checkout;
  std::error_code error;
  return std::filesystem::current_path(error).string();
}

bool fixPolicies(const std::vector<std::string>& paths, const std::vector<std::string>& pack_path,
                 const LintOptions& lint) {
  bool complete = true;
  for (const std::string& path : paths) {
    const std::string error =
        path == "-" ? "standard input has no place to write to" : fixOne(path, pack_path, lint);
    if (error.empty()) continue;
    complain("cannot write '" + path + "': " + error);
    complete = false;
  }
  return complete;
}

}  // namespace decorum::cli
