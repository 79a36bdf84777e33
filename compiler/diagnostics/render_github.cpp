// Findings as workflow commands: lines that a runner of GitHub Actions shows in the changed files.
#include <algorithm>
#include <filesystem>

#include "compiler/diagnostics/render.h"

namespace decorum {
namespace {

enum class Part : std::uint8_t { kMessage, kProperty };

// A property ends at a comma or a colon, a message at the end of its line.
std::string escaped(std::string_view text, Part part) {
  std::string out;
  for (const char c : text) {
    const bool ends_property = part == Part::kProperty && (c == ':' || c == ',');
    if (c == '%' || c == '\r' || c == '\n' || ends_property)
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    else
      out += c;
  }
  return out;
}

std::string_view commandOf(Severity severity) {
  return severity == Severity::kInfo ? "notice" : severityName(severity);
}

}  // namespace

std::string pathFrom(const std::string& root, const std::string& path) {
  if (root.empty() || path.starts_with('<')) return path;
  std::error_code error;
  const auto whole = std::filesystem::absolute(path, error).lexically_normal();
  const auto base = std::filesystem::absolute(root, error).lexically_normal();
  const std::string relative = whole.lexically_relative(base).generic_string();
  return error || relative.empty() || relative.starts_with("..") ? path : relative;
}

std::string renderGithub(const std::vector<Diagnostic>& findings, const SourceSet& sources,
                         const std::string& root) {
  std::string lines;
  for (const Diagnostic& finding : findings) {
    const Position begin = sources.position(finding.span.file, finding.span.begin);
    const Position end =
        sources.position(finding.span.file, std::max(finding.span.begin, finding.span.end));
    std::string message = finding.message;
    for (const Note& note : finding.notes)
      message += fmt::format("\nline {}: {}",
                             sources.position(note.span.file, note.span.begin).line, note.message);
    if (!finding.help.empty()) message += "\nhelp: " + finding.help;
    // Columns are taken only where the place is on one line.
    const std::string columns =
        begin.line == end.line ? fmt::format(",col={},endColumn={}", begin.column, end.column) : "";
    lines +=
        fmt::format("::{} file={},line={},endLine={}{},title={}::{}\n", commandOf(finding.severity),
                    escaped(pathFrom(root, sources.path(finding.span.file)), Part::kProperty),
                    begin.line, end.line, columns,
                    escaped(fmt::format("{} {}", finding.code, finding.name), Part::kProperty),
                    escaped(message, Part::kMessage));
  }
  return lines;
}

}  // namespace decorum
