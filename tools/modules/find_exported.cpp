#include <dlfcn.h>
#include <fmt/format.h>

#include <filesystem>

#include "tools/modules/modules.h"

namespace decorum::modules {
namespace {

/// Beside the folder of the command, wherever both were moved to.
std::filesystem::path fileOf(const std::string& module) {
  std::error_code error;
  const auto command = std::filesystem::read_symlink("/proc/self/exe", error);
  return (command.parent_path() / DECORUM_MODULE_FOLDER / (module + ".so")).lexically_normal();
}

}  // namespace

Result<const void*, std::string> findExported(const std::string& module, const char* name) {
  const std::string path = fileOf(module).string();
  void* const loaded = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  // dlerror names the file.
  if (loaded == nullptr) return std::string(::dlerror());  // NOLINT(concurrency-mt-unsafe)
  const void* const exported = ::dlsym(loaded, name);
  if (exported != nullptr) return exported;
  return fmt::format("'{}' is of another build than this command: install both again", path);
}

}  // namespace decorum::modules
