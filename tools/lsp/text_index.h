/// Places in a text, as editors count: lines, and UTF-16 code units in them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/source.h"
#include "tools/lsp/protocol.h"

namespace decorum::lsp {

/// Between byte offsets and places of one text, which must outlive it. Lines end with `\n`, `\r\n`
/// or `\r`. Takes any bytes: one that is no UTF-8 counts as one unit.
class TextIndex {
 public:
  explicit TextIndex(std::string_view text);

  /// An offset inside a character gives the place before it; one past the end, the end.
  Place place(std::uint32_t offset) const;
  Range range(std::uint32_t begin, std::uint32_t end) const { return {place(begin), place(end)}; }
  Range range(Span span) const { return range(span.begin, span.end); }
  /// A place behind its line's end gives that end, one behind the last line the end of the text,
  /// one inside a character the offset before it.
  std::uint32_t offset(Place place) const;
  std::uint32_t lines() const { return static_cast<std::uint32_t>(starts_.size()); }
  Range whole() const;

 private:
  std::uint32_t lineEnd(std::uint32_t line) const;

  std::string_view text_;
  std::vector<std::uint32_t> starts_;
};

/// `text` with `edits` made, which do not overlap.
std::string edited(std::string_view text, std::vector<TextEdit> edits);

/// What makes `text`, whose index is given, into `other`: one edit of the lines that differ, so
/// that an editor keeps its place. None where they are equal.
std::vector<TextEdit> editsTo(const TextIndex& index, std::string_view text,
                              std::string_view other);

}  // namespace decorum::lsp
