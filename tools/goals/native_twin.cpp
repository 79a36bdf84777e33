#include "tools/goals/native_twin.h"

#include <dlfcn.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tools/goals/folder.h"
#include "tools/goals/spawn.h"

namespace decorum::goals {
namespace {

std::string compilerName() {
  const char* const named = std::getenv("CXX");
  return named != nullptr && *named != '\0' ? named : "c++";
}

std::vector<std::string> words(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> all;
  for (std::string word; stream >> word;) all.push_back(word);
  return all;
}

}  // namespace

FlatRecords::FlatRecords(const std::vector<Inputs>& events) {
  constexpr std::size_t kEnums = 64;
  constexpr std::size_t kNumbers = 128;
  constexpr std::size_t kFound = 256;
  const std::size_t bytes = kFound + (events.empty() ? 0 : events.front().found.size());
  lines_each_ = (bytes + 63) / 64;
  lines_.resize(lines_each_ * events.size());
  for (std::size_t i = 0; i < events.size(); ++i) {
    std::byte* const record = lines_[i * lines_each_].bytes;
    const Inputs& event = events[i];
    std::memcpy(record, event.ints.data(), sizeof event.ints);
    std::memcpy(record + kEnums, event.enums.data(), Inputs::kEach);
    std::memcpy(record + kNumbers, event.numbers.data(), sizeof(double) * Inputs::kEach);
    std::memcpy(record + kFound, event.found.data(), event.found.size());
  }
}

Result<NativeTwin, std::string> NativeTwin::make(const std::string& source, const std::string& of) {
  const Folder folder;
  if (folder.path().empty()) return std::string("no folder for what is compiled");
  const std::string text = folder.path() + "/rules.cpp";
  const std::string library = folder.path() + "/rules.so";
  std::ofstream(text) << source;
  std::vector<std::string> command = words(compilerName());
  for (const std::string& flag : words(flags())) command.push_back(flag);
  command.insert(command.end(), {"-shared", "-fPIC", "-o", library, text});
  if (spawn(command) != 0) return "'" + compilerName() + "' did not compile it";
  std::shared_ptr<void> loaded(::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL), [](void* handle) {
    if (handle != nullptr) ::dlclose(handle);
  });
  if (loaded == nullptr) return std::string(::dlerror());
  void* const decide = ::dlsym(loaded.get(), "decide");
  if (decide == nullptr) return std::string("it has no function 'decide'");
  return NativeTwin(of, std::move(loaded), reinterpret_cast<Decide>(decide));
}

std::string NativeTwin::compiler() {
  const Folder folder;
  const std::string told = folder.path() + "/version";
  std::vector<std::string> command = words(compilerName());
  command.emplace_back("--version");
  if (folder.path().empty() || spawn(command, told) != 0) return "";
  std::string line;
  std::ifstream file(told);
  std::getline(file, line);
  return line;
}

}  // namespace decorum::goals
