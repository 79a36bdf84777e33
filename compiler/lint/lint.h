#pragma once

#include <cstdint>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/sema/module.h"

namespace decorum {

struct LintOptions {
  std::int64_t now_ms = 0;  ///< the instant by which dates in a policy are judged; ms since 1970
};

/// Warns of what is allowed and hardly meant: names that nothing uses, rules that never fire,
/// phrases that can never matter, sources that no one has checked for long. Reports D10xx, in all
/// files of the program. `docs/lint.md` lists them. Asks for a module without errors; changes
/// nothing.
void lint(const sema::TypedModule& typed, const LintOptions& options, Diagnostics& diagnostics);

}  // namespace decorum
