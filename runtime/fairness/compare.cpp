/// The decision of one monitor over one window.
#include <algorithm>
#include <vector>

#include "decorum/fairness.h"
#include "runtime/fairness/statistics.h"

namespace decorum {
namespace {

using fairness::Counts;

Counts countsOf(const GroupResult& group) {
  return {group.count.affected, group.count.conversations};
}

/// Fisher's p of every pair of sufficient groups, adjusted together.
struct Pair {
  std::size_t lower, higher;  ///< by rate
  double p;
};
std::vector<Pair> pairsOf(const std::vector<GroupResult>& groups) {
  std::vector<Pair> pairs;
  std::vector<double> p_values;
  for (std::size_t a = 0; a < groups.size(); ++a) {
    for (std::size_t b = a + 1; b < groups.size(); ++b) {
      if (!groups[a].is_sufficient || !groups[b].is_sufficient) continue;
      const bool a_lower = groups[a].rate <= groups[b].rate;
      pairs.push_back({a_lower ? a : b, a_lower ? b : a, 1});
      p_values.push_back(fairness::fisherExact(countsOf(groups[a]), countsOf(groups[b])));
    }
  }
  const std::vector<double> adjusted = fairness::holm(std::move(p_values));
  for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i].p = adjusted[i];
  return pairs;
}

void describe(GroupResult& group, const MonitorReport& report) {
  group.is_sufficient = group.count.conversations >= static_cast<std::uint64_t>(report.each);
  const Counts counts = countsOf(group);
  group.rate = counts.total == 0
                   ? 0
                   : static_cast<double>(counts.affected) / static_cast<double>(counts.total);
  const fairness::Interval rate = fairness::wilson(counts, report.confidence);
  group.rate_low = rate.low;
  group.rate_high = rate.high;
}

void besideReference(GroupResult& group, const GroupResult& reference, double confidence) {
  const Counts own = countsOf(group), its = countsOf(reference);
  group.ratio = fairness::ratio(own, its);
  const fairness::Interval ratio = fairness::ratioInterval(own, its, confidence);
  group.ratio_low = ratio.low;
  group.ratio_high = ratio.high;
  group.difference = group.rate - reference.rate;
  const fairness::Interval difference = fairness::differenceInterval(own, its, confidence);
  group.difference_low = difference.low;
  group.difference_high = difference.high;
}

}  // namespace

void compareGroups(MonitorReport& report) {
  std::vector<GroupResult>& groups = report.groups;
  std::size_t sufficient = 0;
  report.reference.reset();
  for (std::size_t i = 0; i < groups.size(); ++i) {
    describe(groups[i], report);
    if (!groups[i].is_sufficient) continue;
    ++sufficient;
    if (!report.reference || groups[i].rate > groups[*report.reference].rate) report.reference = i;
  }
  report.outcome = sufficient < 2 ? MonitorOutcome::kInsufficient : MonitorOutcome::kHolds;
  for (std::size_t i = 0; i < groups.size() && report.reference; ++i) {
    if (groups[i].count.conversations == 0 || i == *report.reference) continue;
    besideReference(groups[i], groups[*report.reference], report.confidence);
  }
  for (const Pair& pair : pairsOf(groups)) {
    if (pair.higher == report.reference) groups[pair.lower].p = pair.p;
    if (pair.lower == report.reference) groups[pair.higher].p = pair.p;  // equal rates
    const double lower = groups[pair.lower].rate, higher = groups[pair.higher].rate;
    const bool is_below = lower < report.at_least * higher;
    if (is_below && pair.p < 1 - report.confidence) report.outcome = MonitorOutcome::kAlert;
  }
}

}  // namespace decorum
