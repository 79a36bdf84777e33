#include "runtime/fairness/statistics.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>

namespace decorum::fairness {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::uint64_t kMany = 10'000'000;

/// Relative; 0 for equal infinities.
double deviation(double one, double other) {
  if (one == other) return 0;
  return std::abs(one - other) / std::max(std::abs(one), std::abs(other));
}

/// Also of what is far below 1, which Catch2's Approx does not tell from 0.
bool near(double one, double other) { return deviation(one, other) <= 1e-12; }

void checkEnds(Interval seen, double low, double high) {
  CAPTURE(seen.low, seen.high, low, high);
  CHECK(near(seen.low, low));
  CHECK(near(seen.high, high));
}

TEST_CASE("quantiles of the normal distribution") {
  CHECK(normalQuantile(0.5) == 0);
  CHECK(normalQuantile(0) == -kInfinity);
  CHECK(normalQuantile(1) == kInfinity);
  CHECK(near(normalQuantile(0.975), 1.959963984540054));
  CHECK(near(normalQuantile(0.025), -1.959963984540054));
  CHECK(near(normalQuantile(0.3), -0.5244005127080407));
  CHECK(near(normalQuantile(0.925), 1.4395314709384572));  // where two approximations meet
  CHECK(near(normalQuantile(1e-10), -6.361340902404056));
  CHECK(near(normalQuantile(1e-12), -7.034483825301132));
  CHECK(near(normalQuantile(1e-300), -37.0470962993612));
}

TEST_CASE("quantiles go back to their probabilities") {
  const double decade = GENERATE(range(1, 16));
  for (const double digit : {1.0, 2.5, 4.9, 8.0}) {
    const double p = digit * std::pow(10, -decade);
    CAPTURE(p);
    CHECK(near(std::erfc(-normalQuantile(p) / std::sqrt(2)) / 2, p));
  }
}

TEST_CASE("intervals of a rate") {
  const double z = -normalQuantile((1 - 0.95) / 2);
  checkEnds(wilson({0, 0}, 0.95), 0, 1);
  checkEnds(wilson({0, 10}, 0.95), 0, z * z / (10 + z * z));
  checkEnds(wilson({10, 10}, 0.95), 10 / (10 + z * z), 1);
  checkEnds(wilson({1, 1}, 0.95), 1 / (1 + z * z), 1);
  const double half = z / 2 * std::sqrt(1 / (100 + z * z));
  checkEnds(wilson({50, 100}, 0.95), 0.5 - half, 0.5 + half);
  checkEnds(wilson({0, 10}, 1e-20), 0, 0);
  CHECK(wilson({0, kMany}, 0.95).low == 0);
  CHECK(wilson({kMany, kMany}, 0.95).high == 1);
  checkEnds(wilson({1, kMany}, 0.95), 1.7652455711617431e-08, 5.6649320196064615e-07);
}

TEST_CASE("intervals of a difference") {
  checkEnds(differenceInterval({0, 0}, {3, 10}, 0.9), -1, 1);
  checkEnds(differenceInterval({3, 10}, {0, 0}, 0.9), -1, 1);
  const Interval rate = wilson({7, 7}, 0.9);
  const Interval all_apart = differenceInterval({7, 7}, {0, 7}, 0.9);
  checkEnds(all_apart, 1 - std::sqrt(2) * (1 - rate.low), 1);
  const Interval other_way = differenceInterval({0, 7}, {7, 7}, 0.9);
  checkEnds(other_way, -1, -all_apart.low);
  const Interval equal = differenceInterval({30, kMany}, {30, kMany}, 0.99);
  CHECK(near(equal.low, -equal.high));
  CHECK(equal.high > 0);
  // Newcombe (1998), table II, examples (a) and (c), as printed.
  const Interval a = differenceInterval({56, 70}, {48, 80}, 0.95);
  CHECK(a.low == Approx(0.0524).margin(5e-5));
  CHECK(a.high == Approx(0.3339).margin(5e-5));
  const Interval c = differenceInterval({6, 7}, {2, 7}, 0.95);
  CHECK(c.low == Approx(0.0582).margin(5e-5));
  CHECK(c.high == Approx(0.8062).margin(5e-5));
}

TEST_CASE("ratios of rates") {
  CHECK(ratio({1, 4}, {1, 2}) == 0.5);
  CHECK(ratio({0, 4}, {1, 2}) == 0);
  CHECK(ratio({1, 4}, {0, 2}) == kInfinity);
  CHECK_FALSE(ratio({0, 4}, {0, 2}).has_value());
  CHECK_FALSE(ratio({0, 0}, {1, 2}).has_value());
  CHECK_FALSE(ratio({1, 2}, {0, 0}).has_value());
}

TEST_CASE("intervals of a ratio where a count is at an end") {
  const double z = -normalQuantile((1 - 0.95) / 2);
  checkEnds(ratioInterval({0, 0}, {1, 2}, 0.95), 0, kInfinity);
  checkEnds(ratioInterval({1, 2}, {0, 0}, 0.95), 0, kInfinity);
  checkEnds(ratioInterval({0, 9}, {0, 9}, 0.95), 0, kInfinity);
  // All of both: n (r - 1) is z^2 at the upper end.
  checkEnds(ratioInterval({8, 8}, {5, 5}, 0.95), 1 / (1 + z * z / 8), 1 + z * z / 5);
  checkEnds(ratioInterval({kMany, kMany}, {kMany, kMany}, 0.95), 1 / (1 + z * z / kMany),
            1 + z * z / kMany);
  // None of a, all of b: as Wilson's, while that is below n / (m + n).
  checkEnds(ratioInterval({0, 30}, {30, 30}, 0.95), 0, z * z / (30 + z * z));
  checkEnds(ratioInterval({30, 30}, {0, 30}, 0.95), (30 + z * z) / (z * z), kInfinity);
  CHECK(ratioInterval({0, kMany}, {1, kMany}, 0.95).low == 0);
  CHECK(std::isfinite(ratioInterval({0, kMany}, {1, kMany}, 0.95).high));
}

TEST_CASE("the interval of a ratio turns round with the groups, and holds the ratio") {
  for (const Counts a : {Counts{1, 3}, {40, 200}, {199, 200}, {2, kMany}, {kMany - 1, kMany}}) {
    for (const Counts b : {Counts{1, 1}, {3, 7}, {150, 200}, {1, kMany}, {kMany / 2, kMany}}) {
      CAPTURE(a.affected, a.total, b.affected, b.total);
      const Interval one = ratioInterval(a, b, 0.9);
      const Interval other = ratioInterval(b, a, 0.9);
      CHECK(near(one.low, 1 / other.high));
      CHECK(near(one.high, 1 / other.low));
      CHECK(one.low < ratio(a, b).value());
      CHECK(one.high > ratio(a, b).value());
    }
  }
}

TEST_CASE("Fisher's exact test by hand") {
  CHECK(fisherExact({0, 0}, {0, 0}) == 1);
  CHECK(fisherExact({0, 0}, {3, 9}) == 1);
  CHECK(fisherExact({0, 5}, {0, 9}) == 1);
  CHECK(fisherExact({5, 5}, {9, 9}) == 1);
  CHECK(fisherExact({2, 4}, {2, 4}) == 1);
  CHECK(near(fisherExact({3, 4}, {1, 4}), 34.0 / 70));  // the lady and her tea
  CHECK(near(fisherExact({4, 4}, {0, 4}), 2.0 / 70));
  CHECK(near(fisherExact({1, 1}, {0, 9}), 0.1));
  CHECK(near(fisherExact({8, 10}, {1, 6}), 0.034965034965034965));
  CHECK(near(fisherExact({1, 6}, {8, 10}), 0.034965034965034965));
}

TEST_CASE("Fisher's exact test of many cases") {
  CHECK(fisherExact({kMany / 2, kMany}, {kMany / 2, kMany}) == 1);
  CHECK(fisherExact({kMany, kMany}, {0, kMany}) == 0);  // far below the least double
  CHECK(fisherExact({0, kMany}, {kMany, kMany}) == 0);
  CHECK(near(fisherExact({1, 1}, {0, kMany - 1}), 1.0 / kMany));
  // Tables of equal groups come in pairs, of which both count.
  const double both = fisherExact({5'001'000, kMany}, {4'999'000, kMany});
  CHECK(near(both, fisherExact({4'999'000, kMany}, {5'001'000, kMany})));
  // Against the normal curve, with half a case of correction: the variance is an eighth of a total.
  CHECK(both == Approx(std::erfc(999.5 / std::sqrt(kMany / 4.0))).epsilon(1e-6));
}

TEST_CASE("p-values are adjusted in their order") {
  CHECK(holm({}).empty());
  CHECK(holm({0.04}) == std::vector{0.04});
  const std::vector adjusted = holm({0.01, 0.04, 0.03, 0.005});
  REQUIRE(adjusted.size() == 4);
  CHECK(near(adjusted[0], 0.03));
  CHECK(near(adjusted[1], 0.06));
  CHECK(near(adjusted[2], 0.06));
  CHECK(near(adjusted[3], 0.02));
  CHECK(holm({1, 0, 1}) == std::vector<double>{1, 0, 1});
  CHECK(holm({0.5, 0.5}) == std::vector<double>{1, 1});
}

std::vector<double> numbers(const std::string& text) {
  std::vector<double> out;
  std::istringstream words(text);
  for (std::string word; words >> word;) out.push_back(std::strtod(word.c_str(), nullptr));
  return out;
}

/// Of one statistic, the farthest that we are from tables.tsv, and in which line.
struct Farthest {
  double far = 0;
  std::string line;

