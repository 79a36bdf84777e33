/// What was found, as tests to paste into the file of the rule.
#pragma once

#include <string>

#include "tools/cli/witness_search.h"

namespace decorum::cli {

/// Titles of the two tests, by which a conversation is drawn for what is `for 10% of
/// conversations`.
std::string firesTitle(const plan::Rule& rule);
std::string nearlyFiresTitle(const plan::Rule& rule);

/// One test, or two with a comment that says what the second lacks.
std::string witnessText(const plan::Plan& plan, const plan::Rule& rule, const Witness& witness);

}  // namespace decorum::cli
