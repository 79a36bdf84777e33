#include "compiler/codegen/code_cache.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <random>
#include <utility>

#include "runtime/base/digest.h"

namespace decorum::codegen {
namespace {

constexpr std::string_view kMagic = "DECOCODE";
constexpr std::size_t kDigits = 32;
constexpr std::size_t kHeader = kMagic.size() + 2 * kDigits;
constexpr std::string_view kSuffix = ".code";
constexpr mode_t kWritableByOthers = S_IWGRP | S_IWOTH;

bool isOurs(const struct stat& status) {
  return status.st_uid == ::geteuid() && (status.st_mode & kWritableByOthers) == 0;
}

std::string digestOf(std::string_view content) {
  return PartsDigest("decorum native code on disk").add(content).finishHex();
}

std::string fileOf(const std::string& key, std::string_view code) {
  std::string file(kMagic);
  file += key;
  file += digestOf(code);
  file += code;
  return file;
}

std::optional<std::string> codeOf(const std::string& key, std::string_view file) {
  if (file.size() < kHeader || !file.starts_with(kMagic)) return std::nullopt;
  if (file.substr(kMagic.size(), kDigits) != key) return std::nullopt;
  const std::string_view code = file.substr(kHeader);
  if (file.substr(kMagic.size() + kDigits, kDigits) != digestOf(code)) return std::nullopt;
  return std::string(code);
}

std::optional<std::string> readWhole(int file, std::size_t size) {
  std::string bytes(size, '\0');
  std::size_t have = 0;
  while (have < size) {
    const ssize_t count = ::read(file, bytes.data() + have, size - have);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return std::nullopt;
    have += static_cast<std::size_t>(count);
  }
  return bytes;
}

struct KeptFile {
  timespec written;
  std::string name;
  std::uint64_t bytes;
  bool operator<(const KeptFile& other) const {
    return std::pair(written.tv_sec, written.tv_nsec) <
           std::pair(other.written.tv_sec, other.written.tv_nsec);
  }
};

/// The cache's own files, those included that were not finished.
std::vector<KeptFile> filesIn(int folder) {
  std::vector<KeptFile> files;
  const int again = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const auto close = [](DIR* entries) { ::closedir(entries); };
  const std::unique_ptr<DIR, decltype(close)> entries(again < 0 ? nullptr : ::fdopendir(again));
  if (entries == nullptr) return files;
  while (const dirent* entry = ::readdir(entries.get())) {  // NOLINT(concurrency-mt-unsafe): ours
    const std::string name = entry->d_name;
    struct stat status{};
    if (name.find(kSuffix) != kDigits) continue;
    if (::fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (!S_ISREG(status.st_mode)) continue;
    files.push_back({status.st_mtim, name, static_cast<std::uint64_t>(status.st_size)});
  }
  return files;
}

}  // namespace

Result<CodeCache, std::string> CodeCache::open(const std::string& folder,
                                               std::uint64_t most_bytes) {
  const auto because = [&](const std::string& why) {
    return fmt::format("native code is not kept in '{}': {}", folder, why);
  };
  if (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST)
    return because(std::strerror(errno));
  Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  struct stat status{};
  if (!opened.isOpen() || ::fstat(opened.get(), &status) != 0) return because(std::strerror(errno));
  if (!isOurs(status)) {
    return because(
        "what is in it would be run, and others than its user can write to it (chmod 700, and "
        "chown where it is another's)");
  }
  return CodeCache(folder, std::move(opened), most_bytes);
}

std::optional<std::string> CodeCache::find(const std::string& key) const {
  const std::string name = key + std::string(kSuffix);
  const Descriptor file(
      ::openat(folder_.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status{};
  if (!file.isOpen() || ::fstat(file.get(), &status) != 0) return std::nullopt;
  if (!S_ISREG(status.st_mode) || !isOurs(status)) return std::nullopt;
  const auto bytes = readWhole(file.get(), static_cast<std::size_t>(status.st_size));
  return bytes ? codeOf(key, *bytes) : std::nullopt;
}

std::string CodeCache::store(const std::string& key, std::string_view code) const {
  const std::string name = key + std::string(kSuffix);
  std::random_device random;
  const std::string part = fmt::format("{}.{:08x}{:08x}", name, random(), random());
  const std::string bytes = fileOf(key, code);
  if (!write(part, bytes) ||
      ::renameat(folder_.get(), part.c_str(), folder_.get(), name.c_str()) != 0) {
    const int error = errno;
    ::unlinkat(folder_.get(), part.c_str(), 0);
    return fmt::format("native code is not kept in '{}': {}", path_, std::strerror(error));
  }
  removeOldest(name);
  return "";
}

bool CodeCache::write(const std::string& name, const std::string& bytes) const {
  const Descriptor file(::openat(folder_.get(), name.c_str(),
                                 O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  return file.isOpen() && writeAll(file.get(), bytes);
}

void CodeCache::removeOldest(const std::string& newest) const {
  std::vector<KeptFile> files = filesIn(folder_.get());
  std::sort(files.begin(), files.end());
  std::uint64_t total = 0;
  for (const KeptFile& file : files) total += file.bytes;
  for (const KeptFile& file : files) {
    if (total <= most_bytes_) return;
    if (file.name == newest) continue;
    if (::unlinkat(folder_.get(), file.name.c_str(), 0) == 0) total -= file.bytes;
  }
}

}  // namespace decorum::codegen
