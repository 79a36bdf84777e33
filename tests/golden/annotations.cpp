#include "tests/golden/annotations.h"

#include <algorithm>
#include <filesystem>
#include <tuple>

#include "compiler/diagnostics/code_points.h"
#include "compiler/diagnostics/excerpt.h"
#include "compiler/diagnostics/render.h"

namespace decorum::golden {
namespace {

constexpr std::string_view kMark = "#~";

struct Annotation {
  std::uint32_t line = 0;  // that it stands under
  std::uint32_t column = 0;
  std::string text;
};

std::vector<std::string_view> splitLines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return lines;
}

// Makes the annotations of one file.
class Annotator {
 public:
  Annotator(const SourceSet& sources, FileId file) : sources_(sources), file_(file) {
    lines_ = splitLines(sources.text(file));
    for (std::uint32_t i = 0; i < lines_.size(); ++i)
      if (!lines_[i].starts_with(kMark)) last_source_line_ = i + 1;
  }

  void add(Span span, const std::string& what, const std::string& help) {
    const Position begin = sources_.position(span.file, span.begin);
    const Position end = sources_.position(span.file, std::max(span.begin, span.end));
    const std::uint32_t width =
        begin.line == end.line ? std::max(1u, end.column - begin.column) : kToNextLine;
    if (span.file != file_)
      write(kAtEnd, begin.column, " " + elsewhere(span, begin, width), what, help);
    else if (begin.line > last_source_line_)
      write(kAtEnd, 0, " @end", what, help);
    else if (begin.column <= kMark.size())
      write(begin.line, begin.column, " @" + extent(begin.column, width), what, help);
    else
      write(begin.line, begin.column, carets(begin, width), what, help);
  }

  std::string take() {
    std::stable_sort(annotations_.begin(), annotations_.end(),
                     [](const Annotation& a, const Annotation& b) {
                       return std::tie(a.line, a.column) < std::tie(b.line, b.column);
                     });
    std::string text;
    auto next = annotations_.begin();
    for (std::uint32_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].starts_with(kMark)) continue;
      text.append(lines_[i]) += '\n';
      for (; next != annotations_.end() && next->line == i + 1; ++next) text += next->text;
    }
    const bool ends_open = next == annotations_.end() && !sources_.text(file_).ends_with('\n') &&
                           !text.empty() && !lines_.back().starts_with(kMark);
    if (ends_open) text.pop_back();
    for (; next != annotations_.end(); ++next) text += next->text;
    return text;
  }

 private:
  static constexpr std::uint32_t kAtEnd = UINT32_MAX;
  static constexpr std::uint32_t kToNextLine = 0;

  std::string carets(Position begin, std::uint32_t width) const {
    const std::string margin(begin.column - 1 - kMark.size(), ' ');
    if (width != kToNextLine) return margin + std::string(width, '^');
    const std::size_t all = countCodePoints(sources_.line(file_, begin.line));
    const std::size_t rest = all + 1 > begin.column ? all + 1 - begin.column : 1;
    return margin + std::string(rest, '^') + "...";
  }

  static std::string extent(std::uint32_t column, std::uint32_t width) {
    return width == kToNextLine ? fmt::format("{}...", column)
                                : fmt::format("{}+{}", column, width);
  }

  // Paths are told from the folder of the golden, so that a tree can be moved.
  std::string elsewhere(Span span, Position begin, std::uint32_t width) const {
    const auto folder = std::filesystem::path(sources_.path(file_)).parent_path();
    const auto path = std::filesystem::path(sources_.path(span.file)).lexically_relative(folder);
    return fmt::format("@{}:{}:{}", path.generic_string(), begin.line, extent(begin.column, width));
  }

  void write(std::uint32_t line, std::uint32_t column, const std::string& place,
             const std::string& what, const std::string& help) {
    std::string text = fmt::format("{}{} {}\n", kMark, place, printable(what));
    if (!help.empty()) {
      const std::size_t indent = std::max<std::size_t>(1, place.find_first_not_of(' '));
      text += fmt::format("{}{}help: {}\n", kMark, std::string(indent, ' '), printable(help));
    }
    annotations_.push_back({line, column, std::move(text)});
  }

  const SourceSet& sources_;
  FileId file_;
  std::vector<std::string_view> lines_;
  std::uint32_t last_source_line_ = 0;
  std::vector<Annotation> annotations_;
};

}  // namespace

std::string annotate(const SourceSet& sources, FileId file,
                     const std::vector<Diagnostic>& findings) {
  Annotator annotator(sources, file);
  for (const Diagnostic& finding : findings) {
    const std::string what =
        fmt::format("{}[{}]: {}", severityName(finding.severity), finding.code, finding.message);
    annotator.add(finding.span, what, finding.help);
    for (const Note& note : finding.notes) annotator.add(note.span, "note: " + note.message, "");
  }
  return annotator.take();
}

std::string lineDiff(const std::string& expected, const std::string& found) {
  const auto before = splitLines(expected);
  const auto after = splitLines(found);
  // Longest common subsequence; goldens are small.
  std::vector<std::vector<std::uint32_t>> common(before.size() + 1,
                                                 std::vector<std::uint32_t>(after.size() + 1));
  for (std::size_t i = before.size(); i-- > 0;)
    for (std::size_t j = after.size(); j-- > 0;)
      common[i][j] = before[i] == after[j] ? common[i + 1][j + 1] + 1
                                           : std::max(common[i + 1][j], common[i][j + 1]);
  std::string diff;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < before.size() || j < after.size()) {
    if (i < before.size() && j < after.size() && before[i] == after[j]) {
      diff += fmt::format("  {}\n", before[i++]);
      ++j;
    } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
      diff += fmt::format("- {}\n", before[i++]);
    } else {
      diff += fmt::format("+ {}\n", after[j++]);
    }
  }
  return diff;
}

}  // namespace decorum::golden
