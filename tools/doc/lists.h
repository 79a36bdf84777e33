/// The parts of a document on what rules speak of: words, data of the host, settings.
#pragma once

#include "tools/doc/prose.h"
#include "tools/doc/uses.h"

namespace decorum::doc {

/// Each adds a section, or nothing where there is nothing to say.
void addDefinitions(std::vector<Block>& blocks, const Prose& prose, const Uses& uses);
void addPhrases(std::vector<Block>& blocks, const Subject& subject, const Uses& uses);
void addPatterns(std::vector<Block>& blocks, const Subject& subject, const Uses& uses);
void addDetectors(std::vector<Block>& blocks, const Subject& subject, const Uses& uses);
void addHours(std::vector<Block>& blocks, const Subject& subject, const Uses& uses);
void addSettings(std::vector<Block>& blocks, const Subject& subject, const Uses& uses);
void addHost(std::vector<Block>& blocks, const Prose& prose, const Uses& uses);

/// "`a`, `b` and `c`", each leading to its place; "nothing in force" for none.
Text usersOf(const std::set<sema::SymbolId>& users, const Subject& subject);
Text usersOf(sema::SymbolId used, const Subject& subject, const Uses& uses);

}  // namespace decorum::doc
