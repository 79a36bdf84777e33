// Inputs that a fuzz run found once, and some of each kind, through the harness itself.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "tests/fuzz/parser_fuzz.cpp"

TEST_CASE("no input of the corpus is too much for the parser") {
  std::vector<std::filesystem::path> inputs;
  for (const char* folder : {"tests/fuzz/corpus/parser", "tests/golden/parse"}) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      inputs.push_back(entry.path());
    }
  }
  std::sort(inputs.begin(), inputs.end());
  for (const auto& path : inputs) {
    INFO(path);
    std::ifstream file(path, std::ios::binary);
    std::ostringstream read;
    read << file.rdbuf();
    const std::string bytes = read.str();
    CHECK(LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                 bytes.size()) == 0);
  }
}
