// Every policy below tests/golden/ gives exactly the findings annotated in it, and every companion
// file beside it holds what the phase of its name gives. Folders named `packs` hold what goldens
// include. DECORUM_UPDATE_GOLDEN=1 rewrites annotations and companions, an empty companion too;
// DECORUM_GOLDEN=flow/ runs those whose path has that in it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/golden/annotations.h"
#include "tests/golden/phases.h"

namespace decorum::golden {
namespace {

namespace fs = std::filesystem;

const char* const kRoot = "tests/golden";
const std::vector<std::string> kCompanions = {".parse",    ".resolve",  ".type", ".plan",
                                              ".format",   ".rendered", ".json", ".sarif",
                                              ".verdicts", ".fixed"};

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool isUpdating() {
  const char* set = std::getenv("DECORUM_UPDATE_GOLDEN");
  return set != nullptr && std::string_view(set) == "1";
}

std::vector<fs::path> goldens() {
  const char* filter = std::getenv("DECORUM_GOLDEN");
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot)) {
    const fs::path& path = entry.path();
    const bool in_packs = path.generic_string().find("/packs/") != std::string::npos;
    if (path.extension() != ".decorum" || in_packs) continue;
    if (filter != nullptr && path.generic_string().find(filter) == std::string::npos) continue;
    found.push_back(path);
  }
  REQUIRE_FALSE(found.empty());
  std::sort(found.begin(), found.end());
  return found;
}

// Holds `found` to the text of `path`, or writes it there.
void compare(const fs::path& path, const std::string& found) {
  const std::string expected = read(path);
  if (expected == found) {
    SUCCEED(path.generic_string());
    return;
  }
  if (isUpdating()) {
    std::ofstream(path, std::ios::binary) << found;
    WARN("rewritten: " << path.generic_string());
    return;
  }
  FAIL_CHECK(path.generic_string() << ": '-' is expected, '+' was found\n"
                                   << lineDiff(expected, found));
}

TEST_CASE("every golden gives the findings annotated in it", "[golden]") {
  for (const fs::path& path : goldens()) {
    const Outcome outcome = check(path.generic_string());
    compare(path, annotate(outcome.sources, outcome.file, outcome.findings));
  }
}

TEST_CASE("every companion of a golden holds what its phase gives", "[golden]") {
  for (const fs::path& path : goldens()) {
    for (const std::string& extension : kCompanions) {
      const fs::path beside = fs::path(path).replace_extension(extension);
      if (fs::exists(beside)) compare(beside, companion(path.generic_string(), extension));
    }
  }
}

TEST_CASE("every file below tests/golden belongs to a golden", "[golden]") {
  for (const auto& entry : fs::recursive_directory_iterator(kRoot)) {
    const fs::path& path = entry.path();
    const std::string extension = path.extension().string();
    const bool is_companion =
        std::find(kCompanions.begin(), kCompanions.end(), extension) != kCompanions.end() ||
        extension == ".jsonl";
    if (!is_companion) continue;
    INFO(path.generic_string());
    CHECK(fs::exists(fs::path(path).replace_extension(".decorum")));
  }
}

}  // namespace
}  // namespace decorum::golden
