/// Which rules and definitions use which phrase lists, patterns, detectors and other names.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tools/doc/subject.h"

namespace decorum::doc {

struct Uses {
  /// By what is used: the rules in force, definitions and fairness statements that use it
  /// themselves, in the order of their symbols.
  std::map<sema::SymbolId, std::set<sema::SymbolId>> by;
  std::map<std::string, std::set<sema::SymbolId>> detectors;  ///< by name, the same
  /// What rules in force use, themselves or through definitions.
  std::set<sema::SymbolId> reached;
};

Uses usesOf(const Subject& subject);

}  // namespace decorum::doc
