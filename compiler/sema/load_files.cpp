#include "compiler/sema/load_files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace decorum {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kEntriesAtMost = 2000;

std::string sizeText(std::uint64_t bytes) {
  if (bytes >= (1u << 20) && bytes % (1u << 20) == 0) return fmt::format("{} MiB", bytes >> 20);
  return fmt::format("{} bytes", bytes);
}

// Why the file at `path` cannot be read, "" if nothing speaks against it. Devices and pipes could
// keep us waiting for ever.
std::string obstacle(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) return "there is no such file";
  if (error) return error.message();
  if (fs::is_directory(status)) return "it is a folder";
  if (!fs::is_regular_file(status)) return "it is no regular file";
  return {};
}

// At most `limit + 1` bytes, so that a file that grows while we read cannot fill the memory.
std::optional<std::string> readUpTo(const std::string& path, std::uint64_t limit) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string text;
  std::vector<char> block(64u << 10);
  while (text.size() <= limit && stream) {
    const std::uint64_t wanted = std::min<std::uint64_t>(block.size(), limit + 1 - text.size());
    stream.read(block.data(), static_cast<std::streamsize>(wanted));
    text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (stream.bad()) return std::nullopt;
  return text;
}

}  // namespace

void FileStore::know(FileId root) {
  bytes_ += sources_->text(root).size();
  if (!options_->root_in_memory) by_identity_.emplace(identityOf(sources_->path(root)), root);
}

FileStore::Opened FileStore::open(const std::string& path) {
  const std::string identity = identityOf(path);
  if (const auto known = by_identity_.find(identity); known != by_identity_.end())
    return {known->second, {}, false};
  if (std::string problem = obstacle(path); !problem.empty())
    return {std::nullopt, std::move(problem), false};
  if (by_identity_.size() >= options_->files)
    return {std::nullopt, fmt::format("{} files", options_->files), true};
  errno = 0;
  const std::uint64_t file_limit = options_->limits.file_bytes;
  std::optional<std::string> text = reading_->textFor(identity);
  if (!text) text = readUpTo(path, file_limit);
  if (!text) return {std::nullopt, errno == 0 ? "reading it failed" : std::strerror(errno), false};
  if (text->size() > file_limit)
    return {std::nullopt, fmt::format("it is larger than {}", sizeText(file_limit)), false};
  if (bytes_ + text->size() > options_->total_bytes)
    return {std::nullopt, sizeText(options_->total_bytes), true};
  bytes_ += text->size();
  const FileId file = sources_->add(path, std::move(*text));
  by_identity_.emplace(identity, file);
  return {file, {}, false};
}

std::string identityOf(const std::string& path) {
  std::error_code error;
  const fs::path canonical = fs::weakly_canonical(path, error);
  return error ? fs::path(path).lexically_normal().generic_string() : canonical.generic_string();
}

bool isFile(const std::string& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

std::string joinPath(const std::string& folder, const std::string& path) {
  return (fs::path(folder) / path).lexically_normal().generic_string();
}

std::string folderOf(const std::string& path) {
  const std::string folder = fs::path(path).parent_path().generic_string();
  return folder.empty() ? "." : folder;
}

std::vector<std::string> entriesOf(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    names.push_back(entry->path().filename().generic_string());
    if (names.size() >= kEntriesAtMost) break;
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace decorum
