#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "decorum/result.h"

namespace decorum::logs {

/// Where bytes come from: a file, a compressed one, standard input.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Up to `size` bytes into `to`; 0 at the end. Error: why there are no more.
  virtual Result<std::size_t, std::string> read(char* to, std::size_t size) = 0;
};

/// Opens `path`: `-` is standard input, `.gz` and `.zst` are decompressed as they are read. Error:
/// why it cannot be read.
Result<std::unique_ptr<ByteSource>, std::string> openSource(const std::string& path);

struct Line {
  std::uint64_t number = 0;  ///< from 1
  std::string text;          ///< without its line end
  bool too_long = false;     ///< over the limit: `text` is empty, and the line was passed over
};

/// Lines of a source, one after another. Holds one line and one buffer, whatever the length of the
/// whole.
class LineReader {
 public:
  static constexpr std::size_t kLineBytes = 64u << 20;

  explicit LineReader(std::unique_ptr<ByteSource> source, std::size_t line_bytes = kLineBytes);

  /// Moves on to the next line. False at the end, and where no more can be read (`error()`).
  bool next(Line& line);
  /// Whether `next` has a line without reading further, hence without waiting.
  bool hasLine() const;
  /// Why reading ended before the end; "" where it did not.
  const std::string& error() const { return error_; }
  std::uint64_t bytesRead() const { return bytes_read_; }

 private:
  bool fill();

  std::unique_ptr<ByteSource> source_;
  std::size_t line_bytes_;
  std::string buffer_;
  std::size_t begin_ = 0;  // of what is not handed out yet
  std::size_t end_ = 0;
  std::uint64_t number_ = 0;
  std::uint64_t bytes_read_ = 0;
  std::string error_;
};

}  // namespace decorum::logs
