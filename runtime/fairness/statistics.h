/// How far the rates of two groups are apart, and how sure one can be of it: intervals for rates,
/// their difference and their ratio, an exact test, and the correction for having asked often.
///
/// Rates and confidences are fractions of 1, never per cent. Nothing here is ever NaN. Pure
/// functions, for any number of threads. Counts are exact to totals of 2^53.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace decorum::fairness {

/// Of `total` cases of a group, how many something happened to. `affected` is at most `total`.
struct Counts {
  std::uint64_t affected = 0;
  std::uint64_t total = 0;
};

/// Both ends belong to it.
struct Interval {
  double low = 0;
  double high = 0;
};

/// The z with P(Z <= z) = p for a standard normal Z; -inf at 0, +inf at 1. Relative error some
/// 1e-15. For p near 1 give the complement and turn the sign, so that no digits are lost.
///
/// Algorithm AS 241, PPND16. M. J. Wichura, "The percentage points of the normal distribution",
/// Applied Statistics 37 (1988), 477-484.
///
/// @param p  from 0 to 1.
double normalQuantile(double p);

/// Of a rate, two-sided: the score interval, without continuity correction. [0, 1] of no cases.
///
/// E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal
/// of the American Statistical Association 22 (1927), 209-212.
///
/// @param confidence  above 0 and below 1, as in all that follows.
Interval wilson(Counts counts, double confidence);

/// Of rate(a) - rate(b), from -1 to 1: the hybrid of both Wilson intervals, without continuity
/// correction. [-1, 1] where a group has no cases.
///
/// R. G. Newcombe, "Interval estimation for the difference between independent proportions:
/// comparison of eleven methods", Statistics in Medicine 17 (1998), 873-890, method 10.
Interval differenceInterval(Counts a, Counts b, double confidence);

/// rate(a) / rate(b). +inf where only b's rate is 0; nothing where both are, or where a group has
/// no cases.
std::optional<double> ratio(Counts a, Counts b);

/// Of rate(a) / rate(b), from 0 to +inf: all ratios that the score test does not reject. Low is 0
/// where nothing of a is affected, high is +inf where nothing of b is; [0, +inf] where a group has
/// no cases.
///
/// P. A. R. Koopman, "Confidence intervals for the ratio of two binomial proportions", Biometrics
/// 40 (1984), 513-517. Without their factor n / (n - 1), the same as O. Miettinen and M. Nurminen,
/// "Comparative analysis of two rates", Statistics in Medicine 4 (1985), 213-226.
Interval ratioInterval(Counts a, Counts b, double confidence);

/// Fisher's exact test that both rates are equal, two-sided: the probability, given how many are
/// affected in all, of the tables that are no likelier than this one. As in SciPy's `fisher_exact`,
/// a table counts as no likelier up to 1 + 1e-14 times. 1 where a group has no cases; 0 where the
/// probability is below the least double.
///
/// Time grows with the square root of the totals: about a millisecond at 10^7 each.
///
/// R. A. Fisher, "The logic of inductive inference", Journal of the Royal Statistical Society 98
/// (1935), 39-82.
double fisherExact(Counts a, Counts b);

/// P-values of a family of tests, adjusted so that each can be held against the level chosen for
/// the whole family; in the order given, at most 1.
///
/// S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
/// Statistics 6 (1979), 65-70.
///
/// @param p_values  each from 0 to 1.
std::vector<double> holm(std::vector<double> p_values);

}  // namespace decorum::fairness
