#include "tests/unit/memory/stores.h"

namespace decorum::test {

const std::vector<StoreKind>& storeKinds() {
  static const std::vector<StoreKind> kinds = {
      {"memory", [](const Folder&) { return opened("memory:"); }, false},
      {"sqlite", [](const Folder& folder) { return opened("sqlite:" + folder.path("s.sqlite")); },
       true},
      {"folder", [](const Folder& folder) { return opened(folder.path("state")); }, true},
  };
  return kinds;
}

}  // namespace decorum::test
