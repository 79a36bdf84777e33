// Quantifiers and calls: over lists, over hits, and definitions with parameters.
#include "compiler/sema/checker.h"

namespace decorum::sema {
namespace {

using Kind = Type::Kind;

Type counted() {
  Type type = makeType(Kind::kInt);
  type.low = 0;
  return type;
}

std::string arguments(std::size_t count) {
  return count == 1 ? "1 argument" : fmt::format("{} arguments", count);
}

const ast::Ref* refOf(const ast::Expr& expr) { return std::get_if<ast::Ref>(&expr.kind); }

}  // namespace

Type Checker::checkQuantifier(const ast::Expr& expr, const ast::Quantifier& quantifier,
                              const Scope& scope) {
  const Type result =
      quantifier.kind == ast::QuantifierKind::kHowMany ? counted() : makeType(Kind::kBool);
  if (scope.element) diagnostics_.report<diag::NestedQuantifier>(expr.span, quoted(expr.span));
  Element element;
  if (quantifier.target) {
    if (quantifier.subject) checkHasText(*quantifier.subject);
    const TargetBinding bound = checkTarget(*quantifier.target, scope);
    element = elementOf(*quantifier.target, bound);
  } else if (quantifier.list) {
    const Type list = need(*quantifier.list, scope);
    if (list.is(Kind::kList) || list.is(Kind::kSet))
      element.type = list.element.front();
    else if (!list.isError())
      diagnostics_.report<diag::NotAList>(quantifier.list->span, quoted(quantifier.list->span),
                                          typeName(list));
  }
  Scope inside = scope;
  inside.element = &element;
  if (quantifier.where) condition(*quantifier.where, inside);
  return result;
}

bool Checker::takes(const ast::Expr& expr, const ast::Call& call, std::size_t count) {
  if (call.arguments.size() == count) return true;
  diagnostics_.report<diag::WrongArgumentCount>(expr.span, quoted(call.callee.span),
                                                arguments(count), call.arguments.size());
  return false;
}

Type Checker::checkCall(const ast::Expr& expr, const ast::Call& call, const Scope& scope) {
  if (call.callee.parts.size() == 1) {
    const std::string& name = call.callee.parts.front().text;
    if (name.empty()) return {};
    if (name == "length") return checkTextCount(expr, call, Binding::Kind::kLength, scope);
    if (name == "words") return checkTextCount(expr, call, Binding::Kind::kWords, scope);
    if (name == "occurrences")
      return checkTextCount(expr, call, Binding::Kind::kOccurrences, scope);
    if (name == "size") return checkSize(expr, call, scope);
    if (name == "sum")
      return takes(expr, call, 1) ? checkSum(expr, *call.arguments.front(), scope) : Type{};
  }
  const auto found = module_.find(scope.file, call.callee);
  if (!found || found->parts != call.callee.parts.size()) {
    std::vector<std::string_view> names = module_.names(scope.file, {SymbolKind::kDefine});
    names.insert(names.end(), {"length", "words", "occurrences", "size", "sum", "count"});
    const std::string text = quoted(call.callee.span);
    auto finding = diagnostics_.report<diag::UndefinedName>(call.callee.span, text);
    if (const auto near = nearest(text, names); !near.empty()) finding.help(near);
    return {};
  }
  const Symbol& symbol = module_.symbols[found->symbol];
  if (symbol.kind != SymbolKind::kDefine) {
    diagnostics_.report<diag::NotAFunction>(call.callee.span, quoted(call.callee.span));
    return {};
  }
  return checkDefineCall(expr, call, symbol, scope);
}

Type Checker::checkDefineCall(const ast::Expr& expr, const ast::Call& call, const Symbol& symbol,
                              const Scope& scope) {
  const Define& define = module_.defines[symbol.index];
  if (define.decl->parameters.empty()) {
    diagnostics_.report<diag::NotAFunction>(call.callee.span, quoted(call.callee.span))
        .note(symbol.span, "defined here");
    return {};
  }
  binding(expr) = {Binding::Kind::kDefine, symbol.index, 0};
  const Type type = defineType(symbol.index, expr.span);
  if (call.arguments.size() != define.decl->parameters.size()) {
    diagnostics_
        .report<diag::WrongArgumentCount>(expr.span, quoted(call.callee.span),
                                          arguments(define.decl->parameters.size()),
                                          call.arguments.size())
        .note(symbol.span, "defined here");
    return type;
  }
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const Type wanted = i < define.parameters.size() ? define.parameters[i] : Type{};
    const ast::Expr& argument = *call.arguments[i];
    if (!wanted.optional) {
      needType(argument, scope, wanted);
      continue;
    }
    const Type given = check(argument, scope, &wanted);
    if (!fits(module_, given, wanted)) wrongType(argument, given, wanted);
  }
  return type;
}

