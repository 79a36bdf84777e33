/// The language server: what `decorum lsp` runs.
#pragma once

#include <istream>
#include <ostream>
#include <string>
#include <vector>

namespace decorum::lsp {

struct ServeOptions {
  std::string version;                 ///< of the command, for the editor's log
  std::vector<std::string> pack_path;  ///< as `--pack-path` of `check`
};

/// Answers the messages of `in` on `out` until `exit` or the end of `in`. Returns what the process
/// ends with: 0 after `shutdown`, 1 without it. Never throws for what is sent.
int serve(std::istream& in, std::ostream& out, const ServeOptions& options);

}  // namespace decorum::lsp
