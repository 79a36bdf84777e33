#include "tools/cli/report_file.h"

#include "tools/cli/console.h"

namespace decorum::cli {

bool writeReport(const std::string& path, std::string_view text) {
  if (path == "-") {
    print(text);
    return true;
  }
  const std::string why = replaceFile(path, text);
  if (!why.empty()) complain("cannot write '" + path + "': " + why);
  return why.empty();
}

}  // namespace decorum::cli
