// What a change touches, and that it is heard of.
#include "tools/cli/watch.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace decorum::cli {
namespace {

namespace fs = std::filesystem;

TEST_CASE("a change touches the policies for which the file was read") {
  const std::map<std::string, ReadFor> read = {
      {"a.decorum", {{"/p/a.decorum", "/p/words.txt"}, false}},
      {"b.decorum", {{"/p/b.decorum", "/p/pack.decorum"}, false}},
      {"c.decorum", {{"/p/c.decorum"}, true}},
  };
  using Policies = std::vector<std::string>;
  CHECK(touchedBy({}, read).empty());
  CHECK(touchedBy({"/p/words.txt"}, read) == Policies{"a.decorum", "c.decorum"});
  CHECK(touchedBy({"/p/pack.decorum", "/p/a.decorum"}, read) ==
        Policies{"a.decorum", "b.decorum", "c.decorum"});
  // What does not compile may want any file.
  CHECK(touchedBy({"/p/other.decorum"}, read) == Policies{"c.decorum"});
}

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "decorum-watch-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path_); }
  std::string file(const std::string& name) const { return (fs::path(path_) / name).string(); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

void write(const std::string& path) { std::ofstream(path) << "text\n"; }

TEST_CASE("files that are written, replaced or taken away are told of") {
  const Folder folder;
  write(folder.file("a"));
  FolderWatch watch;
  REQUIRE(watch.problem().empty());
  const std::string real = realPath(folder.path());
  watch.add(real);
  write(folder.file("a"));
  CHECK(watch.wait() == std::set{real + "/a"});
  write(folder.file("new"));
  fs::rename(folder.file("new"), folder.file("b"));
  CHECK(watch.wait() == std::set{real + "/b", real + "/new"});
  fs::remove(folder.file("b"));
  CHECK(watch.wait() == std::set{real + "/b"});
}

TEST_CASE("a watch ends when the process is asked to end") {
  FolderWatch watch;
  REQUIRE(watch.problem().empty());
  std::raise(SIGTERM);
  CHECK_FALSE(watch.wait().has_value());
}

}  // namespace
}  // namespace decorum::cli
