/// How far the rates of two groups are apart, and how sure one can be of it.
#include "runtime/fairness/statistics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "runtime/base/assert.h"

namespace decorum::fairness {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Coefficients of a quotient of two polynomials, from the constant term on.
struct Quotient {
  std::array<double, 8> above;
  std::array<double, 8> below;

  double at(double x) const { return value(above, x) / value(below, x); }

 private:
  static double value(const std::array<double, 8>& coefficients, double x) {
    double sum = 0;
    for (auto one = coefficients.rbegin(); one != coefficients.rend(); ++one) sum = sum * x + *one;
    return sum;
  }
};

// The tables of AS 241: near the middle, for tails, and for the far ends of tails.
constexpr Quotient kMiddle = {
    {3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3,
     1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
     3.3430575583588128105e+4, 2.5090809287301226727e+3},
    {1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
     2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4,
     5.2264952788528545610e+3}};
constexpr Quotient kTail = {
    {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
     3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
     2.27238449892691845833e-2, 7.74545014278341407640e-4},
    {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
     1.05075007164441684324e-9}};
constexpr Quotient kFarTail = {
    {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
     2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
     2.71155556874348757815e-5, 2.01033439929228813265e-7},
    {1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
     2.04426310338993978564e-15}};

/// A group's counts, to compute with.
struct Group {
  double affected;
  double total;

  double rate() const { return affected / total; }
};

Group group(Counts counts) {
  DECORUM_ASSERT(counts.affected <= counts.total, "no more are affected than there are");
  return {static_cast<double>(counts.affected), static_cast<double>(counts.total)};
}

/// How many standard deviations to each side.
double deviations(double confidence) {
  DECORUM_ASSERT(confidence > 0 && confidence < 1, "a confidence is above 0 and below 1");
  return -normalQuantile((1 - confidence) / 2);
}

/// The ends are the roots of a quadratic equation. The low one is had from their product, which
/// loses no digits where few are affected.
Interval wilsonOf(Group of, double z) {
  if (of.total == 0) return {0, 1};
  const double half = z * z / 2;
  const double root = z * std::sqrt(of.affected * (1 - of.rate()) + half / 2);
  const double sum = of.affected + half + root;
  const double high = of.affected == of.total ? 1 : std::min(sum / (of.total + z * z), 1.0);
  const double low = of.affected == 0 ? 0 : of.affected * of.rate() / sum;
  return {low, high};
}

/// Whether the score test rejects a ratio of a's rate to b's for being too high. It compares the
/// square of what was seen beyond it with its variance at the likeliest rates of that ratio.
bool isTooHigh(double ratio, Group a, Group b, double z) {
  const double excess = ratio * b.rate() - a.rate();
  // b's likeliest rate is the smaller root of a quadratic equation. Its discriminant is written as
  // a sum of what is never negative, so that nothing cancels.
  const double left = (a.total + b.affected) * ratio;
  const double right = b.total + a.affected;
  const double discriminant =
      (left - right) * (left - right) + 4 * ratio * (a.total - a.affected) * (b.total - b.affected);
  const double both = 2 * (a.affected + b.affected);
  const double rate_b = std::min(both / (left + right + std::sqrt(discriminant)), 1.0);
  const double rate_a = std::min(ratio * rate_b, 1.0);
  const double variance =
      rate_a * (1 - rate_a) / a.total + ratio * ratio * rate_b * (1 - rate_b) / b.total;
  return excess > 0 && excess * excess > z * z * variance;
}

/// The highest ratio that is not rejected, by halving to the last bit.
double highestRatio(Group a, Group b, double z) {
  if (b.affected == 0) return kInfinity;
  double low = a.rate() / b.rate();
  double high = low > 0 ? 2 * low : 1;
  while (!isTooHigh(high, a, b, z)) {
    low = high;
    high *= 2;
  }
  for (;;) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return middle;
    (isTooHigh(middle, a, b, z) ? high : low) = middle;
  }
}

/// How likely a table is, by multiplying quotients of integers: a sum of two doubles, some 30
/// digits, hence 25 after 10^5 factors. Tables that are equally likely must come out so, from
/// wherever they are reached. The likeliest has 1e270, which leaves room below and none overflows.
struct Weight {
  double value = 1e270;
  double rest = 0;

  void scale(double numerator, double denominator) {
    const double product = value * numerator;
    const double product_rest = std::fma(value, numerator, -product) + rest * numerator;
    const double quotient = product / denominator;
    const double quotient_rest =
        (std::fma(-quotient, denominator, product) + product_rest) / denominator;
    value = quotient + quotient_rest;
    rest = quotient_rest - (value - quotient);
  }
  bool isNoMoreThan(const Weight& other) const {
    constexpr double kTolerance = 1e-14;  // SciPy's
    return (value - other.value) + (rest - other.rest) <= kTolerance * other.value;
  }
};

/// One of the tables with given margins.
struct Table {
  Group a;
  Group b;
  Weight weight;