  void see(double ours, double theirs, const std::string& where) {
    const double distance = std::min(deviation(ours, theirs), std::abs(ours - theirs));
    if (!(distance <= far)) *this = {distance, where};
  }
  void see(Interval ours, double low, double high, const std::string& where) {
    see(ours.low, low, where);
    see(ours.high, high, where);
  }
};

/// Calls `see` with each line of a kind, without its kind.
template <class See>
std::size_t eachLine(const std::string& kind, See see) {
  std::ifstream file("tests/unit/fairness/tables.tsv");
  std::size_t seen = 0;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(kind + '\t')) continue;
    see(line.substr(kind.size() + 1));
    ++seen;
  }
  return seen;
}

TEST_CASE("random tables come out as they do elsewhere") {
  Farthest rates;
  Farthest differences;
  Farthest ratios;
  Farthest exact;
  const std::size_t tables = eachLine("table", [&](const std::string& line) {
    const std::vector<double> row = numbers(line);
    REQUIRE(row.size() == 12);
    const auto count = [&](std::size_t i) { return static_cast<std::uint64_t>(row[i]); };
    const Counts a{count(0), count(1)};
    const Counts b{count(2), count(3)};
    rates.see(wilson(a, row[4]), row[5], row[6], line);
    differences.see(differenceInterval(a, b, row[4]), row[7], row[8], line);
    ratios.see(ratioInterval(a, b, row[4]), row[9], row[10], line);
    exact.see(fisherExact(a, b), row[11], line);
    CHECK(deviation(fisherExact(a, b), row[11]) <= 1e-9);  // however small
  });
  CHECK(tables >= 600);
  CAPTURE(rates.line, differences.line, ratios.line, exact.line);
  CHECK(rates.far <= 1e-9);
  CHECK(differences.far <= 1e-9);
  CHECK(ratios.far <= 1e-9);
  CHECK(exact.far <= 1e-9);
}

TEST_CASE("random families are adjusted as they are elsewhere") {
  Farthest adjusted;
  const std::size_t families = eachLine("holm", [&](const std::string& line) {
    const std::size_t tab = line.find('\t');
    const std::vector<double> ours = holm(numbers(line.substr(0, tab)));
    const std::vector<double> theirs = numbers(line.substr(tab));
    REQUIRE(ours.size() == theirs.size());
    for (std::size_t i = 0; i < ours.size(); ++i) adjusted.see(ours[i], theirs[i], line);
  });
  CHECK(families >= 500);
  CAPTURE(adjusted.line);
  CHECK(adjusted.far <= 1e-9);
}

}  // namespace
}  // namespace decorum::fairness
