/// Declarations as they are written, without their comments.
#pragma once

#include <string>
#include <vector>

#include "compiler/syntax/format_parts.h"

namespace decorum::syntax {

/// Lines are no longer than this where they can be broken.
inline constexpr int kLineWidth = 100;

/// The declaration from its first column; "" for kinds that are always a block (rules, facts,
/// fairness, tests, `adjust`). May be too long or of several lines where it cannot be one.
std::string declarationText(const ast::Decl& decl, const PartFormatter& parts);

/// A tool or an `include` with settings begins its block with this.
std::string toolHead(const ast::ToolDecl& decl, const SourceText& source);
std::string includeHead(const ast::IncludeDecl& decl, const SourceText& source);
/// " any accent typos 1", or "".
std::string phraseOptions(const ast::PhrasesDecl& decl, const SourceText& source);

/// Where the `=` or `from` stands in the one line of a list of phrases or a pattern: what is before
/// it can be padded.
std::size_t alignedAt(const ast::Decl& decl);

/// Kinds that may stand line under line, without an empty one between; 0 for all others.
int family(const ast::Decl& decl);

}  // namespace decorum::syntax