  /// To the next, with one more affected in a. False where there is none, or none that counts.
  bool step() {
    weight.scale((a.total - a.affected) * b.affected,
                 (a.affected + 1) * (b.total - b.affected + 1));
    a.affected += 1;
    b.affected -= 1;
    constexpr double kLeast = 1e-280;  // below, digits are lost
    return weight.value > kLeast;
  }
  Table mirrored() const { return {b, a, weight}; }
};

Table likeliest(Group a, Group b) {
  const double affected = a.affected + b.affected;
  const double mode = std::floor((affected + 1) * (a.total + 1) / (a.total + b.total + 2));
  const double of_a =
      std::clamp(mode, std::max(0.0, affected - b.total), std::min(a.total, affected));
  return {{of_a, a.total}, {affected - of_a, b.total}, {}};
}

/// Of the table with so many affected in a, on the way up from the one given.
Weight weightAt(Table table, double affected_of_a) {
  while (table.a.affected < affected_of_a) {
    if (!table.step()) return {0, 0};
  }
  return table.weight;
}

/// Sums of weights: of all tables, and of those no likelier than the one observed.
struct Weights {
  double all = 0;
  double tail = 0;

  void add(const Weight& weight, const Weight& observed) {
    all += weight.value;
    if (weight.isNoMoreThan(observed)) tail += weight.value;
  }
  /// The tables beyond `table`. Weights fall ever faster, so all that follow one of less than
  /// 1e-25 of the sum are together less than what the sum can hold.
  void addBeyond(Table table, const Weight& observed) {
    constexpr double kNegligible = 1e-25;
    while (table.step()) {
      add(table.weight, observed);
      if (table.weight.value < kNegligible * tail) return;
    }
  }
};

}  // namespace

double normalQuantile(double p) {
  DECORUM_ASSERT(p >= 0 && p <= 1, "a probability is from 0 to 1");
  const double from_middle = p - 0.5;
  if (std::abs(from_middle) <= 0.425) {
    return from_middle * kMiddle.at(0.180625 - from_middle * from_middle);
  }
  const double tail = std::min(p, 1 - p);
  if (tail == 0) return std::copysign(kInfinity, from_middle);
  const double root = std::sqrt(-std::log(tail));
  const double size = root <= 5 ? kTail.at(root - 1.6) : kFarTail.at(root - 5);
  return std::copysign(size, from_middle);
}

Interval wilson(Counts counts, double confidence) {
  return wilsonOf(group(counts), deviations(confidence));
}

Interval differenceInterval(Counts a, Counts b, double confidence) {
  const double z = deviations(confidence);
  const Group group_a = group(a);
  const Group group_b = group(b);
  if (a.total == 0 || b.total == 0) return {-1, 1};
  const Interval of_a = wilsonOf(group_a, z);
  const Interval of_b = wilsonOf(group_b, z);
  const double rate_a = group_a.rate();
  const double rate_b = group_b.rate();
  const double down = std::hypot(rate_a - of_a.low, of_b.high - rate_b);
  const double up = std::hypot(of_a.high - rate_a, rate_b - of_b.low);
  return {std::max(rate_a - rate_b - down, -1.0), std::min(rate_a - rate_b + up, 1.0)};
}

std::optional<double> ratio(Counts a, Counts b) {
  const Group group_a = group(a);
  const Group group_b = group(b);
  if (a.total == 0 || b.total == 0) return std::nullopt;
  if (b.affected > 0) return group_a.rate() / group_b.rate();
  if (a.affected > 0) return kInfinity;
  return std::nullopt;
}

Interval ratioInterval(Counts a, Counts b, double confidence) {
  const double z = deviations(confidence);
  const Group group_a = group(a);
  const Group group_b = group(b);
  if (a.total == 0 || b.total == 0) return {0, kInfinity};
  return {1 / highestRatio(group_b, group_a, z), highestRatio(group_a, group_b, z)};
}

double fisherExact(Counts a, Counts b) {
  const Group group_a = group(a);
  const Group group_b = group(b);
  const Table mode = likeliest(group_a, group_b);
  const Weight observed = group_a.affected >= mode.a.affected
                              ? weightAt(mode, group_a.affected)
                              : weightAt(mode.mirrored(), group_b.affected);
  if (observed.value == 0) return 0;
  Weights weights;
  weights.add(mode.weight, observed);
  weights.addBeyond(mode, observed);
  weights.addBeyond(mode.mirrored(), observed);
  return weights.tail / weights.all;
}

std::vector<double> holm(std::vector<double> p_values) {
  std::vector<std::size_t> ascending(p_values.size());
  std::iota(ascending.begin(), ascending.end(), std::size_t{0});
  std::sort(ascending.begin(), ascending.end(),
            [&](std::size_t one, std::size_t other) { return p_values[one] < p_values[other]; });
  auto left = static_cast<double>(p_values.size());
  double least = 0;
  for (const std::size_t index : ascending) {
    double& p_value = p_values[index];
    DECORUM_ASSERT(p_value >= 0 && p_value <= 1, "a p-value is from 0 to 1");
    least = std::max(least, std::min(left * p_value, 1.0));
    p_value = least;
    left -= 1;
  }
  return p_values;
}

}  // namespace decorum::fairness
