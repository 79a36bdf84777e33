// Lines of plain and compressed files, and of files that are broken.
#include "tools/logs/line_reader.h"

#include <zlib.h>
#include <zstd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

namespace decorum::logs {
namespace {

// A folder of its own for each test, gone afterwards.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "decorum-logs-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string write(const std::string& name, const std::string& bytes) const {
    const std::filesystem::path path = path_ / name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

// `deflateInit2` with 16 + window bits writes a gzip member.
std::string gzip(std::string text) {
  z_stream stream = {};
  deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

struct Read {
  std::vector<std::string> lines;
  std::string error;
  bool operator==(const Read&) const = default;
};

Read readAll(const std::string& path, std::size_t line_bytes = LineReader::kLineBytes) {
  auto source = openSource(path);
  if (!source) return {{}, "open: " + source.error()};
  LineReader reader(std::move(*source), line_bytes);
  Read read;
  Line line;
  while (reader.next(line)) {
    REQUIRE(line.number == read.lines.size() + 1);
    read.lines.push_back(line.too_long ? "<too long>" : line.text);
  }
  read.error = reader.error();
  return read;
}

TEST_CASE("lines come as they stand, whatever the file is compressed with") {
  const Folder folder;
  const std::string text = "one\r\n\n" + std::string(300'000, 'x') + "\nlast";
  const Read expected = {{"one", "", std::string(300'000, 'x'), "last"}, ""};
  CHECK(readAll(folder.write("a.jsonl", text)) == expected);
  CHECK(readAll(folder.write("a.jsonl.gz", gzip(text))) == expected);
  CHECK(readAll(folder.write("a.jsonl.zst", zstd(text))) == expected);
}

TEST_CASE("several compressed parts one after another are one log") {
  const Folder folder;
  const Read expected = {{"a", "bc", "d"}, ""};
  CHECK(readAll(folder.write("a.gz", gzip("a\nb") + gzip("c\nd\n"))) == expected);
  CHECK(readAll(folder.write("a.zst", zstd("a\nb") + zstd("c\nd\n"))) == expected);
}

TEST_CASE("an empty log has no lines") {
  const Folder folder;
  CHECK(readAll(folder.write("a.jsonl", "")) == Read{});
  CHECK(readAll(folder.write("a.gz", gzip(""))) == Read{});
  CHECK(readAll(folder.write("a.zst", zstd(""))) == Read{});
  CHECK(readAll(folder.write("b.jsonl", "\n")).lines.size() == 1);
}

TEST_CASE("a line over the limit is passed over, and the next is read") {
  const Folder folder;
  const std::string long_line(600'000, 'x');
  CHECK(readAll(folder.write("a", "a\n" + long_line + "\nb\n"), 1000) ==
        Read{{"a", "<too long>", "b"}, ""});
  CHECK(readAll(folder.write("b", "aaa\nbbbb\n"), 3) == Read{{"aaa", "<too long>"}, ""});
  CHECK(readAll(folder.write("c", "aaaa"), 3) == Read{{"<too long>"}, ""});
}

TEST_CASE("a file that is cut or damaged gives what is whole, and the reason") {
  const Folder folder;
  std::string text;
  for (int i = 0; i < 60'000; ++i) text += std::to_string(i * 7919 % 1'000'003) + "\n";
  const bool is_zstd = GENERATE(false, true);
  const std::string whole = is_zstd ? zstd(text) : gzip(text);
  const std::string name = is_zstd ? "a.zst" : "a.gz";
  const Read cut = readAll(folder.write(name, whole.substr(0, whole.size() / 2)));
  CHECK(cut.error == "the compressed data ends too soon");
  CHECK(cut.lines.size() < 60'000);
  for (std::size_t i = 0; i < cut.lines.size(); ++i)
    REQUIRE(cut.lines[i] == std::to_string(i * 7919 % 1'000'003));
  std::string damaged = whole;
  for (std::size_t i = whole.size() / 2; i < whole.size() / 2 + 20; ++i) damaged[i] = '\x55';
  CHECK_FALSE(readAll(folder.write(name, damaged)).error.empty());
}

TEST_CASE("what cannot be opened says why") {
  const Folder folder;
  CHECK(readAll(folder.path() + "/none").error == "open: No such file or directory");
  CHECK(readAll(folder.path() + "/none.zst").error == "open: No such file or directory");
  CHECK(readAll(folder.path()).error == "open: is a directory");
}

}  // namespace
}  // namespace decorum::logs
