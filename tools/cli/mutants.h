/// Small changes of a policy, one at a time, made in its syntax tree: what `decorum mutate` asks
/// the tests about. docs/coverage.md lists the kinds.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "compiler/diagnostics/source.h"
#include "compiler/syntax/ast.h"

namespace decorum::cli {

/// One change. It is in the tree between two calls of `toggle`, and only one may be at a time.
struct Mutant {
  std::string kind;         ///< "threshold", "boundary", "window", "word", …
  std::string owner;        ///< the declaration it is in: "block too_long", "phrases legal_words"
  std::string name;         ///< of that declaration
  Span span;                ///< what is changed, as the author wrote it
  std::string replacement;  ///< what stands there instead
  std::function<void()> toggle;  ///< makes the change, and unmakes it when called again
};

struct MutantOptions {
  std::size_t words = 5;   ///< at most so many of one list are left out, one at a time; 0: all
  std::uint64_t seed = 1;  ///< which of them
};

/// All changes of a file's rules, definitions, phrases and patterns, in the order of the file. They
/// borrow the tree. `spare` is an expression id that the tree does not use.
std::vector<Mutant> mutantsOf(ast::File& tree, ast::ExprId spare, const SourceSet& sources,
                              const MutantOptions& options);

/// The lines of a change: as they stand, and as they would be, each on one line.
struct MutantLines {
  std::string before;
  std::string after;
  std::string gone;  ///< what is changed alone, without a comma around it
};
MutantLines linesOf(const Mutant& mutant, const SourceSet& sources);

/// What can be left out of a pattern: each alternative of its groups and of the whole, with the bar
/// that parts it from its neighbour, as byte ranges of `pattern`. Where there is but one there is
/// nothing to leave out.
std::vector<std::pair<std::size_t, std::size_t>> alternativesOf(std::string_view pattern);

}  // namespace decorum::cli
