// The decision of a monitor: who is compared, and when it alerts.
#include <catch2/catch.hpp>
#include <random>

#include "decorum/fairness.h"

namespace decorum {
namespace {

MonitorReport reportOf(std::vector<GroupCount> counts, std::int64_t each = 200) {
  MonitorReport report;
  report.at_least = 0.8;
  report.each = each;
  report.confidence = 0.95;
  for (GroupCount& count : counts) {
    GroupResult group;
    group.count = std::move(count);
    report.groups.push_back(std::move(group));
  }
  compareGroups(report);
  return report;
}

TEST_CASE("a ratio under the bar that chance does not explain alerts", "[monitor]") {
  const MonitorReport report = reportOf({{"a", 1000, 300}, {"b", 1000, 200}});
  CHECK(report.outcome == MonitorOutcome::kAlert);
  REQUIRE(report.reference == 0u);
  CHECK(report.groups[1].ratio.value() == Approx(2.0 / 3));
  CHECK(report.groups[1].ratio_low < 2.0 / 3);
  CHECK(report.groups[1].ratio_high > 2.0 / 3);
  CHECK(report.groups[1].difference == Approx(-0.1));
  CHECK(report.groups[1].p < 0.001);
}

TEST_CASE("a ratio over the bar holds, however sure the difference is", "[monitor]") {
  const MonitorReport report = reportOf({{"a", 100'000, 50'000}, {"b", 100'000, 45'000}});
  CHECK(report.outcome == MonitorOutcome::kHolds);
  CHECK(report.groups[1].p < 1e-9);
}

TEST_CASE("a low ratio that chance explains holds", "[monitor]") {
  CHECK(reportOf({{"a", 200, 6}, {"b", 200, 3}}).outcome == MonitorOutcome::kHolds);
}

TEST_CASE("groups that are too small are shown and decide nothing", "[monitor]") {
  const MonitorReport small = reportOf({{"a", 1000, 300}, {"b", 199, 0}});
  CHECK(small.outcome == MonitorOutcome::kInsufficient);
  CHECK_FALSE(small.groups[1].is_sufficient);
  const MonitorReport three = reportOf({{"a", 1000, 300}, {"b", 199, 0}, {"c", 1000, 290}});
  CHECK(three.outcome == MonitorOutcome::kHolds);
  CHECK(three.groups[1].rate_high > 0);
  CHECK(reportOf({}).outcome == MonitorOutcome::kInsufficient);
  CHECK(reportOf({{"a", 0, 0}, {"b", 0, 0}}, 1).outcome == MonitorOutcome::kInsufficient);
}

TEST_CASE("nobody affected is no difference", "[monitor]") {
  const MonitorReport report = reportOf({{"a", 1000, 0}, {"b", 1000, 0}});
  CHECK(report.outcome == MonitorOutcome::kHolds);
  CHECK_FALSE(report.groups[1].ratio.has_value());
}

TEST_CASE("many groups treated alike alert seldom", "[monitor]") {
  std::mt19937_64 random(20261126);
  int alerts = 0;
  constexpr int kWindows = 1000;
  for (int window = 0; window < kWindows; ++window) {
    std::vector<GroupCount> counts;
    for (int group = 0; group < 8; ++group) {
      std::binomial_distribution<std::uint64_t> affected(300, 0.1);
      counts.push_back({std::to_string(group), 300, affected(random)});
    }
    alerts += reportOf(counts).outcome == MonitorOutcome::kAlert ? 1 : 0;
  }
  CHECK(alerts <= kWindows / 20);  // at 95% confidence
}

TEST_CASE("a group that is treated worse is found at the size that theory says", "[monitor]") {
  // 30% against 20%, two-sided 5%: 90% power takes 392 in each group (Fleiss, Levin and Paik 2003,
  // formula 4.14 without continuity correction); Fisher's test is a little less sharp.
  std::mt19937_64 random(7);
  int found = 0;
  constexpr int kWindows = 500;
  for (int window = 0; window < kWindows; ++window) {
    std::binomial_distribution<std::uint64_t> more(412, 0.3), less(412, 0.2);
    const MonitorReport report = reportOf({{"a", 412, more(random)}, {"b", 412, less(random)}});
    found += report.outcome == MonitorOutcome::kAlert ? 1 : 0;
  }
  CHECK(found >= kWindows * 0.85);
}

}  // namespace
}  // namespace decorum
