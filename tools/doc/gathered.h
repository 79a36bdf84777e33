/// Tables over all rules: what people are told in which language, sources, changes, and fairness.
#pragma once

#include "tools/doc/lists.h"
#include "tools/doc/rules.h"

namespace decorum::doc {

using Rules = std::vector<const sema::Rule*>;  ///< those in force, in the order of the document

/// Every rule with what it does, when, and to whom: one row each.
void addOverview(std::vector<Block>& blocks, const Rules& rules, const Subject& subject);
/// What people are told, a part a language, with what is not said in that language.
void addLanguages(std::vector<Block>& blocks, const Rules& rules, const Subject& subject);
/// What rules cite, by source, with dates.
void addSources(std::vector<Block>& blocks, const Rules& rules, const Subject& subject);
/// Rules of packs that were switched off or changed, with reasons.
void addChanges(std::vector<Block>& blocks, const Subject& subject);
void addFairness(std::vector<Block>& blocks, const Prose& prose);
void addExceptions(std::vector<Block>& blocks, const Subject& subject);
void addTests(std::vector<Block>& blocks, const Subject& subject);

}  // namespace decorum::doc
