/// Syntax errors: where the first one is, what could have stood there, what to tell the author, and
/// how to go on.
///
/// ANTLR says yes or no; where it says no, `firstFailure` walks the grammar's own network over the
/// tokens with all possibilities at once. That gives the earliest token that fits no continuation,
/// and exactly the words that would have fitted. The repair is the smallest that is safe: a word
/// misspelt is replaced, a name left out is put in as a hole, else the clause, field or step is
/// taken out; the rest is then parsed again as if nothing had happened.
#pragma once

#include <cstddef>
#include <vector>

#include "compiler/syntax/parse_tokens.h"

namespace antlr4::atn {
class ATN;
}

namespace decorum::syntax {

struct Failure {
  std::size_t at = 0;         ///< index of the token; as many as there are tokens: at the end
  std::vector<int> expected;  ///< in the order of the grammar
  bool found = false;
};
/// `rule` is the index of the rule that all of `tokens` should be.
Failure firstFailure(const antlr4::atn::ATN& network, std::size_t rule,
                     const std::vector<Token>& tokens);

/// The same, with what could come next where all of `tokens` fit and more may follow.
Failure whatFollows(const antlr4::atn::ATN& network, std::size_t rule,
                    const std::vector<Token>& tokens);

/// Reports the failure and mends `tokens`. `dropped` is set where a part was taken out. False where
/// nothing can be kept.
bool repair(const Failure& failure, Source source, std::vector<Token>& tokens, Findings& findings,
            bool& dropped);

/// Reports a failure alone: in a hole nothing is mended.
void reportFailure(const Failure& failure, Source source, const std::vector<Token>& tokens,
                   Findings& findings);

}  // namespace decorum::syntax
