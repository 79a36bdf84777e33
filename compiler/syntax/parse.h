#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/syntax/ast.h"

namespace decorum {

/// What a text may ask of the parser; past a limit there is one finding and no more of that file.
struct SyntaxLimits {
  std::uint32_t file_bytes = 8u << 20;
  std::uint32_t nesting = 64;    ///< of expressions and blocks
  std::uint32_t findings = 100;  ///< syntax findings reported for one file
};

/// Parses one file of `diagnostics.sources()`. Never fails: a file with mistakes gives a tree with
/// holes and findings D01xx, and everything after a mistake that can be read is read. Any bytes may
/// be given. `next_id` hands out expression ids and is moved on.
ast::File parse(FileId file, const SyntaxLimits& limits, ast::ExprId& next_id,
                Diagnostics& diagnostics);

}  // namespace decorum
