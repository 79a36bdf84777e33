"""Remakes tables.tsv, against which statistics_test.cpp holds our statistics.

By hand and seldom: neither the build nor any test needs this script, nor the SciPy and statsmodels
that it does need (on Debian: python3-scipy, python3-statsmodels).

    python3 tests/unit/fairness/make_tables.py

Wilson, Newcombe and Holm come from statsmodels. For Koopman, the root of his statistic, in 60
digits, is found by SciPy's brentq (statsmodels solves a cubic equation, which loses digits where
rates are near 0 or 1); for Fisher, probabilities are exact integers (for large totals,
decimals of 60 digits). How far statsmodels and SciPy are from these two is printed.

Lines are `table`, a's affected and total, b's, the confidence, both ends of the three intervals
(wilson of a, a - b, a / b), Fisher's p-value; or `holm`, p-values, adjusted p-values.
"""
import decimal
import math
import pathlib
import random
import statistics
import warnings

from scipy import optimize, stats
from statsmodels.stats import multitest, proportion

SEED = 20270301
TABLES, LARGE_TABLES, FAMILIES = 700, 20, 500
D = decimal.Decimal
decimal.getcontext().prec = 60
warnings.simplefilter("ignore")  # statsmodels divides by zero at counts of 0


def koopman_statistic(ratio, x, m, y, n):
    """U of Koopman (1984), from the likeliest rate of the first group at this ratio."""
    x, m, y, n = map(D, (x, m, y, n))
    linear = ratio * (m + y) + x + n
    rate = (linear - (linear * linear - 4 * ratio * (m + n) * (x + y)).sqrt()) / (2 * (m + n))
    return (x - m * rate) ** 2 / (m * rate * (1 - rate)) * (1 + m * (ratio - rate) /
                                                            (n * (1 - rate)))


def koopman_upper(x, m, y, n, z):
    if y == 0:
        return math.inf
    if x == m:  # rate is 1 from the observed ratio on: U is n * (ratio * y / n - 1)^2 / (ratio - 1)
        def beyond(log):
            ratio = D(log).exp()
            return float(n * (ratio * y / n - 1) ** 2 / (ratio - 1)) - z * z
    else:
        def beyond(log):
            return float(koopman_statistic(D(log).exp(), x, m, y, n)) - z * z
    low = math.log(x * n / (m * y)) + 1e-12 if x else -40.0
    high = low + 1
    while beyond(high) < 0:
        high += 1
    return math.exp(optimize.brentq(beyond, low, high, xtol=1e-15, rtol=1e-15, maxiter=500))


def koopman(x, m, y, n, z):
    return 1 / koopman_upper(y, n, x, m, z) if x else 0.0, koopman_upper(x, m, y, n, z)


def no_likelier(weight, observed):
    return weight * 10**14 <= observed * (10**14 + 1)


def fisher_of_integers(x, m, y, n):
    """Every table of the margins, as whole numbers of ways to come by it."""
    affected = x + y
    ways = {i: math.comb(m, i) * math.comb(n, affected - i)
            for i in range(max(0, affected - n), min(m, affected) + 1)}
    tail = sum(way for way in ways.values() if no_likelier(way, ways[x]))
    return float(D(tail) / D(sum(ways.values())))


def fisher_of_decimals(x, m, y, n):
    """From the observed table to where tables have less than 1e-45 of the largest weight seen."""
    affected = x + y
    weights = {x: D(1)}
    for step in (1, -1):
        i, weight, largest = x, D(1), D(1)
        while True:
            if step == 1:
                weight *= D((m - i) * (affected - i)) / D((i + 1) * (n - affected + i + 1))
            else:
                weight *= D(i * (n - affected + i)) / D((m - i + 1) * (affected - i + 1))
            i += step
            largest = max(largest, weight)
            if weight < largest * D("1e-45"):
                break
            weights[i] = weight
    tail = sum(weight for weight in weights.values() if no_likelier(weight, D(1)))
    return float(tail / sum(weights.values()))


def counts(rng, total):
    """Any number of affected, and often few, all, or none."""
    kind = rng.randrange(8)
    if kind < 2:
        return (0, total)[kind]
    if kind == 2:
        return min(total, rng.randrange(4))
    if kind == 3:
        return max(0, total - rng.randrange(4))
    return rng.randrange(total + 1)


def table(rng, number):
    """Every third has rates that are alike, so that p-values are not all tiny."""
    def size():
        return rng.choice((rng.randint(1, 50), 200, rng.randint(1000, 5000)))
    m, n = size(), size()
    if number % 5 == 0:
        n = m  # tables then come in pairs that are equally likely
    x = counts(rng, m)
    y = counts(rng, n)
    if number % 3 == 0:
        rate = min(1.0, max(0.0, x / m + rng.gauss(0, 0.05)))
        y = round(rate * n)
    return x, m, y, n


def large_table(rng):
    m, n = (rng.choice((100_000, 1_000_000, 10_000_000)) for _ in range(2))
    rate = rng.choice((0.5, 0.1, 0.001))
    def seen(total):
        return round(total * rate + rng.gauss(0, 2) * math.sqrt(total * rate * (1 - rate)))
    return seen(m), m, seen(n), n


def deviation(one, other):
    return 0.0 if one == other else abs(one - other) / max(abs(one), abs(other))


def report(what, deviations):
    print(f"{what}: relative deviation median {statistics.median(deviations):.2g}, "
          f"largest {max(deviations):.2g}, of {len(deviations)}")


def main():
    rng = random.Random(SEED)
    lines, koopmans, fishers = [], [], []
    for number in range(TABLES + LARGE_TABLES):
        large = number >= TABLES
        x, m, y, n = large_table(rng) if large else table(rng, number)
        confidence = rng.choice((0.9, 0.95, 0.99))
        alpha = 1 - confidence
        wilson = proportion.proportion_confint(x, m, alpha=alpha, method="wilson")
        newcombe = proportion.confint_proportions_2indep(x, m, y, n, compare="diff",
                                                         method="newcomb", alpha=alpha)
        ratio = koopman(x, m, y, n, stats.norm.isf(alpha / 2))
        p_value = (fisher_of_decimals if large else fisher_of_integers)(x, m, y, n)
        values = (*wilson, *newcombe, *ratio, p_value)
        lines.append("\t".join(["table", *map(str, (x, m, y, n, confidence)),
                                *(repr(float(value)) for value in values)]))
        if 0 < x < m and 0 < y < n:  # elsewhere theirs is often no root, or NaN
            theirs = proportion.confint_proportions_2indep(
                x, m, y, n, compare="ratio", method="score", correction=False, alpha=alpha)
            koopmans += map(deviation, theirs, ratio)
        if not large:
            fishers.append(deviation(stats.fisher_exact([[x, m - x], [y, n - y]])[1], p_value))
    for _ in range(FAMILIES):
        p_values = [round(rng.random() ** rng.choice((1, 3, 6)), 5)
                    for _ in range(rng.randint(2, 40))]
        adjusted = multitest.multipletests(p_values, method="holm")[1]
        lines.append("\t".join(["holm", " ".join(map(repr, p_values)),
                                " ".join(f"{value:.14g}" for value in adjusted)]))
    pathlib.Path(__file__).with_name("tables.tsv").write_text("\n".join(lines) + "\n")
    report("statsmodels' ratio", koopmans)
    report("SciPy's fisher_exact", fishers)


if __name__ == "__main__":
    main()
