#pragma once

#include "compiler/lint/lint.h"
#include "compiler/sema/known_patterns.h"

namespace decorum {

/// As `lint` in lint.h.
void lint(const sema::TypedModule& typed, const LintOptions& options, Diagnostics& diagnostics,
          sema::KnownPatterns& known);

}  // namespace decorum
