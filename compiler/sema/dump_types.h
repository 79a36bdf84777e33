#pragma once

#include <string>

#include "compiler/sema/module.h"

namespace decorum::sema {

/// What `check --emit type` prints: under each definition and rule its expressions as trees, each
/// with what it refers to and its type. For reading and for tests; no format to rely on.
std::string dump(const TypedModule& typed);

}  // namespace decorum::sema
