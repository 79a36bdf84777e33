#pragma once

#include "compiler/diagnostics/fixes.h"

namespace decorum {

/// The text of `file` with all safe fixes of `findings` that fit together, each of which leaves a
/// file that parses. See `applyFixes`.
FixedText makeSafeFixes(FileId file, const SourceSet& sources,
                        const std::vector<Diagnostic>& findings);

}  // namespace decorum
