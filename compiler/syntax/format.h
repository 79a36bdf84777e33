#pragma once

#include <string>

#include "compiler/diagnostics/source.h"
#include "compiler/syntax/ast.h"

namespace decorum {

/// The one formatting of a file without syntax errors: idempotent, comments kept where they belong,
/// meaning unchanged. `text` is the text that `file` was parsed from.
std::string format(const ast::File& file, std::string_view text);

}  // namespace decorum
