/// Stores by their URLs.
#include <algorithm>
#include <filesystem>
#include <system_error>

#include "decorum/store.h"
#include "runtime/memory/memory_store.h"
#include "runtime/memory/sqlite_store.h"

namespace decorum {
namespace {

constexpr const char* kFile = "state.sqlite";

/// What stands before the first colon, where it reads like a scheme; "" for a path.
std::string_view schemeOf(std::string_view url) {
  const std::size_t colon = url.find(':');
  if (colon == std::string_view::npos || colon < 2) return "";  // "C:\…" is a path
  const std::string_view scheme = url.substr(0, colon);
  const bool plain = std::all_of(scheme.begin(), scheme.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-';
  });
  return plain ? scheme : "";
}

Result<std::unique_ptr<Store>, std::string> openFolder(const std::string& path,
                                                       std::int64_t busy_ms) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!std::filesystem::is_directory(path)) {
    const std::string why = error ? ": " + error.message() : " is not a folder";
    return "the store '" + path + "' cannot be used" + (error ? why : ": it" + why);
  }
  return openSqliteStore((std::filesystem::path(path) / kFile).string(), busy_ms);
}

}  // namespace

Result<std::unique_ptr<Store>, std::string> openStore(const std::string& url,
                                                      const StoreOptions& options) {
  const std::string scheme(schemeOf(url));
  const std::string rest = scheme.empty() ? url : url.substr(scheme.size() + 1);
  if (url.empty()) return std::string("a store needs a URL or a folder");
  if (scheme.empty()) return openFolder(url, options.busy_ms);
  if (scheme == "memory") {
    if (!rest.empty()) return "'" + url + "': nothing is said after 'memory:'";
    return std::unique_ptr<Store>(std::make_unique<MemoryStore>(options.memory_conversations));
  }
  if (scheme == "sqlite") {
    if (rest.empty()) return "'" + url + "': a path is wanted after 'sqlite:'";
    return openSqliteStore(rest, options.busy_ms);
  }
  for (const StoreOpener& opener : options.openers)
    if (opener.scheme == scheme) return opener.open(url);
  std::string known = "memory:, sqlite:PATH, the path of a folder";
  for (const StoreOpener& opener : options.openers) known += ", " + opener.scheme + ":…";
  return "'" + url + "' names no kind of store; there are " + known;
}

}  // namespace decorum
