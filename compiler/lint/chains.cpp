// What stands side by side in an `and` or an `or`.
#include "compiler/lint/context.h"
#include "compiler/lint/range.h"

namespace decorum::lint_phase {
namespace {

using Op = ast::BinaryOp;

// More than that in one chain is made by a machine; each operand is compared with all before it.
constexpr std::size_t kLongestChain = 200;

bool isLink(const ast::Expr* expr, Op op) {
  const auto* binary = expr != nullptr ? std::get_if<ast::Binary>(&expr->kind) : nullptr;
  return binary != nullptr && binary->op == op;
}

const ast::Expr* denied(const ast::Expr& expr) {
  const auto* unary = std::get_if<ast::Unary>(&expr.kind);
  return unary != nullptr && unary->op == ast::UnaryOp::kNot ? unary->operand.get() : nullptr;
}

struct Operand {
  const ast::Expr* expr = nullptr;
  std::string key;
  std::string denied;  // the key of what it denies, "" for none
  std::optional<Restriction> restriction;
};

class Chain {
 public:
  Chain(Context& context, const ast::Expr& expr, Op op)
      : context_(context), op_(op), operands_(chainOf(expr, op)) {}

  void check() {
    if (operands_.size() > kLongestChain) return;
    for (const ast::Expr* expr : operands_) {
      Operand operand{expr, context_.key(expr->span), "", restrictionOf(context_, *expr)};
      if (const ast::Expr* inner = denied(*expr)) operand.denied = context_.key(inner->span);
      for (const Operand& before : seen_)
        if (compare(before, operand)) break;
      seen_.push_back(std::move(operand));
    }
  }

 private:
  // Whether something was reported of the two, of which `b` stands later.
  bool compare(const Operand& a, const Operand& b) {
    const Span at = b.expr->span;
    const std::string left = context_.quoted(a.expr->span), right = context_.quoted(at);
    if (a.key == b.key) {
      auto finding = context_.diagnostics.report<diag::ConditionTwice>(at, right);
      finding.note(a.expr->span, "the first is here");
      if (auto edits = removeOperand(*b.expr); !edits.empty())
        finding.fix(Fix::Kind::kSafe, "remove the second '" + right + "'", std::move(edits));
      return true;
    }
    const bool opposite = a.denied == b.key || b.denied == a.key;
    const bool both = a.restriction && b.restriction;
    if (op_ == Op::kAnd) {
      if (opposite || (both && exclude(*a.restriction, *b.restriction))) {
        context_.diagnostics.report<diag::NeverTogether>(at, left, right)
            .note(a.expr->span, "the other is here");
        return true;
      }
    } else if (opposite || (both && coverAll(*a.restriction, *b.restriction))) {
      context_.diagnostics.report<diag::AlwaysOne>(at, left, right)
          .note(a.expr->span, "the other is here");
      return true;
    }
    return both && compareWider(a, b);
  }

  bool compareWider(const Operand& a, const Operand& b) {
    const bool a_is_within = isWithin(*a.restriction, *b.restriction);
    if (!a_is_within && !isWithin(*b.restriction, *a.restriction)) return false;
    // In an `and` the narrower one decides, in an `or` the wider one.
    const bool b_is_idle = a_is_within == (op_ == Op::kAnd);
    const Operand& idle = b_is_idle ? b : a;
    const Operand& other = b_is_idle ? a : b;
    auto finding = context_.diagnostics.report<diag::AddsNothing>(
        idle.expr->span, context_.quoted(idle.expr->span), context_.quoted(other.expr->span));
    finding.note(other.expr->span, "this decides alone");
    if (auto edits = removeOperand(*idle.expr); !edits.empty())
      finding.fix(Fix::Kind::kSafe, "remove '" + context_.quoted(idle.expr->span) + "'",
                  std::move(edits));
    return true;
  }

  // Only of a chain without parentheses inside, so that none is left open.
  std::vector<TextEdit> removeOperand(const ast::Expr& expr) const {
    std::vector<Span> spans;
    for (const ast::Expr* operand : operands_) {
      if (operand->parenthesized) return {};
      spans.push_back(operand->span);
    }
    const std::string written = context_.key(join(spans.front(), spans.back()));
    std::string expected;
    for (const Span span : spans)
      expected +=
          (expected.empty() ? "" : (op_ == Op::kAnd ? " and " : " or ")) + context_.key(span);
    if (written != expected) return {};
    for (std::size_t i = 0; i < spans.size(); ++i)
      if (operands_[i] == &expr) return removeItem(context_, spans, i);
    return {};
  }

  Context& context_;
  Op op_;
  std::vector<const ast::Expr*> operands_;
  std::vector<Operand> seen_;
};

}  // namespace

void lintChains(Context& context) {
  forEachExpr(context, [&](const ast::Expr& expr, const ast::Expr* parent) {
    for (const Op op : {Op::kAnd, Op::kOr})
      if (isLink(&expr, op) && !isLink(parent, op)) Chain(context, expr, op).check();
  });
}

}  // namespace decorum::lint_phase
