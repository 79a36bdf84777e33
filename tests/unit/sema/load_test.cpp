// Where packs are found, that each file is read once, and what limits hold.
#include "compiler/sema/load.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace decorum {
namespace {

namespace fs = std::filesystem;

// A folder that is gone when the test ends.
class Folder {
 public:
  Folder() {
    std::string shape = (fs::temp_directory_path() / "decorum-XXXXXX").string();
    const char* made = mkdtemp(shape.data());
    REQUIRE(made != nullptr);
    root_ = made;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(const std::string& path, const std::string& text) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << text;
  }
  std::string path(const std::string& path) const { return (root_ / path).string(); }

 private:
  fs::path root_;
};

struct Loaded {
  SourceSet sources;
  Program program;
  std::vector<Diagnostic> findings;
};

Loaded loadFrom(const Folder& folder, const std::string& root, LoadOptions options = {}) {
  Loaded loaded;
  std::ifstream file(folder.path(root), std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  Diagnostics diagnostics(loaded.sources);
  loaded.program =
      load(loaded.sources.add(folder.path(root), text), options, loaded.sources, diagnostics);
  loaded.findings = diagnostics.takeAll();
  return loaded;
}

LoadOptions with(std::vector<std::string> pack_path) {
  LoadOptions options;
  options.pack_path = std::move(pack_path);
  return options;
}

// The files of the program below `folder`, in order.
std::vector<std::string> filesOf(const Loaded& loaded, const Folder& folder) {
  std::vector<std::string> paths;
  for (const LoadedFile& file : loaded.program.files)
    paths.push_back(fs::path(file.path).lexically_relative(folder.path("")).generic_string());
  return paths;
}

std::vector<std::string> codesOf(const Loaded& loaded) {
  std::vector<std::string> codes;
  for (const Diagnostic& finding : loaded.findings) codes.emplace_back(finding.code);
  return codes;
}

using Names = std::vector<std::string>;

TEST_CASE("a pack is looked for beside the file, then along the pack path, in three shapes") {
  const Folder folder;
  folder.write("main/root.decorum", "policy p\ninclude a\ninclude b\ninclude c\ninclude d\n");
  folder.write("main/a.decorum", "pack a\n");
  folder.write("main/b/b.decorum", "pack b\n");
  folder.write("first/c/pack.decorum", "pack c\n");
  folder.write("first/a.decorum", "pack a\n");
  folder.write("second/c.decorum", "pack c\n");
  folder.write("second/d.decorum", "pack d\n");
  const Loaded loaded =
      loadFrom(folder, "main/root.decorum", with({folder.path("first"), folder.path("second")}));
  CHECK(codesOf(loaded).empty());
  CHECK(filesOf(loaded, folder) == Names{"main/root.decorum", "main/a.decorum", "main/b/b.decorum",
                                         "first/c/pack.decorum", "second/d.decorum"});
}

TEST_CASE("a pack looks for its packs beside itself") {
  const Folder folder;
  folder.write("root.decorum", "policy p\ninclude \"inner/a.decorum\"\n");
  folder.write("inner/a.decorum", "pack a\ninclude b\n");
  folder.write("inner/b.decorum", "pack b\n");
  folder.write("b.decorum", "pack b\n");
  const Loaded loaded = loadFrom(folder, "root.decorum");
  CHECK(codesOf(loaded).empty());
  CHECK(filesOf(loaded, folder) == Names{"root.decorum", "inner/a.decorum", "inner/b.decorum"});
}

TEST_CASE("each file stands once, importers first, whatever paths lead to it") {
  const Folder folder;
  folder.write("root.decorum", "policy p\ninclude base\ninclude a\nuse \"./x/../b.decorum\"\n");
  folder.write("a.decorum", "pack a\ninclude base\nuse b\n");
  folder.write("b.decorum", "pack b\ninclude base\n");
  folder.write("base.decorum", "pack base\n");
  fs::create_directories(folder.path("x"));
  const Loaded loaded = loadFrom(folder, "root.decorum");
  CHECK(codesOf(loaded).empty());
  CHECK(filesOf(loaded, folder) == Names{"root.decorum", "a.decorum", "b.decorum", "base.decorum"});
  const auto& imports = loaded.program.files[0].imports;
  CHECK(imports == std::map<std::size_t, std::uint32_t>{{1, 3}, {2, 1}, {3, 2}});
}

TEST_CASE("a link to a file is that file") {
  const Folder folder;
  folder.write("root.decorum", "policy p\ninclude \"a.decorum\"\ninclude \"link.decorum\"\n");
  folder.write("a.decorum", "pack a\n");
  fs::create_symlink(folder.path("a.decorum"), folder.path("link.decorum"));
  const Loaded loaded = loadFrom(folder, "root.decorum");
  CHECK(filesOf(loaded, folder) == Names{"root.decorum", "a.decorum"});
}

TEST_CASE("a cycle is cut where it closes, and everything on it is there") {
  const Folder folder;
  folder.write("a.decorum", "pack a\ninclude b\n");
  folder.write("b.decorum", "pack b\ninclude a\ninclude b\n");
  const Loaded loaded = loadFrom(folder, "a.decorum");
  CHECK(codesOf(loaded) == Names{"D0207", "D0207"});
  CHECK(filesOf(loaded, folder) == Names{"a.decorum", "b.decorum"});
  CHECK(loaded.program.files[1].imports.empty());
}

TEST_CASE("a policy in memory finds packs on the pack path alone") {
  const Folder folder;
  folder.write("packs/a.decorum", "pack a\n");
  folder.write("b.decorum", "pack b\n");
  SourceSet sources;
  Diagnostics diagnostics(sources);
  const FileId root = sources.add(folder.path("root.decorum"), "policy p\ninclude a\ninclude b\n");
  LoadOptions options;
  options.pack_path = {folder.path("packs")};
  options.root_in_memory = true;
  const Program program = load(root, options, sources, diagnostics);
  CHECK(program.files.size() == 2);
  const auto findings = diagnostics.takeAll();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].code == "D0205");
  CHECK(findings[0].notes.size() == 1);
}

