#include "tools/cli/report_file.h"

#include <cstdio>

#include "tools/cli/console.h"

namespace decorum::cli {

bool writeReport(const std::string& path, std::string_view text) {
  if (path == "-") {
    print(text);
    return true;
  }
  std::FILE* const file = std::fopen(path.c_str(), "wb");
  const bool written =
      file != nullptr && std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const bool closed = file != nullptr && std::fclose(file) == 0;
  if (written && closed) return true;
  complain("cannot write '" + path + "'");
  return false;
}

}  // namespace decorum::cli
