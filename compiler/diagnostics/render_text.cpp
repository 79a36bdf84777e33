// Findings as text for people, plain or coloured.
#include <algorithm>

#include "compiler/diagnostics/excerpt.h"
#include "compiler/diagnostics/render.h"

namespace decorum {
namespace {

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kReset = "\x1b[0m";
constexpr std::string_view kNoteStyle = "\x1b[1;36m";
constexpr std::string_view kHelpStyle = "\x1b[1;32m";
constexpr std::string_view kGutterStyle = "\x1b[2m";

std::string_view styleOf(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "\x1b[1;31m";
    case Severity::kWarning:
      return "\x1b[1;33m";
    case Severity::kInfo:
      return "\x1b[1;34m";
  }
  return "";
}

class TextRenderer {
 public:
  TextRenderer(const SourceSet& sources, Colour colour) : sources_(sources), colour_(colour) {}

  void finding(const Diagnostic& finding) {
    place(finding.span);
    styled(styleOf(finding.severity),
           fmt::format("{}[{}]", severityName(finding.severity), finding.code));
    out_ += ": ";
    styled(kBold, printable(finding.message));
    out_ += '\n';
    const std::size_t gutter = gutterWidth(finding);
    source(finding.span, styleOf(finding.severity), gutter);
    for (const Note& note : finding.notes) {
      place(note.span);
      styled(kNoteStyle, "note");
      out_ += ": " + printable(note.message) + '\n';
      if (note.span != finding.span) source(note.span, kNoteStyle, gutter);
    }
    if (finding.help.empty()) return;
    styled(kHelpStyle, "help");
    out_ += ": " + printable(finding.help) + '\n';
  }

  std::string take() { return std::move(out_); }

 private:
  void styled(std::string_view style, std::string_view text) {
    if (colour_ == Colour::kNone) {
      out_ += text;
      return;
    }
    out_.append(style).append(text).append(kReset);
  }

  void place(Span span) {
    const Position at = sources_.position(span.file, span.begin);
    styled(kBold,
           fmt::format("{}:{}:{}:", printable(sources_.path(span.file)), at.line, at.column));
    out_ += ' ';
  }

  std::size_t gutterWidth(const Diagnostic& finding) const {
    std::uint32_t last = sources_.position(finding.span.file, finding.span.end).line;
    for (const Note& note : finding.notes)
      last = std::max(last, sources_.position(note.span.file, note.span.end).line);
    return std::max<std::size_t>(4, std::to_string(last).size() + 1);
  }

  void source(Span span, std::string_view style, std::size_t gutter) {
    const auto lines = excerpt(sources_, span);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const ExcerptLine& line = lines[i];
      if (i > 0 && line.line > lines[i - 1].line + 1) {
        styled(kGutterStyle, fmt::format("{:>{}}", "...", gutter));
        out_ += '\n';
      }
      styled(kGutterStyle, fmt::format("{:>{}} |", line.line, gutter));
      if (!line.text.empty()) out_ += ' ' + line.text;
      out_ += '\n';
      styled(kGutterStyle, fmt::format("{:>{}} |", "", gutter));
      out_.append(1 + line.caret_begin, ' ');
      styled(style, std::string(line.caret_cells, '^'));
      out_ += '\n';
    }
  }

  const SourceSet& sources_;
  Colour colour_;
  std::string out_;
};

std::string counted(std::size_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

}  // namespace

std::string_view severityName(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kInfo:
      return "info";
  }
  return "";
}

std::string renderText(const std::vector<Diagnostic>& findings, const SourceSet& sources,
                       Colour colour) {
  TextRenderer renderer(sources, colour);
  for (const Diagnostic& finding : findings) renderer.finding(finding);
  return renderer.take();
}

std::string renderSummary(const std::vector<Diagnostic>& findings, std::size_t files) {
  const auto count = [&](Severity severity) {
    return static_cast<std::size_t>(
        std::count_if(findings.begin(), findings.end(),
                      [&](const Diagnostic& finding) { return finding.severity == severity; }));
  };
  std::string summary;
  const auto add = [&](std::size_t number, std::string_view word) {
    if (number > 0) summary += (summary.empty() ? "" : ", ") + counted(number, word);
  };
  add(count(Severity::kError), "error");
  add(count(Severity::kWarning), "warning");
  add(count(Severity::kInfo), "remark");
  if (summary.empty()) summary = "no findings";
  return summary + " in " + counted(files, "file");
}

}  // namespace decorum
