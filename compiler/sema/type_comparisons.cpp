// Comparisons: whether two values can be compared, and whether the answer is known beforehand.
#include <cmath>

#include "compiler/sema/checker.h"

namespace decorum::sema {
namespace {

using Kind = Type::Kind;
using Op = ast::BinaryOp;

Op mirrored(Op op) {
  switch (op) {
    case Op::kLt:
      return Op::kGt;
    case Op::kLe:
      return Op::kGe;
    case Op::kGt:
      return Op::kLt;
    case Op::kGe:
      return Op::kLe;
    default:
      return op;
  }
}

// What is known of `value op with` from the ranges of both.
struct Foregone {
  enum class Answer : std::uint8_t { kOpen, kNever, kAlways } answer = Answer::kOpen;
  bool at_most = false;  // because of the upper end of `value`, else of the lower
};

Foregone foresee(Op op, const Type& value, const Type& with) {
  using Answer = Foregone::Answer;
  const bool below = value.high < with.low, not_above = value.high <= with.low;
  const bool above = value.low > with.high, not_below = value.low >= with.high;
  switch (op) {
    case Op::kEq:
      return below ? Foregone{Answer::kNever, true}
                   : Foregone{above ? Answer::kNever : Answer::kOpen, false};
    case Op::kNe:
      return below ? Foregone{Answer::kAlways, true}
                   : Foregone{above ? Answer::kAlways : Answer::kOpen, false};
    case Op::kLt:
      return below ? Foregone{Answer::kAlways, true}
                   : Foregone{not_below ? Answer::kNever : Answer::kOpen, false};
    case Op::kLe:
      return not_above ? Foregone{Answer::kAlways, true}
                       : Foregone{above ? Answer::kNever : Answer::kOpen, false};
    case Op::kGt:
      return not_above ? Foregone{Answer::kNever, true}
                       : Foregone{above ? Answer::kAlways : Answer::kOpen, false};
    case Op::kGe:
      return below ? Foregone{Answer::kNever, true}
                   : Foregone{not_below ? Answer::kAlways : Answer::kOpen, false};
    default:
      return {};
  }
}

bool isOrdering(Op op) { return op == Op::kLt || op == Op::kLe || op == Op::kGt || op == Op::kGe; }

bool isSingle(const Type& type) {
  return !type.is(Kind::kSet) && !type.is(Kind::kList) && !type.is(Kind::kRecord);
}

}  // namespace

bool Checker::comparable(const ast::Expr& left, const Type& a, const ast::Expr& right,
                         const Type& b) {
  if (a.isError() || b.isError()) return false;
  if (isNumeric(a) && isNumeric(b)) return true;
  if (same(module_, a, b) && isSingle(a)) return true;
  auto finding = diagnostics_.report<diag::NotComparable>(
      join(left.span, right.span), quoted(left.span), typeName(a), quoted(right.span), typeName(b));
  const auto* text = std::get_if<ast::TextLit>(a.is(Kind::kEnum) ? &right.kind : &left.kind);
  if (text && (a.is(Kind::kEnum) || b.is(Kind::kEnum)))
    finding.help(fmt::format("members need no quotes: {}", text->value));
  else if (a.is(Kind::kTime) && b.is(Kind::kClock))
    finding.help("write 'time of day' for the hour of the day");
  else if (!isSingle(a) || !isSingle(b))
    finding.help("ask with 'in' or 'contains'");
  return false;
}

bool Checker::ordered(const ast::Expr& value, const Type& type) {
  if (isNumeric(type) || type.is(Kind::kTime) || type.is(Kind::kDuration) || type.is(Kind::kClock))
    return true;
  diagnostics_.report<diag::NotOrdered>(value.span, quoted(value.span), typeName(type));
  return false;
}

void Checker::foregone(const ast::Expr& whole, const ast::Expr& left, const Type& a, Op op,
                       const ast::Expr& right, const Type& b) {
  if (!isNumeric(a) || !isNumeric(b)) return;
  // The finding speaks of the side that is not a mere number.
  const bool swap = a.low == a.high && b.low != b.high;
  const ast::Expr& value = swap ? right : left;
  const Type& range = swap ? b : a;
  const Foregone known = swap ? foresee(mirrored(op), b, a) : foresee(op, a, b);
  if (known.answer == Foregone::Answer::kOpen) return;
  const char* end = known.at_most ? "most" : "least";
  const double bound = known.at_most ? range.high : range.low;
  if (known.answer == Foregone::Answer::kNever)
    diagnostics_.report<diag::NeverHolds>(whole.span, quoted(whole.span), quoted(value.span), end,
                                          bound);
  else
    diagnostics_.report<diag::AlwaysHolds>(whole.span, quoted(whole.span), quoted(value.span), end,
                                           bound);
}

Type Checker::checkComparison(const ast::Expr& expr, const ast::Binary& binary,
                              const Scope& scope) {
  const Type result = makeType(Kind::kBool);
  if (binary.op == Op::kStartsWith || binary.op == Op::kEndsWith) {
    needType(*binary.left, scope, makeType(Kind::kText));
    needType(*binary.right, scope, makeType(Kind::kText));
    return result;
  }
  if (binary.op == Op::kContains) {
    checkContains(binary, scope);
    return result;
  }
  if (binary.op == Op::kEq || binary.op == Op::kNe) {
    willCompare(*binary.left);
    willCompare(*binary.right);
  }
  // A bare member on the left takes its meaning from the right.
  Type left, right;
  if (isUndefinedName(*binary.left, scope) && !isUndefinedName(*binary.right, scope)) {
    right = need(*binary.right, scope);
    left = need(*binary.left, scope, &right);
  } else {
    left = need(*binary.left, scope);
    // Two names that nothing has: the right one may be a member of what the left one means.
    if (left.isError() && isUndefinedName(*binary.right, scope)) return result;
    right = need(*binary.right, scope, &left);
  }
  if (!comparable(*binary.left, left, *binary.right, right)) return result;
  if (isOrdering(binary.op) && !ordered(*binary.left, left)) return result;
  foregone(expr, *binary.left, left, binary.op, *binary.right, right);
  return result;
}

Type Checker::checkBetween(const ast::Expr& expr, const ast::Between& between, const Scope& scope) {
  const Type value = need(*between.value, scope);
  const Type low = need(*between.low, scope, &value);
  const Type high = need(*between.high, scope, &value);
  const Type result = makeType(Kind::kBool);
  if (!comparable(*between.value, value, *between.low, low)) return result;
  if (!comparable(*between.value, value, *between.high, high)) return result;
  if (!ordered(*between.value, value)) return result;
  if (isNumeric(value) && low.low > high.high)
    diagnostics_.report<diag::NeverHolds>(expr.span, quoted(expr.span), quoted(between.low->span),
                                          "least", low.low);
  else if (value.high < low.low)
    diagnostics_.report<diag::NeverHolds>(expr.span, quoted(expr.span), quoted(between.value->span),
                                          "most", value.high);
  else if (value.low > high.high)
    diagnostics_.report<diag::NeverHolds>(expr.span, quoted(expr.span), quoted(between.value->span),
                                          "least", value.low);
  return result;
}

Type Checker::checkIn(const ast::Expr& expr, const ast::In& in, const Scope& scope) {
  (void)expr;
  const Type result = makeType(Kind::kBool);
  willCompare(*in.value);
  const Type value = need(*in.value, scope);
  if (const auto* set = std::get_if<ast::SetLit>(&in.set->kind)) {
    typed_.types[in.set->id] = makeType(Kind::kSet);
    typed_.types[in.set->id].element = {value};
    if (!value.isError() && !isSingle(value)) {
      diagnostics_.report<diag::WrongType>(in.value->span, quoted(in.value->span), typeName(value),
                                           "a single value");
      return result;
    }
    // Without a type to go by, members would be reported as names that nothing has.
    if (value.isError()) return result;
    for (const ast::ExprPtr& element : set->elements)
      constant(*element, scope, value, Ranges::kIgnored);
    return result;
  }
  const Type set = need(*in.set, scope);
  if (set.isError() || value.isError()) return result;
  if (!set.is(Kind::kSet) && !set.is(Kind::kList)) {
    diagnostics_.report<diag::WrongType>(in.set->span, quoted(in.set->span), typeName(set),
                                         "a set or list");
    return result;
  }
  comparable(*in.value, value, *in.set, set.element.front());
  return result;
}

void Checker::checkContains(const ast::Binary& binary, const Scope& scope) {
  const Type whole = need(*binary.left, scope);
  if (whole.is(Kind::kSet) || whole.is(Kind::kList)) {
    const Type& element = whole.element.front();
    const Type part = need(*binary.right, scope, &element);
    if (!part.isError() && !(isNumeric(part) && isNumeric(element)) &&
        !same(module_, part, element))
      wrongType(*binary.right, part, element);
    else if (element.is(Kind::kRecord))
      wrongType(*binary.left, whole, makeType(Kind::kText));
    return;
  }
  if (!whole.isError() && !whole.is(Kind::kText)) {
    diagnostics_.report<diag::WrongType>(binary.left->span, quoted(binary.left->span),
                                         typeName(whole), "a text, set or list");
    check(*binary.right, scope);
    return;
  }
  needType(*binary.right, scope, makeType(Kind::kText));
}

}  // namespace decorum::sema
