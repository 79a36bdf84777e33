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

}  // namespace decorum::lsp
