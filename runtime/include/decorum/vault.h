#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "decorum/keys.h"

namespace decorum {

/// What `replace with token` and `replace with hash` need. Shared by any number of conversations
/// and threads.
struct VaultOptions {
  KeyRing keys;
  /// Whose conversations these are. A conversation of the same id at another tenant has other
  /// tokens and cannot restore these; a value has another hash.
  std::string tenant;
  /// How long a value can be restored after the event that mentioned it last, by the time of
  /// events.
  std::int64_t ttl_ms = std::int64_t{30} * 24 * 60 * 60 * 1000;
  /// How many values a conversation keeps. One more has its label in the place of a token, and its
  /// event the fault `vault_full`.
  std::size_t most_values = 4096;
};

}  // namespace decorum
