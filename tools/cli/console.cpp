#include "tools/cli/console.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "decorum/bundle.h"
#include "tools/cli/verbs.h"

namespace decorum::cli {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void endAtBrokenOutput() {
  if (errno != EPIPE) complain(std::string("cannot write to standard output: ") + strerror(errno));
  // Nothing more can be said there, so no buffer is to be written by `exit` either.
  std::_Exit(errno == EPIPE ? kClean : kUnusable);
}

Colour colourOf(int descriptor) {
  const char* const no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return Colour::kNone;
  const char* const terminal = std::getenv("TERM");
  if (terminal != nullptr && std::string_view(terminal) == "dumb") return Colour::kNone;
  return isatty(descriptor) == 1 ? Colour::kAnsi : Colour::kNone;
}

bool isHidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

void addFolder(const std::string& folder, PolicyPaths& found) {
  std::vector<std::string> inside;
  std::error_code error;
  auto entry = fs::recursive_directory_iterator(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (entry->is_directory() && isHidden(entry->path()))
      entry.disable_recursion_pending();
    else if (entry->path().extension() == ".decorum" && entry->is_regular_file())
      inside.push_back(entry->path().lexically_normal().string());
  }
  if (error) complain("cannot read '" + folder + "': " + error.message());
  if (!error && inside.empty()) complain("there is no policy (.decorum) in '" + folder + "'");
  if (inside.empty() || error) found.complete = false;
  std::sort(inside.begin(), inside.end());
  found.files.insert(found.files.end(), inside.begin(), inside.end());
}

}  // namespace

void print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) endAtBrokenOutput();
}

void flush() {
  if (std::fflush(stdout) != 0) endAtBrokenOutput();
}

void complain(std::string_view message) { printError("decorum: " + std::string(message) + "\n"); }

void printError(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

Colour outputColour() { return colourOf(STDOUT_FILENO); }
Colour errorColour() { return colourOf(STDERR_FILENO); }
bool isErrorTerminal() { return isatty(STDERR_FILENO) == 1; }

FileText readFile(const std::string& path) {
  const bool is_standard_input = path == "-";
  std::error_code ignored;
  if (!is_standard_input && fs::is_directory(path, ignored)) return {{}, "is a directory"};
  std::FILE* const file = is_standard_input ? stdin : std::fopen(path.c_str(), "rb");
  if (file == nullptr) return {{}, std::strerror(errno)};
  std::string text;
  char buffer[65536];
  std::size_t count = 0;
  while ((count = std::fread(buffer, 1, sizeof buffer, file)) > 0) text.append(buffer, count);
  const int error = std::ferror(file) != 0 ? errno : 0;
  if (!is_standard_input) std::fclose(file);
  if (error != 0) return {{}, std::strerror(error)};
  return {std::move(text), {}};
}

FileText readPolicyText(const std::string& path) {
  FileText file = readFile(path);
  if (!file.text || !isBundle(*file.text)) return file;
  return {{}, "it is a bundle, without the policy's text: give the file that it was built from"};
}

namespace {

std::string writeTo(const fs::path& path, std::string_view text) {
  std::FILE* const file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return std::strerror(errno);
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const int reason = errno;
  if (std::fclose(file) == 0 && written) return "";
  return std::strerror(written ? errno : reason);
}

}  // namespace

std::string replaceFile(const std::string& path, std::string_view text) {
  std::error_code error;
  if (const fs::file_status there = fs::status(path, error);
      fs::exists(there) && !fs::is_regular_file(there))
    return writeTo(path, text);
  const fs::path target = fs::weakly_canonical(path, error);  // a link stays a link
  if (error) return error.message();
  const fs::path fresh = target.string() + ".new";
  if (const std::string why = writeTo(fresh, text); !why.empty()) {
    fs::remove(fresh, error);
    return why;
  }
  if (const fs::file_status old = fs::status(target, error); fs::exists(old))
    fs::permissions(fresh, old.permissions(), error);
  fs::rename(fresh, target, error);
  return error ? error.message() : "";
}

PolicyPaths findPolicies(const std::vector<std::string>& paths) {
  PolicyPaths found;
  for (const std::string& path : paths) {
    std::error_code ignored;
    if (path != "-" && fs::is_directory(path, ignored)) {
      addFolder(path, found);
    } else {
      found.files.push_back(path);
    }
  }
  // A file that is named twice, or named and in a folder, is one.
  std::vector<std::string> once;
  for (const std::string& file : found.files) {
    const std::string normal = file == "-" ? file : fs::path(file).lexically_normal().string();
    if (std::find(once.begin(), once.end(), normal) == once.end()) once.push_back(normal);
  }
  found.files = std::move(once);
  return found;
}

}  // namespace decorum::cli
