#pragma once

#include <vector>

#include "compiler/syntax/parse_tokens.h"

namespace decorum::syntax {

/// Parses the declarations that `tokens`, which are balanced, are of, one at a time, and appends
/// them to `file`. `source` is the whole text.
void parseParts(const std::vector<Token>& tokens, Source source, ast::File& file,
                ast::ExprId& next_id, Findings& findings);

}  // namespace decorum::syntax
