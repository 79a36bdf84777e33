// Bytes of plain and compressed files, and the lines in them.
#include "tools/logs/line_reader.h"

#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <vector>

namespace decorum::logs {
namespace {

using Count = Result<std::size_t, std::string>;

// Standard input: hands on what is there instead of waiting for a full buffer, so that a log that
// is still being written is judged as it comes.
class StandardInput final : public ByteSource {
 public:
  Count read(char* to, std::size_t size) override {
    ssize_t count = 0;
    do count = ::read(STDIN_FILENO, to, size);
    while (count < 0 && errno == EINTR);
    if (count < 0) return std::string(std::strerror(errno));
    return static_cast<std::size_t>(count);
  }
};

// zlib reads what is not compressed as it is, so this serves plain files too.
class GzipSource final : public ByteSource {
 public:
  explicit GzipSource(gzFile file) : file_(file) { gzbuffer(file_, 128u << 10); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  ~GzipSource() override { gzclose_r(file_); }

  Count read(char* to, std::size_t size) override {
    const int count =
        gzread(file_, to, static_cast<unsigned>(std::min<std::size_t>(size, 1 << 30)));
    if (count > 0) return static_cast<std::size_t>(count);
    int code = Z_OK;
    const char* const message = gzerror(file_, &code);
    if (code == Z_OK || code == Z_STREAM_END) return std::size_t{0};
    if (code == Z_ERRNO) return std::string(std::strerror(errno));
    return std::string(code == Z_BUF_ERROR ? "the compressed data ends too soon" : message);
  }

 private:
  gzFile file_;
};

class ZstdSource final : public ByteSource {
 public:
  explicit ZstdSource(std::FILE* file)
      : file_(file), context_(ZSTD_createDStream()), input_(ZSTD_DStreamInSize()) {}
  ZstdSource(const ZstdSource&) = delete;
  ZstdSource& operator=(const ZstdSource&) = delete;
  ~ZstdSource() override {
    ZSTD_freeDStream(context_);
    std::fclose(file_);
  }

  Count read(char* to, std::size_t size) override {
    ZSTD_outBuffer out = {to, size, 0};
    while (out.pos == 0) {
      if (in_.pos == in_.size) {
        in_ = {input_.data(), std::fread(input_.data(), 1, input_.size(), file_), 0};
        if (in_.size == 0) {
          if (std::ferror(file_) != 0) return std::string(std::strerror(errno));
          if (inside_frame_) return std::string("the compressed data ends too soon");
          return std::size_t{0};
        }
      }
      const std::size_t left = ZSTD_decompressStream(context_, &out, &in_);
      if (ZSTD_isError(left) != 0) return std::string(ZSTD_getErrorName(left));
      inside_frame_ = left != 0;
    }
    return out.pos;
  }

 private:
  std::FILE* file_;
  ZSTD_DStream* context_;
  std::vector<char> input_;
  ZSTD_inBuffer in_ = {nullptr, 0, 0};
  bool inside_frame_ = false;
};

}  // namespace

Result<std::unique_ptr<ByteSource>, std::string> openSource(const std::string& path) {
  using Source = std::unique_ptr<ByteSource>;
  if (path == "-") return Source(std::make_unique<StandardInput>());
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return std::string("is a directory");
  errno = 0;
  if (path.ends_with(".zst")) {
    std::FILE* const file = std::fopen(path.c_str(), "rb");
    if (file == nullptr) return std::string(std::strerror(errno));
    return Source(std::make_unique<ZstdSource>(file));
  }
  gzFile const file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return std::string(errno != 0 ? std::strerror(errno) : "out of memory");
  return Source(std::make_unique<GzipSource>(file));
}

LineReader::LineReader(std::unique_ptr<ByteSource> source, std::size_t line_bytes)
    : source_(std::move(source)), line_bytes_(line_bytes), buffer_(256u << 10, '\0') {}

bool LineReader::fill() {
  const auto count = source_->read(buffer_.data(), buffer_.size());
  begin_ = 0;
  end_ = count ? *count : 0;
  if (!count) error_ = count.error();
  bytes_read_ += end_;
  return end_ > 0;
}

bool LineReader::hasLine() const {
  return std::memchr(buffer_.data() + begin_, '\n', end_ - begin_) != nullptr;
}

bool LineReader::next(Line& line) {
  line = {number_ + 1, {}, false};
  bool any = false;
  while (begin_ < end_ || fill()) {
    any = true;
    const char* const start = buffer_.data() + begin_;
    const auto* const stop = static_cast<const char*>(std::memchr(start, '\n', end_ - begin_));
    const std::size_t count =
        stop != nullptr ? static_cast<std::size_t>(stop - start) : end_ - begin_;
    begin_ += count + (stop != nullptr ? 1 : 0);
    if (line.text.size() + count > line_bytes_) {
      line.too_long = true;
      line.text = {};
    }
    if (!line.too_long) line.text.append(start, count);
    if (stop != nullptr) break;
  }
  // What stands before an error is half a line: the error is told instead.
  if (!any || !error_.empty()) return false;
  ++number_;
  if (line.text.ends_with('\r')) line.text.pop_back();
  return true;
}

}  // namespace decorum::logs
