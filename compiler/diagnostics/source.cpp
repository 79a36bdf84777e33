#include "compiler/diagnostics/source.h"

#include <algorithm>

#include "compiler/diagnostics/code_points.h"

namespace decorum {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// A line ends at "\n" or "\r\n". A byte order mark is no part of the first line: editors do not
// show it, so neither places nor excerpts count it.
std::vector<std::uint32_t> findLineStarts(std::string_view text) {
  std::vector<std::uint32_t> starts = {
      text.starts_with(kByteOrderMark) ? static_cast<std::uint32_t>(kByteOrderMark.size()) : 0u};
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
    starts.push_back(static_cast<std::uint32_t>(at + 1));
  return starts;
}

}  // namespace

FileId SourceSet::add(std::string path, std::string text) {
  auto line_starts = findLineStarts(text);
  files_.push_back({std::move(path), std::move(text), std::move(line_starts)});
  return static_cast<FileId>(files_.size() - 1);
}

std::string_view SourceSet::text(Span span) const {
  const std::string_view whole = text(span.file);
  const std::size_t begin = std::min<std::size_t>(span.begin, whole.size());
  const std::size_t end = std::clamp<std::size_t>(span.end, begin, whole.size());
  return whole.substr(begin, end - begin);
}

Position SourceSet::position(FileId file, std::uint32_t offset) const {
  const File& source = files_[file];
  const auto size = static_cast<std::uint32_t>(source.text.size());
  const std::uint32_t at = std::clamp(offset, std::min(source.line_starts.front(), size), size);
  const auto after = std::upper_bound(source.line_starts.begin(), source.line_starts.end(), at);
  const auto line = static_cast<std::uint32_t>(after - source.line_starts.begin());
  const std::uint32_t start = source.line_starts[line - 1];
  const std::string_view before = std::string_view(source.text).substr(start, at - start);
  return {line, static_cast<std::uint32_t>(countCodePoints(before) + 1)};
}

std::string_view SourceSet::line(FileId file, std::uint32_t line) const {
  const File& source = files_[file];
  if (line == 0 || line > source.line_starts.size()) return {};
  const std::string_view whole = source.text;
  const std::size_t start = source.line_starts[line - 1];
  const std::size_t end =
      line < source.line_starts.size() ? source.line_starts[line] - 1 : whole.size();
  std::string_view found = whole.substr(start, end - start);
  if (found.ends_with('\r')) found.remove_suffix(1);
  return found;
}

}  // namespace decorum
