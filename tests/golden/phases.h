/// Runs the compiler over one golden, as far as its folder says.
#pragma once

#include <string>

#include "compiler/diagnostics/diagnostics.h"

namespace decorum::golden {

struct Outcome {
  SourceSet sources;
  FileId file = 0;
  std::vector<Diagnostic> findings;
};

/// Goldens in `parse/` and `format/` are only parsed, those in `resolve/` loaded and resolved; all
/// others go through the whole compiler, and those in `lint/` through its lints, too.
Outcome check(const std::string& path);

/// What a companion file `.EXTENSION` of the golden should hold: the output of a phase (`.parse`,
/// `.resolve`, `.type`, `.plan`), the formatted text (`.format`), the text with its safe fixes made
/// (`.fixed`), the findings (`.rendered`,
/// `.json`, `.sarif`), or the verdicts over the conversations in the `.jsonl` beside it
/// (`.verdicts`).
std::string companion(const std::string& path, const std::string& extension);

}  // namespace decorum::golden
