/// Keys for tests.
#pragma once

#include <catch2/catch.hpp>
#include <initializer_list>
#include <memory>
#include <string>

#include "decorum/vault.h"

namespace decorum::test {

/// Lines of keys named by their letters: the same letter is the same key.
inline KeyRing keyRing(std::string_view letters) {
  std::string lines;
  for (const char letter : letters) {
    lines.append(1, letter).append(1, ' ').append(42, letter).append("E=\n");
  }
  auto ring = KeyRing::parse(lines);
  if (!ring) FAIL(ring.error());
  return *ring;
}

inline VaultOptions vaultOptions(std::string_view letters, std::string tenant = "") {
  VaultOptions options;
  options.keys = keyRing(letters);
  options.tenant = std::move(tenant);
  return options;
}

inline std::shared_ptr<const VaultOptions> sharedVault(std::string_view letters,
                                                       std::string tenant = "") {
  return std::make_shared<VaultOptions>(vaultOptions(letters, std::move(tenant)));
}

}  // namespace decorum::test
