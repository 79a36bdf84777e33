/// Files of native code: what is taken for one, and what is not.
#include "compiler/codegen/code_cache.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/unit/codegen/folder.h"

namespace decorum::test {
namespace {

namespace fs = std::filesystem;
using codegen::CodeCache;

const std::string kKey = "0123456789abcdef0123456789abcdef";
const std::string kOther = "fedcba9876543210fedcba9876543210";

CodeCache opened(const std::string& folder, std::uint64_t most_bytes = CodeCache::kMostBytes) {
  auto cache = CodeCache::open(folder, most_bytes);
  REQUIRE(cache.ok());
  return *std::move(cache);
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
}

TEST_CASE("what was stored is found, under its key alone", "[code_cache]") {
  const Folder folder;
  const CodeCache cache = opened(folder.path());
  const std::string code = "one" + std::string(70'000, 'x') + std::string("\0\n", 2);
  CHECK_FALSE(cache.find(kKey).has_value());
  CHECK(cache.store(kKey, code).empty());
  CHECK(cache.find(kKey) == code);
  CHECK(opened(folder.path()).find(kKey) == code);
  CHECK_FALSE(cache.find(kOther).has_value());
  CHECK(cache.store(kKey, "").empty());
  CHECK(cache.find(kKey) == "");
  CHECK(folder.files().size() == 1);
}

TEST_CASE("a file that is not as it was written is not there", "[code_cache]") {
  const Folder folder;
  const CodeCache cache = opened(folder.path());
  REQUIRE(cache.store(kKey, "some code").empty());
  const fs::path path = folder.files().front();
  const std::string whole = read(path);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    INFO("byte " << i);
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    write(path, changed);
    CHECK_FALSE(cache.find(kKey).has_value());
    write(path, whole.substr(0, i));
    CHECK_FALSE(cache.find(kKey).has_value());
  }
  write(path, whole + "x");
  CHECK_FALSE(cache.find(kKey).has_value());
  write(path, whole);
  CHECK(cache.find(kKey).has_value());
  fs::rename(path, fs::path(folder.path()) / (kOther + ".code"));
  CHECK_FALSE(cache.find(kOther).has_value());
}

TEST_CASE("a file that others may write to, and what is no file, is not there", "[code_cache]") {
  const Folder folder;
  const CodeCache cache = opened(folder.path());
  REQUIRE(cache.store(kKey, "code").empty());
  const fs::path path = folder.files().front();
  fs::permissions(path, fs::perms::others_write, fs::perm_options::add);
  CHECK_FALSE(cache.find(kKey).has_value());
  fs::permissions(path, fs::perms::others_write, fs::perm_options::remove);
  CHECK(cache.find(kKey).has_value());
  fs::rename(path, path.string() + ".real");
  fs::create_symlink(path.string() + ".real", path);
  CHECK_FALSE(cache.find(kKey).has_value());
  fs::remove(path);
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  CHECK_FALSE(cache.find(kKey).has_value());
}

TEST_CASE("a folder is its user's alone", "[code_cache]") {
  const Folder folder;
  const fs::path inner = fs::path(folder.path()) / "inner";
  {
    const CodeCache made = opened(inner.string());
  }
  CHECK((fs::status(inner).permissions() & fs::perms::all) == fs::perms::owner_all);
  for (const fs::perms others : {fs::perms::group_write, fs::perms::others_write}) {
    fs::permissions(inner, fs::perms::owner_all | others);
    const auto refused = CodeCache::open(inner.string());
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().find("others than its user can write to it") != std::string::npos);
  }
  fs::permissions(inner, fs::perms::owner_all | fs::perms::others_read | fs::perms::others_exec);
  CHECK(CodeCache::open(inner.string()).ok());
}

TEST_CASE("a folder that cannot be had is said", "[code_cache]") {
  const Folder folder;
  const std::string file = folder.path() + "/file";
  write(file, "");
  CHECK(CodeCache::open(file).error().find("Not a directory") != std::string::npos);
  CHECK_FALSE(CodeCache::open(file + "/inner").ok());
  CHECK_FALSE(CodeCache::open(folder.path() + "/not/there").ok());
  const std::string gone = folder.path() + "/gone";
  const CodeCache cache = opened(gone);
  fs::remove(gone);
  CHECK(cache.store(kKey, "code").find("No such file") != std::string::npos);
}

TEST_CASE("the oldest files go when there is too much", "[code_cache]") {
  const Folder folder;
  const CodeCache cache = opened(folder.path(), 10'000);
  const auto stored = [&](char digit, std::size_t bytes, int age) {
    const std::string key(32, digit);
    REQUIRE(cache.store(key, std::string(bytes, 'x')).empty());
    const fs::path path = fs::path(folder.path()) / (key + ".code");
    fs::last_write_time(path, fs::last_write_time(path) - std::chrono::hours(age));
    return key;
  };
  write(folder.path() + "/not ours", std::string(20'000, 'x'));
  const std::string old = stored('1', 4'000, 3), older = stored('2', 4'000, 5);
  CHECK(cache.find(old).has_value());
  CHECK(cache.find(older).has_value());
  const std::string newest = stored('3', 4'000, 0);
  CHECK(cache.find(old).has_value());
  CHECK_FALSE(cache.find(older).has_value());
  CHECK(cache.find(newest).has_value());
  const std::string large = stored('4', 50'000, 0);  // what was just made stays
  CHECK(cache.find(large).has_value());
  CHECK_FALSE(cache.find(newest).has_value());
  CHECK(fs::exists(folder.path() + "/not ours"));
}

}  // namespace
}  // namespace decorum::test
