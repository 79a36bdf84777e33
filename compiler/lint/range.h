/// What a comparison of a value with constants leaves of it.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "compiler/lint/context.h"

namespace decorum::lint_phase {

/// The numbers (instants, durations) from `low` to `high`, an open end without itself.
struct Interval {
  double low = 0, high = 0;
  bool low_open = false, high_open = false;

  bool isEmpty() const { return low > high || (low == high && (low_open || high_open)); }
  bool holds(const Interval& other) const;
  Interval with(const Interval& other) const;
};

/// `customer.age < 18`, `tier in {plus, premium}`, `tier != basic`.
struct Restriction {
  std::string value;  ///< what is compared, as written
  bool is_interval = false;
  Interval interval;
  bool excludes = false;          ///< all but `members`
  std::set<std::string> members;  ///< of an enumeration, or texts
};

/// Empty for what is no comparison with constants.
std::optional<Restriction> restrictionOf(const Context& context, const ast::Expr& expr);

/// Of two restrictions of one value:
bool exclude(const Restriction& a, const Restriction& b);   ///< no value fits both
bool coverAll(const Restriction& a, const Restriction& b);  ///< each value fits one
bool isWithin(const Restriction& a, const Restriction& b);  ///< what fits `a` fits `b`

/// The number of a literal: also of an instant, a duration, a time of day.
std::optional<double> constantOf(const ast::Expr& expr);

}  // namespace decorum::lint_phase
