#pragma once

#include <string>

#include "compiler/syntax/ast.h"

namespace decorum {

/// The tree as nested lists, a declaration, clause, field or step a line: what `check --emit parse`
/// prints. Names and values, no places: two texts with one dump mean the same.
std::string dump(const ast::File& file);

/// One expression, on one line.
std::string dump(const ast::Expr& expression);

}  // namespace decorum
