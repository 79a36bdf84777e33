#pragma once

#include <string>

#include "compiler/sema/module.h"

namespace decorum::sema {

/// The module for reading (`check --emit resolve`): every file with what it imports and declares,
/// each symbol with its kind, its name from the root and its type; of settings their values, of
/// rules whether they are in force and what was changed of them.
std::string dump(const Module& module, const SourceSet& sources);

}  // namespace decorum::sema
