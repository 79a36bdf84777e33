#include "tools/cli/junit.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/diagnostics/excerpt.h"

namespace decorum::cli {
namespace {

// XML 1.0 has no way to write most control characters: U+FFFD stands for them.
std::string escaped(std::string_view text) {
  std::string xml;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        xml += "&amp;";
        break;
      case '<':
        xml += "&lt;";
        break;
      case '>':
        xml += "&gt;";
        break;
      case '"':
        xml += "&quot;";
        break;
      default:
        xml += c;
    }
  }
  return xml;
}

std::string toCase(const TestReport& report) {
  const std::string open =
      fmt::format("    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\"",
                  escaped(report.file), escaped(report.title), escaped(report.file), report.line);
  if (report.failures.empty()) return open + "/>\n";
  std::string xml = open + ">\n";
  for (const std::string& failure : report.failures)
    xml += fmt::format("      <failure message=\"{}\"/>\n", escaped(failure));
  return xml + "    </testcase>\n";
}

}  // namespace

std::string toJUnit(const std::vector<TestReport>& reports) {
  const auto failed = [](const TestReport& report) { return !report.failures.empty(); };
  std::string xml = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"{}\" failures=\"{}\">\n",
      reports.size(), std::count_if(reports.begin(), reports.end(), failed));
  for (auto first = reports.begin(); first != reports.end();) {
    const auto last = std::find_if(
        first, reports.end(), [&](const TestReport& report) { return report.file != first->file; });
    xml += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n",
                       escaped(first->file), last - first, std::count_if(first, last, failed));
    for (; first != last; ++first) xml += toCase(*first);
    xml += "  </testsuite>\n";
  }
  return xml + "</testsuites>\n";
}

}  // namespace decorum::cli
