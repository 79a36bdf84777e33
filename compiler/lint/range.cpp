#include "compiler/lint/range.h"

#include <algorithm>
#include <limits>

namespace decorum::lint_phase {
namespace {

using Op = ast::BinaryOp;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// A member of an enumeration or a text, told apart.
std::optional<std::string> memberOf(const Context& context, const ast::Expr& expr) {
  if (const auto* text = std::get_if<ast::TextLit>(&expr.kind)) return "\"" + text->value;
  const bool is_member = context.typed.bindings[expr.id].kind == sema::Binding::Kind::kEnumMember;
  if (is_member) return context.key(expr.span);
  return std::nullopt;
}

std::optional<Interval> intervalOf(Op op, double bound) {
  switch (op) {
    case Op::kEq:
      return Interval{bound, bound, false, false};
    case Op::kLt:
      return Interval{-kInfinity, bound, true, true};
    case Op::kLe:
      return Interval{-kInfinity, bound, true, false};
    case Op::kGt:
      return Interval{bound, kInfinity, true, true};
    case Op::kGe:
      return Interval{bound, kInfinity, false, true};
    default:
      return std::nullopt;
  }
}

// Above all of `a` begins `b`, or they touch, with nothing between.
bool touch(const Interval& a, const Interval& b) {
  return b.low < a.high || (b.low == a.high && !(b.low_open && a.high_open));
}

bool isSubset(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::includes(b.begin(), b.end(), a.begin(), a.end());
}

bool areDisjoint(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::none_of(a.begin(), a.end(), [&](const auto& member) { return b.count(member) != 0; });
}

std::optional<Restriction> ofComparison(const Context& context, const ast::Binary& binary) {
  Restriction found;
  found.value = context.key(binary.left->span);
  if (const auto bound = constantOf(*binary.right)) {
    const auto interval = intervalOf(binary.op, *bound);
    if (!interval) return std::nullopt;
    found.is_interval = true;
    found.interval = *interval;
    return found;
  }
  if (binary.op != Op::kEq && binary.op != Op::kNe) return std::nullopt;
  const auto member = memberOf(context, *binary.right);
  if (!member) return std::nullopt;
  found.excludes = binary.op == Op::kNe;
  found.members.insert(*member);
  return found;
}

std::optional<Restriction> ofSet(const Context& context, const ast::In& in) {
  const auto* set = std::get_if<ast::SetLit>(&in.set->kind);
  if (set == nullptr) return std::nullopt;
  Restriction found;
  found.value = context.key(in.value->span);
  for (const ast::ExprPtr& element : set->elements) {
    const auto member = memberOf(context, *element);
    if (!member) return std::nullopt;
    found.members.insert(*member);
  }
  return found;
}

}  // namespace

bool Interval::holds(const Interval& other) const {
  const bool low_fits = low < other.low || (low == other.low && (!low_open || other.low_open));
  const bool high_fits =
      high > other.high || (high == other.high && (!high_open || other.high_open));
  return low_fits && high_fits;
}

Interval Interval::with(const Interval& other) const {
  Interval both = *this;
  if (other.low > low || (other.low == low && other.low_open)) {
    both.low = other.low;
    both.low_open = other.low_open;
  }
  if (other.high < high || (other.high == high && other.high_open)) {
    both.high = other.high;
    both.high_open = other.high_open;
  }
  return both;
}

std::optional<double> constantOf(const ast::Expr& expr) {
  if (const auto* e = std::get_if<ast::IntLit>(&expr.kind)) return static_cast<double>(e->value);
  if (const auto* e = std::get_if<ast::NumberLit>(&expr.kind)) return e->value;
  if (const auto* e = std::get_if<ast::TimeLit>(&expr.kind)) return static_cast<double>(e->ms);
  if (const auto* e = std::get_if<ast::ClockLit>(&expr.kind)) return static_cast<double>(e->ms);
  if (const auto* e = std::get_if<ast::DurationLit>(&expr.kind)) return static_cast<double>(e->ms);
  const auto* unary = std::get_if<ast::Unary>(&expr.kind);
  if (unary == nullptr || unary->op != ast::UnaryOp::kNegate) return std::nullopt;
  const auto value = constantOf(*unary->operand);
  return value ? std::optional(-*value) : std::nullopt;
}

std::optional<Restriction> restrictionOf(const Context& context, const ast::Expr& expr) {
  if (const auto* binary = std::get_if<ast::Binary>(&expr.kind))
    return constantOf(*binary->left) ? std::nullopt : ofComparison(context, *binary);
  if (const auto* in = std::get_if<ast::In>(&expr.kind)) return ofSet(context, *in);
  const auto* between = std::get_if<ast::Between>(&expr.kind);
  if (between == nullptr) return std::nullopt;
  const auto low = constantOf(*between->low), high = constantOf(*between->high);
  if (!low || !high) return std::nullopt;
  Restriction found;
  found.value = context.key(between->value->span);
  found.is_interval = true;
  found.interval = {*low, *high, false, false};
  return found;
}

bool exclude(const Restriction& a, const Restriction& b) {
  if (a.value != b.value || a.is_interval != b.is_interval) return false;
  if (a.is_interval) return a.interval.with(b.interval).isEmpty();
  if (a.excludes && b.excludes) return false;
  if (a.excludes) return isSubset(b.members, a.members);
  return b.excludes ? isSubset(a.members, b.members) : areDisjoint(a.members, b.members);
}

bool coverAll(const Restriction& a, const Restriction& b) {
  if (a.value != b.value || a.is_interval != b.is_interval) return false;
  if (a.is_interval) {
    const auto reaches = [](const Interval& low, const Interval& high) {
      return low.low == -kInfinity && high.high == kInfinity && touch(low, high);
    };
    return reaches(a.interval, b.interval) || reaches(b.interval, a.interval);
  }
  if (a.excludes && b.excludes) return areDisjoint(a.members, b.members);
  if (a.excludes) return isSubset(a.members, b.members);
  return b.excludes && isSubset(b.members, a.members);
}

bool isWithin(const Restriction& a, const Restriction& b) {
  if (a.value != b.value || a.is_interval != b.is_interval) return false;
  if (a.is_interval) return b.interval.holds(a.interval);
  if (a.excludes) return b.excludes && isSubset(b.members, a.members);
  return b.excludes ? areDisjoint(a.members, b.members) : isSubset(a.members, b.members);
}

}  // namespace decorum::lint_phase
