// A service that runs plans made elsewhere links the runtime alone.
#include <decorum/policy.h>

#include <cstdio>
#include <span>

int main() {
  const auto policy = decorum::Policy::load(std::span<const std::byte>{});
  if (policy.ok()) return 1;
  std::printf("nothing is no plan: %s\n", policy.error().c_str());
  return 0;
}
