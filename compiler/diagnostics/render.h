/// Findings as people and machines read them. Each takes findings in the order of `takeAll`.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"

namespace decorum {

enum class Colour : std::uint8_t { kNone, kAnsi };

/// "error", "warning" or "info".
std::string_view severityName(Severity severity);

/// `file:line:column: error[D0204]: message`, the source line with carets under the span, the notes
/// in the same way, then the help.
std::string renderText(const std::vector<Diagnostic>& findings, const SourceSet& sources,
                       Colour colour);

/// One JSON object a line, with the keys of a finding always all there and in the same order. Lines
/// and columns count from 1, columns in code points; the end is the place after the last character.
std::string renderJson(const std::vector<Diagnostic>& findings, const SourceSet& sources);

/// `path` as seen from the folder `root`; as it is where `root` is "" or does not hold it.
std::string pathFrom(const std::string& root, const std::string& path);

/// A workflow command of GitHub Actions a line (`::warning file=…,line=…::…`). Columns are in code
/// points; paths are relative to `root`, the folder of the repository.
std::string renderGithub(const std::vector<Diagnostic>& findings, const SourceSet& sources,
                         const std::string& root);

struct SarifTool {
  std::string_view version;
  /// The page of a code in Markdown, "" where there is none.
  std::function<std::string_view(std::string_view code)> page;
  std::string root = {};  ///< the folder that paths are relative to; "" leaves them as they are
};
/// The whole run as one SARIF 2.1.0 log, with a final line end. Columns count UTF-16 code units.
/// A finding keeps its fingerprint where lines move above it.
std::string renderSarif(const std::vector<Diagnostic>& findings, const SourceSet& sources,
                        const SarifTool& tool);

/// "2 errors, 1 warning in 3 files", "no findings in 1 file".
std::string renderSummary(const std::vector<Diagnostic>& findings, std::size_t files);

}  // namespace decorum
