// Inputs that a fuzz run found once, and some of each kind, through the harness itself.
#include <catch2/catch.hpp>

// NOLINTNEXTLINE(bugprone-suspicious-include): the harness is what is tested
#include "tests/fuzz/parser_fuzz.cpp"
#include "tests/support/corpus.h"

TEST_CASE("no input of the corpus is too much for the parser") {
  for (const char* folder : {"tests/fuzz/corpus/parser", "tests/golden/parse"}) {
    for (const auto& [path, bytes] : decorum::test::inputsIn(folder)) {
      INFO(path);
      CHECK(LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                   bytes.size()) == 0);
    }
  }
}
