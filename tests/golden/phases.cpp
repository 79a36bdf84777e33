#include "tests/golden/phases.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

#include "compiler/diagnostics/render.h"
#include "compiler/driver/compile.h"
#include "compiler/syntax/format.h"
#include "compiler/syntax/parse.h"
#include "runtime/engine/policy_impl.h"
#include "tools/logs/log_line.h"

// Goldens can be written from the day that there is a parser.
#define DECORUM_HAS_DRIVER __has_include("compiler/driver/compile.cpp")
#define DECORUM_HAS_FORMAT __has_include("compiler/syntax/format.cpp")

namespace decorum::golden {
namespace {

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

[[maybe_unused]] bool isOnlyParsed(const std::string& path) {
  for (const auto& part : std::filesystem::path(path))
    if (part == "parse" || part == "format") return true;
  return false;
}

std::string emit([[maybe_unused]] const std::string& path, const std::string& phase) {
  SourceSet sources;
  std::string emitted;
  PipelineOptions options;
  options.emit = phase;
  options.emitted = &emitted;
#if DECORUM_HAS_DRIVER
  compile(sources.add(path, read(path)), options, sources);
#endif
  return emitted;
}

std::string formatted(const std::string& path) {
  SourceSet sources;
  [[maybe_unused]] const FileId file = sources.add(path, read(path));
  Diagnostics diagnostics(sources);
  [[maybe_unused]] ast::ExprId next_id = 0;
#if DECORUM_HAS_FORMAT
  return format(parse(file, {}, next_id, diagnostics), sources.text(file));
#else
  return {};
#endif
}

// Every event of the log beside the golden, judged by the interpreter. Chat and event shape; a line
// that is malformed shows as what is wrong with it. The digest is left out: it changes with every
// letter of the policy.
std::string verdicts([[maybe_unused]] const std::string& path) {
  std::string lines;
#if DECORUM_HAS_DRIVER
  SourceSet sources;
  CompileResult compiled = compile(sources.add(path, read(path)), {}, sources);
  if (!compiled.plan) return "the policy does not compile\n";
  const auto policy = engine::makePolicy(std::move(*compiled.plan));
  if (!policy) return policy.error() + "\n";
  std::map<std::string, Conversation> live;
  std::istringstream log(read(std::filesystem::path(path).replace_extension(".jsonl").string()));
  for (std::string text; std::getline(log, text);) {
    const auto line = logs::parseLogLine(text);
    if (!line) {
      lines += "malformed: " + line.error() + "\n";
      continue;
    }
    auto& conversation =
        live.try_emplace(line->conversation, Conversation(*policy, line->conversation))
            .first->second;
    for (const Event& event : line->events) {
      Verdict verdict = conversation.give(event);
      verdict.policy_digest.clear();
      lines += toJson(verdict) + "\n";
    }
  }
#endif
  return lines;
}

}  // namespace

Outcome check(const std::string& path) {
  Outcome outcome;
  outcome.file = outcome.sources.add(path, read(path));
#if DECORUM_HAS_DRIVER
  if (!isOnlyParsed(path)) {
    outcome.findings = compile(outcome.file, {}, outcome.sources).findings;
    return outcome;
  }
#endif
  Diagnostics diagnostics(outcome.sources);
  [[maybe_unused]] ast::ExprId next_id = 0;
  parse(outcome.file, {}, next_id, diagnostics);
  outcome.findings = diagnostics.takeAll();
  return outcome;
}

std::string companion(const std::string& path, const std::string& extension) {
  if (extension == ".format") return formatted(path);
  if (extension == ".verdicts") return verdicts(path);
  if (extension == ".plan") return emit(path, "lower");
  if (extension == ".parse" || extension == ".resolve" || extension == ".type")
    return emit(path, extension.substr(1));
  const Outcome outcome = check(path);
  if (extension == ".rendered") return renderText(outcome.findings, outcome.sources, Colour::kNone);
  if (extension == ".json") return renderJson(outcome.findings, outcome.sources);
  if (extension == ".sarif") return renderSarif(outcome.findings, outcome.sources, {"0", {}});
  throw std::runtime_error("no golden has a companion '" + extension + "'");
}

}  // namespace decorum::golden
