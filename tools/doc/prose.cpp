// What holds, in words. Values are in prose_values.cpp.
#include "tools/doc/prose.h"

#include <fmt/format.h>

#include "compiler/syntax/words.h"

namespace decorum::doc {
namespace {

using ast::BinaryOp;

bool isChoice(const ast::Expr& expr) {
  const auto* binary = std::get_if<ast::Binary>(&expr.kind);
  return binary != nullptr && (binary->op == BinaryOp::kAnd || binary->op == BinaryOp::kOr);
}

// Whether it has to stand apart from what is around it to be understood.
bool isCompound(const ast::Expr& expr) {
  return isChoice(expr) || std::holds_alternative<ast::InLast>(expr.kind) ||
         std::holds_alternative<ast::Ever>(expr.kind) ||
         std::holds_alternative<ast::Since>(expr.kind) ||
         std::holds_alternative<ast::Then>(expr.kind) ||
         std::holds_alternative<ast::For>(expr.kind) ||
         std::holds_alternative<ast::Per>(expr.kind) ||
         std::holds_alternative<ast::Quantifier>(expr.kind);
}

// The operands of `a or b or c`: of all that one `op` joins.
void flatten(const ast::Expr& expr, BinaryOp op, std::vector<const ast::Expr*>& parts) {
  const auto* binary = std::get_if<ast::Binary>(&expr.kind);
  if (binary == nullptr || binary->op != op) return parts.push_back(&expr);
  flatten(*binary->left, op, parts);
  flatten(*binary->right, op, parts);
}

std::string_view comparison(BinaryOp op) {
  switch (op) {
    case BinaryOp::kEq:
      return " is ";
    case BinaryOp::kNe:
      return " is not ";
    case BinaryOp::kLt:
      return " is less than ";
    case BinaryOp::kLe:
      return " is at most ";
    case BinaryOp::kGt:
      return " is more than ";
    case BinaryOp::kGe:
      return " is at least ";
    case BinaryOp::kStartsWith:
      return " starts with ";
    case BinaryOp::kEndsWith:
      return " ends with ";
    case BinaryOp::kContains:
      return " contains ";
    default:
      return {};
  }
}

}  // namespace

std::string Prose::window(const ast::Window& window) const {
  if (window.unit == ast::WindowUnit::kTime) return durationOf(window.count);
  std::string unit(syntax::word(window.unit));
  if (window.count == 1) unit = unit == "replies" ? "reply" : unit.substr(0, unit.size() - 1);
  return fmt::format("{} {}", window.count, unit);
}

Text Prose::target(const ast::Target& target) const {
  Text text;
  if (const auto* string = std::get_if<ast::Text>(&target.what)) {
    text = quote(string->value);
  } else {
    const auto found = subject_.typed.targets.find(&target);
    const std::string name = syntax::spelled(std::get<ast::Path>(target.what));
    using Kind = sema::TargetBinding::Kind;
    if (found != subject_.typed.targets.end() && found->second.kind == Kind::kPhrases)
      text = subject_.linked(name, subject_.module().phrases[found->second.index].symbol);
    else if (found != subject_.typed.targets.end() && found->second.kind == Kind::kPattern)
      text = subject_.linked(name, subject_.module().patterns[found->second.index].symbol);
    else
      text = link(name, "detectors");
  }
  if (target.decoded) text = std::move(text) + " (also where it is encoded)";
  if (target.at_least)
    text = std::move(text) + " (with a score of at least " +
           numberAsRead(subject_.written(target.at_least->span)) + ")";
  if (target.where) text = std::move(text) + " (where " + truth(*target.where) + ")";
  return text;
}

Text Prose::targets(const std::vector<ast::Target>& targets, std::string_view last) const {
  std::vector<Text> parts;
  for (const ast::Target& each : targets) parts.push_back(target(each));
  return listed(parts, last);
}

Text Prose::mentions(const ast::Mentions& mentions, bool negated) const {
  const bool several = mentions.targets.size() > 1;
  Text text = plain(nameOfSubject(mentions.subject.subject));
  text = std::move(text) + (negated ? " does not mention " : " mentions ");
  if (mentions.mode == ast::MentionMode::kAll) text = std::move(text) + "all of ";
  if (mentions.mode == ast::MentionMode::kAtLeast)
    text = std::move(text) + fmt::format("at least {} of ", mentions.at_least);
  return std::move(text) +
         targets(mentions.targets,
                 several && mentions.mode == ast::MentionMode::kAny ? " or " : " and ");
}

struct TruthOf {
  const Prose& prose;
  const ast::Expr& expr;

