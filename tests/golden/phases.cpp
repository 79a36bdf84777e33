#include "tests/golden/phases.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

#include "compiler/diagnostics/fixes.h"
#include "compiler/diagnostics/render.h"
#include "compiler/driver/compile.h"
#include "compiler/driver/test_keys.h"
#include "compiler/sema/dump_module.h"
#include "compiler/syntax/format.h"
#include "compiler/syntax/parse.h"
#include "runtime/engine/policy_impl.h"
#include "tools/logs/log_line.h"

namespace decorum::golden {
namespace {

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool isIn(const std::string& path, std::initializer_list<const char*> folders) {
  for (const auto& part : std::filesystem::path(path))
    for (const char* folder : folders)
      if (part == folder) return true;
  return false;
}

// The limits of the compiler, or the one that a golden about a limit asks for in its first line:
// `# at most 2 files`, `# at most 2 rules`. Those in `lint/` are linted, on 2026-11-22.
PipelineOptions optionsFor(const std::string& path, std::string_view text) {
  PipelineOptions options;
  if (isIn(path, {"lint"})) options.lint = LintOptions{1'795'305'600'000};
  constexpr std::string_view kLimit = "# at most ";
  if (!text.starts_with(kLimit)) return options;
  std::istringstream limit(
      std::string(text.substr(kLimit.size(), text.find('\n') - kLimit.size())));
  std::uint32_t count = 0;
  std::string what;
  limit >> count >> what;
  if (what == "files") options.load.files = count;
  if (what == "rules") options.plan.rules = count;
  return options;
}

std::vector<Diagnostic> resolveOnly(FileId root, SourceSet& sources) {
  Diagnostics diagnostics(sources);
  const Program program =
      load(root, optionsFor(sources.path(root), sources.text(root)).load, sources, diagnostics);
  sema::resolve(program, diagnostics);
  return diagnostics.takeAll();
}

std::string resolved(const std::string& path) {
  SourceSet sources;
  Diagnostics diagnostics(sources);
  const FileId root = sources.add(path, read(path));
  const Program program =
      load(root, optionsFor(sources.path(root), sources.text(root)).load, sources, diagnostics);
  return sema::dump(sema::resolve(program, diagnostics), sources);
}

std::string emit(const std::string& path, const std::string& phase) {
  SourceSet sources;
  std::string emitted;
  PipelineOptions options;
  options.emit = phase;
  options.emitted = &emitted;
  compile(sources.add(path, read(path)), options, sources);
  return emitted;
}

std::string formatted(const std::string& path) {
  SourceSet sources;
  const FileId file = sources.add(path, read(path));
  Diagnostics diagnostics(sources);
  ast::ExprId next_id = 0;
  return format(parse(file, {}, next_id, diagnostics), sources.text(file));
}

// Every event of the log beside the golden, judged by the interpreter. Chat and event shape; a line
// that is malformed shows as what is wrong with it. The digest is left out: it changes with every
// letter of the policy.
std::string verdicts(const std::string& path) {
  std::string lines;
  SourceSet sources;
  CompileResult compiled = compile(sources.add(path, read(path)), {}, sources);
  if (!compiled.plan) return "the policy does not compile\n";
  const auto policy = engine::makePolicy(std::move(*compiled.plan));
  if (!policy) return policy.error() + "\n";
  std::map<std::string, Conversation> live;
  ConversationOptions options;
  options.vault = keysOfTests();
  std::istringstream log(read(std::filesystem::path(path).replace_extension(".jsonl").string()));
  for (std::string text; std::getline(log, text);) {
    const auto line = logs::parseLogLine(text);
    if (!line) {
      lines += "malformed: " + line.error() + "\n";
      continue;
    }
    auto& conversation =
        live.try_emplace(line->conversation, Conversation(*policy, line->conversation, options))
            .first->second;
    for (const Event& event : line->events) {
      Verdict verdict = conversation.give(event);
      verdict.policy_digest.clear();
      lines += toJson(verdict) + "\n";
    }
  }
  return lines;
}

}  // namespace

Outcome check(const std::string& path) {
  Outcome outcome;
  outcome.file = outcome.sources.add(path, read(path));
  if (isIn(path, {"resolve"})) {
    outcome.findings = resolveOnly(outcome.file, outcome.sources);
    return outcome;
  }
  if (!isIn(path, {"parse", "format"})) {
    outcome.findings =
        compile(outcome.file, optionsFor(path, outcome.sources.text(outcome.file)), outcome.sources)
            .findings;
    return outcome;
  }
  Diagnostics diagnostics(outcome.sources);
  ast::ExprId next_id = 0;
  parse(outcome.file, {}, next_id, diagnostics);
  outcome.findings = diagnostics.takeAll();
  return outcome;
}

namespace {

std::string fixed(const std::string& path) {
  const Outcome outcome = check(path);
  return applyFixes(outcome.file, outcome.sources, outcome.findings,
                    [](const auto&) { return true; })
      .text;
}

}  // namespace

std::string companion(const std::string& path, const std::string& extension) {
  if (extension == ".format") return formatted(path);
  if (extension == ".fixed") return fixed(path);
  if (extension == ".verdicts") return verdicts(path);
  if (extension == ".plan") return emit(path, "lower");
  if (extension == ".resolve") return resolved(path);
  if (extension == ".parse" || extension == ".type") return emit(path, extension.substr(1));
  const Outcome outcome = check(path);
  if (extension == ".rendered") return renderText(outcome.findings, outcome.sources, Colour::kNone);
  if (extension == ".json") return renderJson(outcome.findings, outcome.sources);
  if (extension == ".sarif") return renderSarif(outcome.findings, outcome.sources, {"0", {}});
  throw std::runtime_error("no golden has a companion '" + extension + "'");
}

}  // namespace decorum::golden
