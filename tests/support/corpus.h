/// What lies in a folder of inputs for a fuzz harness.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace decorum::test {

/// Path and bytes of each file of a folder, by path.
inline std::vector<std::pair<std::string, std::string>> inputsIn(const std::string& folder) {
  std::vector<std::pair<std::string, std::string>> inputs;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    inputs.emplace_back(entry.path().string(), bytes.str());
  }
  std::sort(inputs.begin(), inputs.end());
  return inputs;
}

}  // namespace decorum::test