  std::string_view written() const { return prose.subject_.written(expr.span); }

  Text operator()(const ast::BoolLit& e) const { return plain(e.value ? "always" : "never"); }
  Text operator()(const ast::Ref&) const {
    const sema::Binding& binding = prose.subject_.typed.bindings[expr.id];
    const bool defined = binding.kind == sema::Binding::Kind::kDefine;
    return prose.value(expr) + (defined ? " holds" : " is true");
  }
  Text operator()(const ast::Call&) const { return prose.value(expr) + " holds"; }
  Text operator()(const ast::KeyedRef&) const { return prose.value(expr) + " is true"; }
  Text operator()(const ast::BuiltinRef& e) const {
    if (e.which == ast::Builtin::kFirstReply) return plain("it is the first reply");
    return prose.value(expr) + " is true";
  }
  Text operator()(const ast::Unary& e) const { return prose.untruth(*e.operand); }
  Text operator()(const ast::Binary& e) const {
    if (isChoice(expr)) {
      std::vector<const ast::Expr*> operands;
      flatten(expr, e.op, operands);
      std::vector<Text> parts;
      for (const ast::Expr* operand : operands) parts.push_back(prose.inner(*operand));
      return listed(parts, e.op == BinaryOp::kAnd ? " and " : " or ");
    }
    if (e.op == BinaryOp::kDefault) {
      const auto* otherwise = std::get_if<ast::BoolLit>(&e.right->kind);
      return prose.truth(*e.left) +
             (otherwise == nullptr
                  ? Text(plain(" (where it is missing, ") + prose.truth(*e.right) + ")")
                  : plain(otherwise->value ? " or missing" : ""));
    }
    const std::string_view words = comparison(e.op);
    return prose.value(*e.left) + words + prose.value(*e.right);
  }
  Text operator()(const ast::Between& e) const {
    return prose.value(*e.value) + " is between " + prose.value(*e.low) + " and " +
           prose.value(*e.high);
  }
  Text operator()(const ast::In& e) const {
    return prose.value(*e.value) + " is one of " + prose.value(*e.set);
  }
  Text operator()(const ast::IsKnown& e) const {
    return prose.value(*e.value) + (e.negated ? " is not known" : " is known");
  }
  Text operator()(const ast::IsTruncated& e) const {
    return plain(nameOfSubject(e.subject.subject)) + " was cut short";
  }
  Text operator()(const ast::IsTool& e) const {
    if (e.unknown) return plain("the tool is one that the policy does not know");
    const auto& binding = prose.subject_.typed.bindings[expr.id];
    const Text tool =
        binding.kind == sema::Binding::Kind::kTool
            ? prose.subject_.named(prose.subject_.module().tools[binding.index].symbol)
            : code(syntax::spelled(e.tool));
    return plain(e.subject.subject == ast::Subject::kToolCall ? "the tool called is "
                                                              : "the tool result is of ") +
           tool;
  }
  Text operator()(const ast::Within& e) const {
    const auto& binding = prose.subject_.typed.bindings[expr.id];
    return prose.value(*e.value) + " is within the hours " +
           (binding.kind == sema::Binding::Kind::kHours
                ? prose.subject_.named(prose.subject_.module().hours[binding.index].symbol)
                : code(syntax::spelled(e.hours)));
  }
  Text operator()(const ast::Mentions& e) const { return prose.mentions(e, false); }
  Text operator()(const ast::Matches& e) const {
    return plain("the whole of ") + nameOfSubject(e.subject.subject) + " is of the form " +
           code("/" + e.pattern + "/");
  }
  Text operator()(const ast::Quantifier& e) const {
    const bool every = e.kind == ast::QuantifierKind::kEvery;
    Text text = plain(every ? "for every " : "for some ") + prose.elements(e);
    return e.where ? std::move(text) + ", " + prose.truth(*e.where) : text;
  }
  Text operator()(const ast::InLast& e) const {
    const std::string last = "the last " + prose.window(e.window);
    if (e.mode == ast::InLastMode::kAny)
      return plain("in any of " + last + ", ") + prose.inner(*e.operand);
    if (e.mode == ast::InLastMode::kEvery)
      return plain("in every one of " + last + ", ") + prose.inner(*e.operand);
    return plain(fmt::format("in at least {} of {}, ", e.at_least, last)) + prose.inner(*e.operand);
  }
  Text operator()(const ast::Ever& e) const {
    const char* const when = e.kind == ast::EverKind::kEver    ? "at some point so far, "
                             : e.kind == ast::EverKind::kNever ? "at no point so far, "
                                                               : "at some point before this one, ";
    return plain(when) + prose.inner(*e.operand);
  }
  Text operator()(const ast::Since& e) const {
    return plain("always since the last time that ") + prose.inner(*e.since) + ": " +
           prose.inner(*e.operand);
  }
  Text operator()(const ast::Then& e) const {
    return prose.inner(*e.first) + ", and then, within " + prose.window(e.window) + ", " +
           prose.inner(*e.then);
  }
  Text operator()(const ast::For& e) const {
    return plain("for " + prose.window(e.window) + " on end, ") + prose.inner(*e.operand);
  }
  Text operator()(const ast::Repeats& e) const {
    return plain(nameOfSubject(e.subject.subject)) +
           (e.nearly ? " repeats or nearly repeats" : " repeats") + " one of the last " +
           prose.window(e.window);
  }
  Text operator()(const ast::PreviouslyFlagged& e) const {
    return plain("the conversation was marked ") + code(syntax::spelled(e.flag)) + " before";
  }
  Text operator()(const ast::Per& e) const {
    return prose.inner(*e.operand) + ", apart for each " + prose.value(*e.key);
  }
  // Numbers and the like hold nowhere; what has no words of its own stands as it was written.
  template <class Other>
  Text operator()(const Other&) const {
    return code(written());
  }
};

Text Prose::truth(const ast::Expr& expr) const {
  return std::visit(TruthOf{*this, expr}, expr.kind);
}

Text Prose::untruth(const ast::Expr& expr) const {
  if (const auto* e = std::get_if<ast::Mentions>(&expr.kind))
    if (e->mode == ast::MentionMode::kAny) return mentions(*e, true);
  if (const auto* e = std::get_if<ast::Unary>(&expr.kind))
    if (e->op == ast::UnaryOp::kNot) return truth(*e->operand);
  if (const auto* e = std::get_if<ast::Binary>(&expr.kind))
    if (e->op == BinaryOp::kEq || e->op == BinaryOp::kNe)
      return value(*e->left) + (e->op == BinaryOp::kEq ? " is not " : " is ") + value(*e->right);
  if (const auto* e = std::get_if<ast::IsKnown>(&expr.kind))
    return value(*e->value) + (e->negated ? " is known" : " is not known");
  if (std::holds_alternative<ast::Ref>(expr.kind)) {
    const bool defined = subject_.typed.bindings[expr.id].kind == sema::Binding::Kind::kDefine;
    return value(expr) + (defined ? " does not hold" : " is false");
  }
  if (std::holds_alternative<ast::Call>(expr.kind)) return value(expr) + " does not hold";
  if (const auto* e = std::get_if<ast::BuiltinRef>(&expr.kind))
    if (e->which == ast::Builtin::kFirstReply) return plain("it is not the first reply");
  return plain("it is not so that ") + inner(expr);
}

Text Prose::inner(const ast::Expr& expr) const {
  return isCompound(expr) ? plain("(") + truth(expr) + ")" : truth(expr);
}

Item Prose::condition(const ast::Expr& expr) const {
  const ast::Expr* inside = &expr;
  bool negated = false;
  if (const auto* unary = std::get_if<ast::Unary>(&expr.kind)) {
    negated = unary->op == ast::UnaryOp::kNot && isChoice(*unary->operand);
    if (negated) inside = unary->operand.get();
  }
  if (!isChoice(*inside)) return {truth(expr), {}};
  const BinaryOp op = std::get<ast::Binary>(inside->kind).op;
  std::vector<const ast::Expr*> parts;
  flatten(*inside, op, parts);
  bool flat = !negated && parts.size() == 2;
  for (const ast::Expr* part : parts) flat = flat && !isCompound(*part);
  if (flat) return {truth(expr), {}};
  const bool all = op == BinaryOp::kAnd;
  Item item{plain(negated ? (all ? "not all of these hold:" : "none of these holds:")
                          : (all ? "all of these hold:" : "at least one of these holds:")),
            {}};
  for (const ast::Expr* part : parts) item.items.push_back(condition(*part));
  return item;
}

}  // namespace decorum::doc
