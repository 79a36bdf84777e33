#include "compiler/driver/test_keys.h"

#include "runtime/base/assert.h"

namespace decorum {

std::shared_ptr<const VaultOptions> keysOfTests() {
  const auto keys = KeyRing::parse("test ZGVjb3J1bSB0ZXN0cyBrbm93IHRoaXMga2V5IHRvbyE=");
  DECORUM_ASSERT(keys.ok(), "the key of tests is one");
  auto options = std::make_shared<VaultOptions>();
  options->keys = *keys;
  return options;
}

}  // namespace decorum
