// The page needs nothing else, says nothing by picture alone, and no name of a log can break it.
#include "tools/cli/audit_html.h"

#include <catch2/catch.hpp>
#include <limits>

namespace decorum::cli {
namespace {

bool has(const std::string& page, const std::string& part) {
  return page.find(part) != std::string::npos;
}

MonitorReport compared(std::vector<GroupCount> counts, std::int64_t each = 1) {
  MonitorReport report;
  report.fairness = "equal";
  report.effect = "escalate";
  report.fact = "customer.gender";
  report.at_least = 0.8;
  report.each = each;
  report.confidence = 0.95;
  for (GroupCount& count : counts) report.groups.push_back({std::move(count)});
  compareGroups(report);
  return report;
}

AuditReport reportOf(std::vector<GroupCount> counts) {
  AuditReport report;
  report.policy = "shop";
  report.digest = std::string(64, 'a');
  report.conversations = 100;
  report.facts = {"customer.gender"};
  report.effects = {{"asks", false, 1, "customer.gender", compared(std::move(counts))}};
  return report;
}

/// A report in which everything that has a name has this one.
AuditReport namedThroughout(const std::string& name) {
  AuditReport report = reportOf({{name, 40, 4}, {"male", 50, 20}, {"other", 60, 30}});
  report.policy = report.version = report.digest = name;
  report.logs = report.facts = {name};
  report.effects[0].effect = report.effects[0].fact = name;
  report.effects.push_back({name + name, false, 1, name, compared({{name, 9, 0}})});
  MonitorReport window = compared({{name, 400, 4}, {"male", 500, 200}});
  window.fairness = window.effect = window.fact = window.queue = name;
  window.policy_digest = window.began_with = name;
  report.windows = {window};
  report.swaps = {{name, 9, 1, {{name, 0, {name}, {}}}}};
  report.redactions = {{name, name, name, 3}};
  report.waits = {{name, name, 9, 3, 1, 2, 5000, 90000}};
  report.disclosures = {{name, 3, 2, 1}};
  return report;
}

TEST_CASE("names are escaped wherever they stand") {
  const std::string page = auditHtml(namedThroughout("<b>\"&'\n\u202Eevil\xFF"));
  CHECK_FALSE(has(page, "<b>"));
  CHECK_FALSE(has(page, "b>\""));
  CHECK_FALSE(has(page, "&'"));
  CHECK_FALSE(has(page, "\u202E"));
  CHECK_FALSE(has(page, "\xFF"));
  CHECK(has(page, "title=\"&lt;b&gt;&quot;&amp;&#39;\uFFFD\uFFFDevil\uFFFD\""));
  CHECK(has(page, "<bdi>&lt;b&gt;&quot;&amp;&#39;\uFFFD\uFFFDevil\uFFFD</bdi>"));
}

TEST_CASE("nothing comes from outside, and nothing runs") {
  const std::string page = auditHtml(namedThroughout("name"));
  for (const char* const reference : {"http", "src=", "url(", "@import", "<link", "<script"}) {
    INFO(reference);
    CHECK_FALSE(has(page, reference));
  }
}

TEST_CASE("every number of a plot stands in its table") {
  const std::string part = html::comparison(
      compared({{"female", 619, 133}, {"male", 643, 78}, {"not given", 12, 1}}, 50), "x", "asks");
  const std::string table = part.substr(part.find("<table>"));
  for (const char* const number : {"619", "133", "21.5%", "18.4 to 24.9%", "12.1%", "9.8 to 14.9%",
                                   "8.3%", "1.5 to 35.4%", "too few (12 of 50)", "the greatest"}) {
    INFO(number);
    CHECK(has(table, number));
  }
  CHECK(has(part, "8.3%, too few"));
  CHECK(has(part, "80% of the greatest rate, 17.2%"));
}

TEST_CASE("an interval without an upper end is one in words") {
  MonitorReport report = compared({{"female", 9, 3}, {"male", 9, 2}});
  report.groups[1].ratio_high = std::numeric_limits<double>::infinity();
  const std::string part = html::comparison(report, "x", "asks");
  CHECK(has(part, " and over</td>"));
  CHECK_FALSE(has(part, "inf<"));
}

TEST_CASE("the summary says what the intervals and the test support") {
  struct Case {
    std::vector<GroupCount> counts;
    const char* said;
  };
  const Case cases[] = {
      {{{"a", 600, 130}, {"b", 600, 70}}, "Lower</strong>"},
      {{{"a", 100, 9}, {"b", 600, 18}, {"c", 600, 18}, {"d", 35, 1}}, "Perhaps lower</strong>"},
      {{{"a", 20, 9}, {"b", 20, 7}}, "there is too little data to say that nothing is there"},
      {{{"a", 6000, 3000}, {"b", 6000, 2950}}, "Close together</strong>"},
      {{{"a", 100, 9}}, "All conversations are of one group"},
      {{{"a", 100, 0}, {"b", 100, 0}}, "No rule touched any conversation"},
  };
  for (const Case& one : cases) {
    INFO(one.said);
    const AuditReport report = reportOf(one.counts);
    const std::string body = html::summarySection(report).body;
    CHECK(has(body, one.said));
    CHECK(has(body, "Nothing stands out") != has(body, ">Lower<"));
  }
}

TEST_CASE("an empty report is a page too") {
  const std::string page = auditHtml({});
  CHECK(has(page, "No conversation was read"));
  CHECK(has(page, "What these numbers do not show"));
  CHECK_FALSE(has(page, "<svg"));
}

TEST_CASE("waits are told in units that people use") {
  const std::pair<std::int64_t, const char*> cases[] = {
      {0, "0 ms"},       {999, "999 ms"},        {1000, "1 s"},
      {59600, "1 min"},  {206000, "3 min 26 s"}, {7500000, "2 h 5 min"},
      {86400000, "1 d"}, {100800000, "1 d 4 h"}};
  for (const auto& [ms, text] : cases) CHECK(html::duration(ms) == text);
}

}  // namespace
}  // namespace decorum::cli
