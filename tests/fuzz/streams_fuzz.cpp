// Any bytes in any chunks under a policy that looks for everything: what is sent is what the whole
// reply would be, and at no moment more.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "decorum/compile.h"
#include "tests/support/stream_case.h"

namespace {

const decorum::Policy& policy() {
  static const decorum::Policy compiled =
      *decorum::compilePolicyText(decorum::test::redactingPolicy(), "streams.decorum").policy;
  return compiled;
}

}  // namespace

/// The first byte seeds the chunks, the others are the reply.
// NOLINTNEXTLINE(readability-identifier-naming): the name that libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
  const auto cuts = decorum::test::randomCuts(data[0], text.size());
  if (const auto difference = decorum::test::streamDifference(policy(), text, cuts)) {
    std::fprintf(stderr, "%s\n", difference->c_str());
    std::abort();
  }
  return 0;
}
