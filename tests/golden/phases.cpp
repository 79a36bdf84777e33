#include "tests/golden/phases.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "compiler/diagnostics/render.h"
#include "compiler/driver/compile.h"
#include "compiler/syntax/format.h"
#include "compiler/syntax/parse.h"

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
