// Lines of logs that a fuzz run found once, and some of each kind, through the harness itself.
#include <catch2/catch.hpp>

// NOLINTNEXTLINE(bugprone-suspicious-include): the harness is what is tested
#include "tests/fuzz/events_fuzz.cpp"
#include "tests/support/corpus.h"

TEST_CASE("no line of the corpus is too much for a conversation") {
  for (const auto& [path, bytes] : decorum::test::inputsIn("tests/fuzz/corpus/events")) {
    INFO(path);
    CHECK(LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                 bytes.size()) == 0);
  }
}
