#include "runtime/eval/reasons.h"

#include <algorithm>
#include <iterator>

namespace decorum::eval {
namespace {

using plan::Condition;
using plan::ConditionId;
using Kind = Condition::Kind;

Truth negated(Truth truth) {
  if (truth == Truth::kUnknown) return truth;
  return truth == Truth::kTrue ? Truth::kFalse : Truth::kTrue;
}

/// `and` where `kind` is kAnd, else `or`.
Truth joined(Kind kind, Truth one, Truth two) {
  const Truth strong = kind == Kind::kAnd ? Truth::kFalse : Truth::kTrue;
  if (one == strong || two == strong) return strong;
  return one == Truth::kUnknown ? one : two;
}

constexpr std::uint8_t bit(Truth truth) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(truth));
}
constexpr Truth kAll[] = {Truth::kFalse, Truth::kTrue, Truth::kUnknown};

template <class Function>
std::uint8_t mapped(std::uint8_t set, const Function& function) {
  std::uint8_t result = 0;
  for (const Truth truth : kAll) {
    if ((set & bit(truth)) != 0) result |= function(truth);
  }
  return result;
}

}  // namespace

Truth Reasons::truth(ConditionId id) const {
  const Condition& condition = plan_.conditions[id];
  if (condition.kind == Kind::kLeaf) return leaves_[id];
  if (condition.kind == Kind::kNot) return negated(truth(condition.children[0]));
  Truth result = truth(condition.children[0]);
  for (std::size_t i = 1; i < condition.children.size(); ++i) {
    result = joined(condition.kind, result, truth(condition.children[i]));
  }
  return result;
}

Truth Reasons::outcome() const { return truth(root_); }

/// What a condition may be where only the leaves in `fixed` are known: a set of truths, as bits.
std::uint8_t Reasons::possible(ConditionId id, const Ids& fixed) const {
  const Condition& condition = plan_.conditions[id];
  if (condition.kind == Kind::kLeaf) {
    const bool is_fixed = std::find(fixed.begin(), fixed.end(), id) != fixed.end();
    return is_fixed ? bit(leaves_[id]) : static_cast<std::uint8_t>(7);
  }
  std::uint8_t set = possible(condition.children[0], fixed);
  if (condition.kind == Kind::kNot) {
    return mapped(set, [](Truth truth) { return bit(negated(truth)); });
  }
  for (std::size_t i = 1; i < condition.children.size(); ++i) {
    const std::uint8_t next = possible(condition.children[i], fixed);
    set = mapped(set, [&](Truth one) {
      return mapped(next, [&](Truth two) { return bit(joined(condition.kind, one, two)); });
    });
  }
  return set;
}

/// Few leaves that are enough: one child that settles an `and` or `or` where there is one, else
/// all.
Reasons::Ids Reasons::fewest(ConditionId id) const {
  const Condition& condition = plan_.conditions[id];
  if (condition.kind == Kind::kLeaf) return {id};
  const Truth strong = condition.kind == Kind::kAnd ? Truth::kFalse : Truth::kTrue;
  const bool one_settles = condition.kind != Kind::kNot && truth(id) == strong;
  Ids best;
  for (const ConditionId child : condition.children) {
    Ids more = one_settles && truth(child) != strong ? Ids() : fewest(child);
    if (!one_settles) {
      best.insert(best.end(), more.begin(), more.end());
    } else if (!more.empty() && (best.empty() || more.size() < best.size())) {
      best = std::move(more);
    }
  }
  return best;
}

Reasons::Ids Reasons::enough() const {
  Ids kept = fewest(root_);
  const std::uint8_t outcome = bit(truth(root_));
  // Of a guard that is not known, some of what is not known may already do.
  for (std::size_t i = kept.size(); i-- > 0;) {
    Ids without = kept;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    if (possible(root_, without) == outcome) kept = std::move(without);
  }
  return kept;
}

std::vector<Flip> Reasons::flips(ConditionId id, bool to) const {
  if (truth(id) == (to ? Truth::kTrue : Truth::kFalse)) return {};
  const Condition& condition = plan_.conditions[id];
  if (condition.kind == Kind::kLeaf) return {{id, to}};
  if (condition.kind == Kind::kNot) return flips(condition.children[0], !to);
  const bool needs_all = (condition.kind == Kind::kAnd) == to;
  std::vector<Flip> best;
  for (const ConditionId child : condition.children) {
    std::vector<Flip> more = flips(child, to);
    if (needs_all) {
      best.insert(best.end(), more.begin(), more.end());
    } else if (best.empty() || more.size() < best.size()) {
      best = std::move(more);
    }
  }
  return best;
}

std::vector<Flip> Reasons::flips(bool to) const { return flips(root_, to); }

}  // namespace decorum::eval
