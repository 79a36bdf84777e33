#include "tools/cli/policy_text.h"

namespace decorum::cli {

std::string inQuotes(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace decorum::cli
