#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace decorum::cli {

/// One test as a line of a report.
struct TestReport {
  std::string file;
  std::string title;
  std::uint32_t line = 0;
  std::vector<std::string> failures;  ///< none: passed
};

/// The reports as JUnit XML, one suite a file, files in the order of `reports`. No times: the same
/// policies give the same bytes.
std::string toJUnit(const std::vector<TestReport>& reports);

}  // namespace decorum::cli
