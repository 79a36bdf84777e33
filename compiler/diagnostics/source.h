/// Source texts and places in them.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace decorum {

using FileId = std::uint32_t;

/// A byte range of one file, end excluded.
struct Span {
  FileId file = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool operator==(const Span&) const = default;
};

/// From the start of `first` to the end of `last`, which stand in the same file.
inline Span join(Span first, Span last) { return {first.file, first.begin, last.end}; }

/// Line and column from 1; columns in code points.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

/// Every text that a compilation read, by the path it was asked for. Only grows; texts never move.
class SourceSet {
 public:
  FileId add(std::string path, std::string text);

  std::size_t size() const { return files_.size(); }
  const std::string& path(FileId file) const { return files_[file].path; }
  std::string_view text(FileId file) const { return files_[file].text; }
  std::string_view text(Span span) const;
  Position position(FileId file, std::uint32_t offset) const;
  /// The line (from 1) without its line end; "" past the last.
  std::string_view line(FileId file, std::uint32_t line) const;

 private:
  struct File {
    std::string path;
    std::string text;
    std::vector<std::uint32_t> line_starts;
  };
  std::deque<File> files_;
};

}  // namespace decorum
