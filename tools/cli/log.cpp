// `decorum log verify`: whether a decision log is as it was written.
#include <algorithm>
#include <filesystem>
#include <optional>

#include "compiler/diagnostics/excerpt.h"
#include "decorum/decision_log.h"
#include "tools/cli/console.h"
#include "tools/cli/verbs.h"
#include "tools/logs/line_reader.h"

namespace decorum::cli {
namespace {

struct VerifyOptions {
  std::vector<std::string> paths;
  LogVerifierOptions verifier;
};

bool isLogFile(const std::string& name) {
  return name.starts_with("decisions-") && name.find(".jsonl") != std::string::npos;
}

// The files that `paths` mean: of a folder those of the log, in the order of their names.
std::optional<std::vector<std::string>> filesOf(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(path, error))
      if (isLogFile(entry.path().filename().string())) found.push_back(entry.path().string());
    if (found.empty()) {
      complain("'" + path + "' has no files of a decision log");
      return std::nullopt;
    }
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

// Whether all of `path` could be read.
bool readInto(LogVerifier& verifier, const std::string& path) {
  auto source = logs::openSource(path);
  if (!source) {
    complain("cannot read '" + path + "': " + source.error());
    return false;
  }
  logs::LineReader reader(std::move(*source));
  logs::Line line;
  while (reader.next(line)) verifier.line(path, line.number, line.text);
  if (reader.error().empty()) return true;
  complain("cannot read '" + path + "': " + reader.error());
  return false;
}

int verify(const VerifyOptions& options) {
  const auto files = filesOf(options.paths);
  if (!files) return kUnusable;
  LogVerifier verifier(options.verifier);
  for (const std::string& file : *files)
    if (!readInto(verifier, file)) return kUnusable;
  const std::vector<LogFinding> findings = verifier.finish();
  for (const LogFinding& finding : findings) {
    const std::string line = finding.line == 0 ? "" : fmt::format(":{}", finding.line);
    print(printable(finding.file + line) + ": " + finding.message + "\n");
  }
  const auto plural = [](std::uint64_t count, const char* one, const char* many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
  };
  const std::string entries = plural(verifier.entries(), "entry", "entries");
  if (!findings.empty()) {
    printError(fmt::format("{} in {}\n", plural(findings.size(), "finding", "findings"), entries));
    return kFindings;
  }
  print(fmt::format("{}, whole and in order; the latest is number {}, with the digest {}\n",
                    entries, verifier.lastNumber(), verifier.head()));
  return kClean;
}

std::string whyNoDigest(const std::string& text) {
  const bool is_digest =
      text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
  return is_digest ? "" : "a digest has 64 hexadecimal digits in small letters";
}

}  // namespace

void addLog(const Verb& command) {
  auto options = std::make_shared<VerifyOptions>();
  const Verb verb = command.verb("log", "Work with decision logs");
  verb.requireVerb();
  const Verb check = verb.verb("verify", "Find entries that were removed, changed or moved");
  check.option("FILE", options->paths, "Files in their order (.gz and .zst too), or a folder")
      .required();
  check.option("--head DIGEST", options->verifier.head, "A digest that must be in the log")
      .check(whyNoDigest);
  check
      .option("--before DIGEST", options->verifier.before,
              "The digest before the first entry, where earlier files are elsewhere")
      .check(whyNoDigest);
  check.callback([options] { return verify(*options); });
}

}  // namespace decorum::cli