// `length(user)`, `words(user)`, `occurrences(user, X)`.
Type Checker::checkTextCount(const ast::Expr& expr, const ast::Call& call, Binding::Kind kind,
                             const Scope& scope) {
  const bool finds = kind == Binding::Kind::kOccurrences;
  if (!takes(expr, call, finds ? 2 : 1)) return counted();
  const ast::Expr& first = *call.arguments.front();
  if (std::holds_alternative<ast::ErrorExpr>(first.kind)) return counted();
  const ast::Ref* ref = refOf(first);
  const auto subject = ref && ref->path.parts.size() == 1
                           ? subjectNamed(ref->path.parts.front().text)
                           : std::nullopt;
  if (subject)
    checkHasText({*subject, first.span});
  else
    diagnostics_.report<diag::NotASubject>(first.span, quoted(call.callee.span),
                                           quoted(first.span));
  binding(expr) = {kind, 0, 0};
  if (!finds) return counted();
  const ast::Expr& second = *call.arguments[1];
  TargetBinding bound;
  if (const auto* string = std::get_if<ast::TextLit>(&second.kind)) {
    bound.kind = TargetBinding::Kind::kString;
    checkPhrase(string->value, second.span);
  } else if (const ast::Ref* target = refOf(second)) {
    bound = bindTarget(target->path, scope);
  } else if (!std::holds_alternative<ast::ErrorExpr>(second.kind)) {
    const Type type = check(second, scope);
    if (!type.isError())
      diagnostics_.report<diag::WrongType>(second.span, quoted(second.span), typeName(type),
                                           "a text, phrases list, pattern or detector");
  }
  typed_.target_arguments[second.id] = bound;
  return counted();
}

Type Checker::checkSize(const ast::Expr& expr, const ast::Call& call, const Scope& scope) {
  if (!takes(expr, call, 1)) return counted();
  binding(expr) = {Binding::Kind::kSize, 0, 0};
  const ast::Expr& list = *call.arguments.front();
  const Type type = need(list, scope);
  if (!type.isError() && !type.is(Kind::kList) && !type.is(Kind::kSet))
    diagnostics_.report<diag::NotAList>(list.span, quoted(list.span), typeName(type));
  return counted();
}

// `sum(L)` of single numbers, `sum(L.amount)` of records: the list is all but the last name then.
Type Checker::checkSum(const ast::Expr& expr, const ast::Expr& operand, const Scope& scope) {
  binding(expr) = {Binding::Kind::kSum, 0, 0};
  const ast::Ref* ref = refOf(operand);
  Type element;
  if (ref && listPrefix(ref->path, scope)) {
    ast::Path list = ref->path;
    const ast::Name field = list.parts.back();
    list.parts.pop_back();
    list.span = join(list.parts.front().span, list.parts.back().span);
    Type type = checkRef(operand, list, scope, nullptr);
    if (type.optional) diagnostics_.report<diag::MissingUsedBare>(list.span, quoted(list.span));
    typed_.types[operand.id] = type = type.known();
    if (type.isError()) return {};
    std::vector<std::string_view> names;
    const auto& fields = type.element.front().fields;
    for (std::uint32_t i = 0; i < fields.size(); ++i) {
      names.push_back(fields[i].name);
      if (fields[i].name != field.text) continue;
      binding(expr).field = i;
      element = fields[i].type;
    }
    if (element.isError()) return noSuchField(field, quoted(list.span), names);
  } else {
    const Type type = need(operand, scope);
    if (type.isError()) return {};
    if (!type.is(Kind::kList) && !type.is(Kind::kSet)) {
      diagnostics_.report<diag::NotAList>(operand.span, quoted(operand.span), typeName(type));
      return {};
    }
    element = type.element.front();
  }
  if (isNumeric(element) && !element.optional) return makeType(element.kind);
  if (element.isError()) return {};
  auto finding = diagnostics_.report<diag::NothingToSum>(
      operand.span, quoted(operand.span),
      element.is(Kind::kRecord) ? "a list of records" : "of " + typeName(element));
  if (element.is(Kind::kRecord))
    finding.help(fmt::format("name one of its fields, as in '{}.{}'", quoted(operand.span),
                             element.fields.empty() ? "amount" : element.fields.front().name));
  return {};
}

}  // namespace decorum::sema
