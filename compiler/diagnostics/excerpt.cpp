#include "compiler/diagnostics/excerpt.h"

#include <algorithm>

#include "compiler/diagnostics/code_points.h"

namespace decorum {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
constexpr std::size_t kTabStop = 4;

// Controls steer the terminal; the bidirectional ones show another order than the compiler reads;
// the invisible ones are, where they matter at all, what the finding is about.
bool isHarmful(char32_t value) {
  return value < 0x20 || (value >= 0x7F && value < 0xA0) || value == 0x200B || value == 0x200E ||
         value == 0x200F || (value >= 0x2028 && value <= 0x202E) ||
         (value >= 0x2060 && value <= 0x206F) || value == 0xFEFF;
}

// One character of a line as it is shown: where it stands in the source, and in which cells.
struct Glyph {
  std::size_t offset = 0;  // bytes from the start of the line
  std::size_t cell = 0;
  std::size_t cells = 1;
  std::string shown;
};

std::vector<Glyph> layOut(std::string_view line) {
  std::vector<Glyph> glyphs;
  std::size_t cell = 0;
  for (std::size_t i = 0; i < line.size();) {
    const CodePoint next = codePointAt(line, i);
    Glyph glyph{i, cell, 1, std::string(line.substr(i, next.bytes))};
    if (next.value == '\t') {
      glyph.cells = kTabStop - cell % kTabStop;
      glyph.shown.assign(glyph.cells, ' ');
    } else if (!next.valid || isHarmful(next.value)) {
      glyph.shown = kReplacement;
    } else {
      glyph.cells = static_cast<std::size_t>(displayWidth(next.value));
    }
    cell += glyph.cells;
    i += next.bytes;
    glyphs.push_back(std::move(glyph));
  }
  return glyphs;
}

// The cells shown of a line that is too long: the span's start with a third of the room before it,
// moved left where the line ends sooner.
std::size_t firstCellShown(std::size_t caret, std::size_t all_cells, std::size_t max_cells) {
  if (all_cells <= max_cells) return 0;
  const std::size_t before = caret > max_cells / 3 ? caret - max_cells / 3 : 0;
  return std::min(before, all_cells - max_cells);
}

ExcerptLine cut(const std::vector<Glyph>& glyphs, std::size_t caret_begin, std::size_t caret_end,
                std::size_t max_cells) {
  const std::size_t all_cells = glyphs.empty() ? 0 : glyphs.back().cell + glyphs.back().cells;
  const std::size_t first = firstCellShown(caret_begin, all_cells, max_cells);
  const std::size_t last = first + max_cells;
  ExcerptLine shown;
  std::size_t shift = first;  // the cell of the source that stands at cell 0
  if (first > 0) {
    shown.text = kEllipsis;
    const auto start = std::find_if(glyphs.begin(), glyphs.end(),
                                    [&](const Glyph& glyph) { return glyph.cell >= first; });
    shift = start->cell - 1;
  }
  for (const Glyph& glyph : glyphs)
    if (glyph.cell >= first && glyph.cell + glyph.cells <= last) shown.text += glyph.shown;
  const bool cut_right = all_cells > last;
  if (cut_right) shown.text += kEllipsis;
  shown.caret_begin = caret_begin - std::min(shift, caret_begin);
  const std::size_t visible_end = cut_right ? std::min(caret_end, last) : caret_end;
  shown.caret_cells = std::max<std::size_t>(1, visible_end - std::min(visible_end, caret_begin));
  return shown;
}

// `begin` and `end` are bytes in the line; an end inside a character takes all of it.
ExcerptLine excerptLine(std::string_view line, std::size_t begin, std::size_t end,
                        std::size_t max_cells) {
  const std::vector<Glyph> glyphs = layOut(line);
  const std::size_t line_cells = glyphs.empty() ? 0 : glyphs.back().cell + glyphs.back().cells;
  std::size_t caret_begin = begin < line.size() ? 0 : line_cells;
  std::size_t caret_end = line_cells;
  for (const Glyph& glyph : glyphs) {
    if (begin < line.size() && glyph.offset <= begin) caret_begin = glyph.cell;
    if (glyph.offset >= end) {
      caret_end = glyph.cell;
      break;
    }
  }
  return cut(glyphs, caret_begin, std::max(caret_begin, caret_end), max_cells);
}

}  // namespace

std::vector<ExcerptLine> excerpt(const SourceSet& sources, Span span, std::size_t max_cells) {
  const std::string_view whole = sources.text(span.file);
  const auto size = static_cast<std::uint32_t>(whole.size());
  const std::uint32_t begin = std::min(span.begin, size);
  const std::uint32_t end = std::clamp(span.end, begin, size);
  const std::uint32_t first = sources.position(span.file, begin).line;
  // A span that ends with a line end ends on that line, not at the start of the next.
  const std::uint32_t last = sources.position(span.file, end > begin ? end - 1 : begin).line;

  const auto part = [&](std::uint32_t number, bool from_start) {
    const std::string_view line = sources.line(span.file, number);
    const auto offset = static_cast<std::size_t>(line.data() - whole.data());
    const bool empty = line.data() == nullptr;
    std::size_t from = empty || from_start ? 0 : begin - std::min<std::size_t>(offset, begin);
    const std::size_t to = empty ? 0 : std::min<std::size_t>(line.size(), end - offset);
    if (from_start)
      while (from < to && (line[from] == ' ' || line[from] == '\t')) ++from;
    ExcerptLine made = excerptLine(line, std::min(from, line.size()), to, max_cells);
    made.line = number;
    return made;
  };
  std::vector<ExcerptLine> lines = {part(first, false)};
  if (last > first) lines.push_back(part(last, true));
  return lines;
}

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint next = codePointAt(text, i);
    shown += next.valid && !isHarmful(next.value) ? text.substr(i, next.bytes) : kReplacement;
    i += next.bytes;
  }
  return shown;
}

}  // namespace decorum
