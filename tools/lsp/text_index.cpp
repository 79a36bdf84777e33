#include "tools/lsp/text_index.h"

#include <algorithm>

#include "compiler/diagnostics/code_points.h"

namespace decorum::lsp {
namespace {

std::uint32_t unitsOf(const CodePoint& point) {
  return point.valid && point.value > 0xFFFF ? 2 : 1;
}

}  // namespace

TextIndex::TextIndex(std::string_view text) : text_(text), starts_{0} {
  for (std::uint32_t i = 0; i < text.size(); ++i) {
    const bool pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if ((text[i] == '\n' || text[i] == '\r') && !pair) starts_.push_back(i + 1);
  }
}

std::uint32_t TextIndex::lineEnd(std::uint32_t line) const {
  if (line + 1 >= starts_.size()) return static_cast<std::uint32_t>(text_.size());
  std::uint32_t end = starts_[line + 1];
  while (end > starts_[line] && (text_[end - 1] == '\n' || text_[end - 1] == '\r')) --end;
  return end;
}

Place TextIndex::place(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  const auto next = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const auto line = static_cast<std::uint32_t>(next - starts_.begin() - 1);
  const std::uint32_t end = std::min(offset, lineEnd(line));
  Place place{line, 0};
  for (std::uint32_t at = starts_[line]; at < end;) {
    const CodePoint point = codePointAt(text_, at);
    at += static_cast<std::uint32_t>(point.bytes);
    if (at <= end) place.character += unitsOf(point);
  }
  return place;
}

std::uint32_t TextIndex::offset(Place place) const {
  if (place.line >= starts_.size()) return static_cast<std::uint32_t>(text_.size());
  std::uint32_t at = starts_[place.line];
  const std::uint32_t end = lineEnd(place.line);
  std::uint32_t units = 0;
  while (at < end) {
    const CodePoint point = codePointAt(text_, at);
    units += unitsOf(point);
    if (units > place.character) break;
    at += static_cast<std::uint32_t>(point.bytes);
  }
  return at;
}

Range TextIndex::whole() const { return range(0, static_cast<std::uint32_t>(text_.size())); }

std::string edited(std::string_view text, std::vector<TextEdit> edits) {
  std::sort(edits.begin(), edits.end(),
            [](const TextEdit& a, const TextEdit& b) { return a.range < b.range; });
  const TextIndex index(text);
  std::string made;
  std::uint32_t at = 0;
  for (const TextEdit& edit : edits) {
    const std::uint32_t begin = index.offset(edit.range.start);
    made += text.substr(at, begin - at);
    made += edit.text;
    at = index.offset(edit.range.end);
  }
  made += text.substr(at);
  return made;
}

std::vector<TextEdit> editsTo(const TextIndex& index, std::string_view text,
                              std::string_view other) {
  if (text == other) return {};
  const auto line_start = [&](std::size_t at) {
    const std::size_t end = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    return end == std::string_view::npos ? 0 : end + 1;
  };
  const auto same = static_cast<std::size_t>(
      std::mismatch(text.begin(), text.end(), other.begin(), other.end()).first - text.begin());
  const std::size_t begin = line_start(same);
  std::size_t tail = 0;
  while (tail < text.size() - begin && tail < other.size() - begin &&
         text[text.size() - 1 - tail] == other[other.size() - 1 - tail])
    ++tail;
  // Back to whole lines, and never into the middle of a character.
  while (tail > 0 && text[text.size() - tail - 1] != '\n') --tail;
  return {{index.range(static_cast<std::uint32_t>(begin),
                       static_cast<std::uint32_t>(text.size() - tail)),
           std::string(other.substr(begin, other.size() - tail - begin))}};
}

}  // namespace decorum::lsp
