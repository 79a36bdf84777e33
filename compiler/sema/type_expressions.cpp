// Expressions by shape: literals, connectives, arithmetic, `default`, and values that must be
// fixed.
#include "compiler/sema/checker.h"

namespace decorum::sema {
namespace {

using Kind = Type::Kind;

Type point(Kind kind, double value) {
  Type type = makeType(kind);
  type.low = type.high = value;
  return type;
}

bool isChain(ast::BinaryOp op) { return op == ast::BinaryOp::kAnd || op == ast::BinaryOp::kOr; }

bool isArithmetic(ast::BinaryOp op) {
  return op == ast::BinaryOp::kAdd || op == ast::BinaryOp::kSub || op == ast::BinaryOp::kMul ||
         op == ast::BinaryOp::kDiv;
}

const char* symbolOf(ast::BinaryOp op) {
  switch (op) {
    case ast::BinaryOp::kAdd:
      return "+";
    case ast::BinaryOp::kSub:
      return "-";
    case ast::BinaryOp::kMul:
      return "*";
    default:
      return "/";
  }
}

// What to do with a value where a condition is needed.
std::string conditionHelp(const Type& type, const std::string& text) {
  if (type.is(Kind::kText) || type.is(Kind::kEnum)) return "compare it, as in '" + text + " == …'";
  if (isNumeric(type) || type.is(Kind::kDuration)) return "compare it, as in '" + text + " > 0'";
  if (type.is(Kind::kList) || type.is(Kind::kSet))
    return "ask of it, as in 'size(" + text + ") > 0'";
  return "compare it with something";
}

}  // namespace

Type Checker::check(const ast::Expr& expr, const Scope& scope, const Type* wanted) {
  Type type = checkKind(expr, scope, wanted);
  typed_.types[expr.id] = type;
  return type;
}

Type Checker::checkKind(const ast::Expr& expr, const Scope& scope, const Type* wanted) {
  if (const auto* e = std::get_if<ast::IntLit>(&expr.kind))
    return point(Kind::kInt, static_cast<double>(e->value));
  if (const auto* e = std::get_if<ast::NumberLit>(&expr.kind))
    return point(Kind::kNumber, e->value);
  if (std::holds_alternative<ast::BoolLit>(expr.kind)) return makeType(Kind::kBool);
  if (std::holds_alternative<ast::TextLit>(expr.kind)) return makeType(Kind::kText);
  if (std::holds_alternative<ast::TimeLit>(expr.kind)) return makeType(Kind::kTime);
  if (std::holds_alternative<ast::ClockLit>(expr.kind)) return makeType(Kind::kClock);
  if (std::holds_alternative<ast::DurationLit>(expr.kind)) return makeType(Kind::kDuration);
  if (const auto* e = std::get_if<ast::Ref>(&expr.kind))
    return checkRef(expr, e->path, scope, wanted);
  if (const auto* e = std::get_if<ast::BuiltinRef>(&expr.kind))
    return checkBuiltin(expr, *e, scope);
  if (const auto* e = std::get_if<ast::Unary>(&expr.kind)) return checkUnary(*e, scope);
  if (const auto* e = std::get_if<ast::Binary>(&expr.kind)) {
    if (isChain(e->op)) return checkChain(expr, scope);
    if (isArithmetic(e->op)) return checkArithmetic(expr, scope);
    if (e->op == ast::BinaryOp::kDefault) return checkDefault(expr, scope, wanted);
    return checkComparison(expr, *e, scope);
  }
  if (const auto* e = std::get_if<ast::Between>(&expr.kind)) return checkBetween(expr, *e, scope);
  if (const auto* e = std::get_if<ast::In>(&expr.kind)) return checkIn(expr, *e, scope);
  if (const auto* e = std::get_if<ast::IsKnown>(&expr.kind)) return checkIsKnown(*e, scope);
  if (const auto* e = std::get_if<ast::IsTool>(&expr.kind)) return checkIsTool(expr, *e, scope);
  if (const auto* e = std::get_if<ast::IsTruncated>(&expr.kind)) {
    checkHasText(e->subject);
    return makeType(Kind::kBool);
  }
  if (const auto* e = std::get_if<ast::Within>(&expr.kind)) return checkWithin(expr, *e, scope);
  if (const auto* e = std::get_if<ast::Mentions>(&expr.kind)) return checkMentions(*e, scope);
  if (const auto* e = std::get_if<ast::Matches>(&expr.kind)) return checkMatches(*e);
  if (const auto* e = std::get_if<ast::Call>(&expr.kind)) return checkCall(expr, *e, scope);
  if (const auto* e = std::get_if<ast::Quantifier>(&expr.kind))
    return checkQuantifier(expr, *e, scope);
  if (std::holds_alternative<ast::SetLit>(expr.kind)) return checkSetLiteral(expr);
  return checkMemory(expr, scope);
}

// A set stands after `in`, and as the value of a setting.
Type Checker::checkSetLiteral(const ast::Expr& expr) {
  diagnostics_.report<diag::NotAValue>(expr.span, quoted(expr.span), "several values")
      .help("write 'in " + quoted(expr.span) + "'");
  return {};
}

Type Checker::checkBuiltin(const ast::Expr& expr, const ast::BuiltinRef& builtin,
                           const Scope& scope) {
  switch (builtin.which) {
    case ast::Builtin::kNow:
      return makeType(Kind::kTime);
    case ast::Builtin::kTimeOfDay:
      return makeType(Kind::kClock);
    case ast::Builtin::kWeekday: {
      Type type = makeType(Kind::kEnum);
      type.enumeration = kWeekdays;
      return type;
    }
    case ast::Builtin::kTurn: {
      Type type = makeType(Kind::kInt);
      type.low = 0;
      return type;
    }
    case ast::Builtin::kFirstReply:
      return makeType(Kind::kBool);
    case ast::Builtin::kIt:
      break;
  }
  const ast::Path it{{{"it", expr.span}}, expr.span};
  return checkItRef(expr, it, scope);
}

Type Checker::need(const ast::Expr& expr, const Scope& scope, const Type* wanted) {
  Type type = check(expr, scope, wanted);
  if (!type.optional) return type;
  typed_.types[expr.id] = type.known();
  const Binding& bound = binding(expr);
  if (bound.kind == Binding::Kind::kArgument) {
    const Tool& tool = module_.tools[bound.index];
    const std::string& name = module_.symbols[tool.symbol].name;
    if (!scope.known.contains({Binding::Kind::kTool, bound.index, 0})) {
      diagnostics_.report<diag::ArgumentUsedBare>(expr.span, quoted(expr.span), name).help(name);
      return type.known();
    }
  }
  diagnostics_.report<diag::MissingUsedBare>(expr.span, quoted(expr.span));
  return type.known();
}

void Checker::needType(const ast::Expr& expr, const Scope& scope, const Type& wanted) {
  const Type type = need(expr, scope, &wanted);
  if (!fits(module_, type, wanted)) wrongType(expr, type, wanted);
}

void Checker::wrongType(const ast::Expr& expr, const Type& type, const Type& wanted) {
  auto finding = diagnostics_.report<diag::WrongType>(expr.span, quoted(expr.span), typeName(type),
                                                      typeName(wanted.known()));
  const auto* text = std::get_if<ast::TextLit>(&expr.kind);
  if (text && wanted.is(Kind::kEnum))
    finding.help(fmt::format("members need no quotes: {}", text->value));
  if (type.is(Kind::kNumber) && wanted.is(Kind::kInt)) finding.help("an int has no fraction");
  if (isNumeric(type) && wanted.is(Kind::kDuration))
    finding.help(fmt::format("say of what, as in '{} minutes'", quoted(expr.span)));
}

void Checker::condition(const ast::Expr& expr, const Scope& scope) {
  const Type type = need(expr, scope);
  if (type.isError() || type.is(Kind::kBool)) return;
  const std::string text = quoted(expr.span);
  diagnostics_.report<diag::NotACondition>(expr.span, text, typeName(type))
      .help(conditionHelp(type, text));
}

// A chain of equal connectives, however long, without recursion: the operands from left to right,
// each knowing what those before it prove.
Type Checker::checkChain(const ast::Expr& expr, const Scope& scope) {
  const ast::BinaryOp op = std::get<ast::Binary>(expr.kind).op;
  std::vector<const ast::Expr*> operands;
  const ast::Expr* left = &expr;
  for (const auto* link = std::get_if<ast::Binary>(&left->kind); link && link->op == op;
       link = std::get_if<ast::Binary>(&left->kind)) {
    typed_.types[left->id] = makeType(Kind::kBool);
    operands.push_back(link->right.get());
    left = link->left.get();
  }
  operands.push_back(left);
  Scope here = scope;
  for (auto operand = operands.rbegin(); operand != operands.rend(); ++operand) {
    condition(**operand, here);
    learn(**operand, op == ast::BinaryOp::kAnd, here.known);
  }
  return makeType(Kind::kBool);
}

Type Checker::checkUnary(const ast::Unary& unary, const Scope& scope) {
  if (unary.op == ast::UnaryOp::kNot) {
    condition(*unary.operand, scope);
    return makeType(Kind::kBool);
  }
  Type type = need(*unary.operand, scope);
  if (type.isError() || type.is(Kind::kDuration)) return type;
  if (isNumeric(type)) {
    std::swap(type.low, type.high);
    type.low = -type.low;
    type.high = -type.high;
    return type;
  }
  diagnostics_.report<diag::WrongType>(unary.operand->span, quoted(unary.operand->span),
                                       typeName(type), "a number or duration");
  return {};
}

// Sums and products likewise: `a + b + c` leans to the left.
Type Checker::checkArithmetic(const ast::Expr& expr, const Scope& scope) {
  std::vector<const ast::Expr*> spine;
  const ast::Expr* left = &expr;
  for (const auto* link = std::get_if<ast::Binary>(&left->kind); link && isArithmetic(link->op);
       link = std::get_if<ast::Binary>(&left->kind)) {
    spine.push_back(left);
    left = link->left.get();
  }
  Type type = need(*left, scope);
  for (auto step = spine.rbegin(); step != spine.rend(); ++step) {
    const auto& link = std::get<ast::Binary>((*step)->kind);
    const Type right = need(*link.right, scope);
    type = arithmetic(**step, type, right);
    typed_.types[(*step)->id] = type;
  }
  return type;
}

Type Checker::arithmetic(const ast::Expr& expr, const Type& left, const Type& right) {
  if (left.isError() || right.isError()) return {};
  const auto& binary = std::get<ast::Binary>(expr.kind);
  const bool sum = binary.op == ast::BinaryOp::kAdd;
  const bool difference = binary.op == ast::BinaryOp::kSub;
  if (isNumeric(left) && isNumeric(right)) {
    const bool whole = left.is(Kind::kInt) && right.is(Kind::kInt);
    return makeType(whole && binary.op != ast::BinaryOp::kDiv ? Kind::kInt : Kind::kNumber);
  }
  if ((sum || difference) && left.is(Kind::kTime) && right.is(Kind::kDuration)) return left;
  if (sum && left.is(Kind::kDuration) && right.is(Kind::kTime)) return right;
  if (difference && left.is(Kind::kTime) && right.is(Kind::kTime)) return makeType(Kind::kDuration);
  if ((sum || difference) && left.is(Kind::kDuration) && right.is(Kind::kDuration)) return left;
  const bool scaled = (left.is(Kind::kDuration) && right.is(Kind::kInt)) ||
                      (left.is(Kind::kInt) && right.is(Kind::kDuration));
  if (binary.op == ast::BinaryOp::kMul && scaled) return makeType(Kind::kDuration);
  diagnostics_.report<diag::WrongOperands>(binary.op_span, symbolOf(binary.op), typeName(left),
                                           typeName(right));
  return {};
}

Type Checker::checkDefault(const ast::Expr& expr, const Scope& scope, const Type* wanted) {
  const auto& binary = std::get<ast::Binary>(expr.kind);
  const Type left = check(*binary.left, scope, wanted);
  Type known = left.known();
  // The other side may be missing too: `a default b default 0`.
  const Type other = check(*binary.right, scope, left.isError() ? wanted : &known);
  const Type right = other.known();
  if (left.isError() || right.isError()) return left.isError() ? other : known;
  if (known.is(Kind::kSet) || known.is(Kind::kList)) {
    notBuilt(binary.op_span,
             "'default' of a " + std::string(known.is(Kind::kSet) ? "set" : "list"));
    return known;
  }
  if (!left.optional)
    diagnostics_.report<diag::NeverMissing>(binary.left->span, quoted(binary.left->span))
        .help("leave out the 'default'");
  if (isNumeric(known) && fits(module_, right, known)) {
    Type type = makeType(known.kind);
    type.low = std::min(known.low, right.low);
    type.high = std::max(known.high, right.high);
    type.optional = other.optional;
    return type;
  }
  if (!same(module_, known, right)) wrongType(*binary.right, right, known);
  Type type = known;
  type.optional = other.optional;
  return type;
}

Type Checker::checkIsKnown(const ast::IsKnown& is, const Scope& scope) {
  const Type type = check(*is.value, scope);
  if (!type.isError() && !type.optional)
    diagnostics_.report<diag::NeverMissing>(is.value->span, quoted(is.value->span))
        .help(is.negated ? "'is not known' never holds" : "'is known' always holds");
  return makeType(Kind::kBool);
}

Type Checker::checkWithin(const ast::Expr& expr, const ast::Within& within, const Scope& scope) {
  needType(*within.value, scope, makeType(Kind::kTime));
  if (const Symbol* hours = find(scope, within.hours, SymbolKind::kHours))
    binding(expr) = {Binding::Kind::kHours, hours->index, 0};
  return makeType(Kind::kBool);
}

namespace {

bool isLiteral(const ast::Expr& expr, const Binding& binding) {
  if (const auto* unary = std::get_if<ast::Unary>(&expr.kind))
    return unary->op == ast::UnaryOp::kNegate &&
           (std::holds_alternative<ast::IntLit>(unary->operand->kind) ||
            std::holds_alternative<ast::NumberLit>(unary->operand->kind) ||
            std::holds_alternative<ast::DurationLit>(unary->operand->kind));
  if (std::holds_alternative<ast::Ref>(expr.kind))
    return binding.kind == Binding::Kind::kEnumMember;
  return std::holds_alternative<ast::BoolLit>(expr.kind) ||
         std::holds_alternative<ast::IntLit>(expr.kind) ||
         std::holds_alternative<ast::NumberLit>(expr.kind) ||
         std::holds_alternative<ast::TextLit>(expr.kind) ||
         std::holds_alternative<ast::TimeLit>(expr.kind) ||
         std::holds_alternative<ast::ClockLit>(expr.kind) ||
         std::holds_alternative<ast::DurationLit>(expr.kind);
}

const std::vector<ast::ExprPtr>* elementsOf(const ast::Expr& expr) {
  if (const auto* set = std::get_if<ast::SetLit>(&expr.kind)) return &set->elements;
  if (const auto* list = std::get_if<ast::ListLit>(&expr.kind)) return &list->elements;
  return nullptr;
}

}  // namespace

void Checker::constant(const ast::Expr& expr, const Scope& scope, const Type& wanted,
                       Ranges ranges) {
  if (std::holds_alternative<ast::ErrorExpr>(expr.kind)) return;
  if (checkCells(expr, wanted)) return;
  const bool many = wanted.is(Kind::kList) || wanted.is(Kind::kSet);
  if (const auto* elements = elementsOf(expr); elements && many) {
    typed_.types[expr.id] = wanted.known();
    for (const ast::ExprPtr& element : *elements)
      constant(*element, scope, wanted.element.front(), ranges);
    return;
  }
  const auto* record = std::get_if<ast::RecordLit>(&expr.kind);
  if (record && wanted.is(Kind::kRecord))
    return constantRecord(expr, *record, scope, wanted, ranges);
  if (elementsOf(expr) || record) {
    typed_.types[expr.id] = {};
    if (!wanted.isError())
      diagnostics_.report<diag::WrongType>(expr.span, quoted(expr.span),
                                           record ? "a record" : "several values",
                                           typeName(wanted.known()));
    return;
  }
  const Type type = check(expr, scope, &wanted);
  if (type.isError()) return;
  if (!isLiteral(expr, binding(expr))) {
    diagnostics_.report<diag::NotConstant>(expr.span, quoted(expr.span));
    return;
  }
  if (!fits(module_, type, wanted)) return wrongType(expr, type, wanted);
  if (ranges == Ranges::kHeld && isNumeric(wanted) &&
      (type.low < wanted.low || type.high > wanted.high))
    diagnostics_.report<diag::OutOfRange>(expr.span, quoted(expr.span), typeName(wanted.known()));
}

void Checker::constantRecord(const ast::Expr& expr, const ast::RecordLit& record,
                             const Scope& scope, const Type& wanted, Ranges ranges) {
  typed_.types[expr.id] = wanted.known();
  std::vector<std::string_view> names;
  for (const RecordField& field : wanted.fields) names.push_back(field.name);
  for (std::size_t i = 0; i < record.names.size(); ++i) {
    const RecordField* found = nullptr;
    for (const RecordField& field : wanted.fields)
      if (field.name == record.names[i].text) found = &field;
    if (!found) {
      noSuchField(record.names[i], "the record", names);
      continue;
    }
    constant(*record.values[i], scope, found->type, ranges);
  }
}

}  // namespace decorum::sema