TEST_CASE("limits of files and bytes hold, and are reported once") {
  const Folder folder;
  folder.write("root.decorum", "policy p\ninclude a\ninclude b\ninclude c\n");
  folder.write("a.decorum", "pack a\n");
  folder.write("b.decorum", "pack b\n");
  folder.write("c.decorum", "pack c\n");
  LoadOptions few_files, few_bytes;
  few_files.files = 2;
  few_bytes.total_bytes = 52;
  const Loaded few = loadFrom(folder, "root.decorum", few_files);
  CHECK(codesOf(few) == Names{"D0212"});
  CHECK(few.findings[0].message == "a policy reads no more than 2 files");
  CHECK(few.program.files.size() == 2);
  const Loaded small = loadFrom(folder, "root.decorum", few_bytes);
  CHECK(codesOf(small) == Names{"D0212"});
  CHECK(small.program.files.size() == 2);
}

TEST_CASE("a file larger than the limit, a pipe and a folder are refused, not waited for") {
  const Folder folder;
  folder.write(
      "root.decorum",
      "policy p\nphrases a from \"long.txt\"\nphrases b from \"pipe\"\nphrases c from \"x\"\n"
      "phrases d from \"short.txt\"\n");
  folder.write("long.txt", std::string(200, 'x'));
  folder.write("short.txt", "word\n");
  fs::create_directories(folder.path("x"));
  REQUIRE(mkfifo(folder.path("pipe").c_str(), 0600) == 0);
  LoadOptions options;
  options.limits.file_bytes = 150;
  const Loaded loaded = loadFrom(folder, "root.decorum", options);
  REQUIRE(codesOf(loaded) == Names{"D0206", "D0206", "D0206"});
  CHECK(loaded.findings[0].message == "'long.txt' cannot be read: it is larger than 150 bytes");
  CHECK(loaded.findings[1].message == "'pipe' cannot be read: it is no regular file");
  CHECK(loaded.findings[2].message == "'x' cannot be read: it is a folder");
  REQUIRE(loaded.program.files[0].texts.size() == 1);
  CHECK(loaded.sources.text(loaded.program.files[0].texts.begin()->second) == "word\n");
}

TEST_CASE("a pack that is missing is reported with the folders looked in and the nearest name") {
  const Folder folder;
  folder.write("root.decorum", "policy p\ninclude crad_data\n");
  folder.write("packs/card_data/pack.decorum", "pack card_data\n");
  const Loaded loaded = loadFrom(folder, "root.decorum", with({folder.path("packs")}));
  REQUIRE(codesOf(loaded) == Names{"D0205"});
  CHECK(loaded.findings[0].help == "did you mean 'card_data'?");
  REQUIRE(loaded.findings[0].notes.size() == 2);
  CHECK(loaded.findings[0].notes[1].message.find(folder.path("packs")) != std::string::npos);
}

TEST_CASE("a chain as long as the limit allows is loaded") {
  const Folder folder;
  constexpr int kLength = 999;
  folder.write("root.decorum", "policy p\ninclude p0\n");
  for (int i = 0; i < kLength; ++i)
    folder.write(
        fmt::format("p{}.decorum", i),
        fmt::format("pack p{}\n{}", i, i + 1 < kLength ? fmt::format("include p{}\n", i + 1) : ""));
  const Loaded loaded = loadFrom(folder, "root.decorum");
  CHECK(codesOf(loaded).empty());
  CHECK(loaded.program.files.size() == 1000);
}

}  // namespace
}  // namespace decorum
