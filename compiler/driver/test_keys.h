/// Keys for tests of policies.
#pragma once

#include <memory>

#include "decorum/vault.h"

namespace decorum {

/// The same everywhere and known to everyone, so that a test can say which token or hash it
/// expects. For tests alone.
std::shared_ptr<const VaultOptions> keysOfTests();

}  // namespace decorum
