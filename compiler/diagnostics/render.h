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

struct SarifTool {
  std::string_view version;
  /// The page of a code in Markdown, "" where there is none.
  std::function<std::string_view(std::string_view code)> page;
};
/// The whole run as one SARIF 2.1.0 log, with a final line end.
std::string renderSarif(const std::vector<Diagnostic>& findings, const SourceSet& sources,
                        const SarifTool& tool);

/// "2 errors, 1 warning in 3 files", "no findings in 1 file".
std::string renderSummary(const std::vector<Diagnostic>& findings, std::size_t files);

}  // namespace decorum
