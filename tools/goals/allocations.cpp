#include "tools/goals/allocations.h"

#include <cstdlib>
#include <new>

namespace {
thread_local std::uint64_t allocations = 0;
}  // namespace

#ifndef DECORUM_SANITIZED
#define DECORUM_COUNTS_ALLOCATIONS 1
// What is aligned beyond the usual is not counted; arrays come through here too.
void* operator new(std::size_t size) {
  ++allocations;
  if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }
#else
#define DECORUM_COUNTS_ALLOCATIONS 0
#endif

namespace decorum::goals {

std::uint64_t allocationsOfThread() { return allocations; }
bool areAllocationsCounted() { return DECORUM_COUNTS_ALLOCATIONS != 0; }

}  // namespace decorum::goals
