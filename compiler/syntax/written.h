/// The text of a tree as its author wrote it, for messages and comparisons.
#pragma once

#include <string>

#include "compiler/diagnostics/source.h"
#include "compiler/syntax/ast.h"

namespace decorum::syntax {

/// What stands at `span` of `file` on one line: without comments, each run of blanks as one.
std::string written(const SourceSet& sources, const ast::File& file, Span span);

}  // namespace decorum::syntax
