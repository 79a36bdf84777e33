// What has a value, in words.
#include <fmt/format.h>

#include "compiler/syntax/words.h"
#include "tools/doc/prose.h"

namespace decorum::doc {
namespace {

using sema::Binding;

bool isSum(const ast::Expr& expr) {
  const auto* binary = std::get_if<ast::Binary>(&expr.kind);
  return binary != nullptr &&
         (binary->op == ast::BinaryOp::kAdd || binary->op == ast::BinaryOp::kSub);
}

}  // namespace

Text Prose::elements(const ast::Quantifier& quantifier) const {
  if (quantifier.target)
    return target(*quantifier.target) + " in " +
           nameOfSubject(quantifier.subject ? quantifier.subject->subject : ast::Subject::kUser);
  return quantifier.list ? plain("entry of ") + value(*quantifier.list) : plain("entry");
}

struct ValueOf {
  const Prose& prose;
  const ast::Expr& expr;

  const Subject& subject() const { return prose.subject_; }
  std::string_view written() const { return subject().written(expr.span); }
  Text linked(const ast::Path& path, sema::SymbolId id) const {
    return subject().linked(syntax::spelled(path), id);
  }

  Text operator()(const ast::IntLit&) const { return plain(numberAsRead(written())); }
  Text operator()(const ast::NumberLit&) const { return plain(numberAsRead(written())); }
  Text operator()(const ast::TextLit& e) const { return quote(e.value); }
  Text operator()(const ast::TimeLit& e) const { return plain(instantOf(e.ms)); }
  Text operator()(const ast::ClockLit& e) const { return plain(clockOf(e.ms)); }
  Text operator()(const ast::DurationLit&) const { return plain(written()); }
  Text operator()(const ast::BoolLit& e) const { return plain(e.value ? "true" : "false"); }
  Text operator()(const ast::SetLit& e) const {
    std::vector<Text> parts;
    for (const ast::ExprPtr& element : e.elements) parts.push_back(prose.value(*element));
    return parts.empty() ? plain("nothing") : listed(parts, " or ");
  }
  Text operator()(const ast::Ref& e) const {
    const Binding& binding = subject().typed.bindings[expr.id];
    const sema::Module& module = subject().module();
    switch (binding.kind) {
      case Binding::Kind::kFact:
        return linked(e.path, module.records[binding.index].symbol);
      case Binding::Kind::kSignal:
        return linked(e.path, module.signals[binding.index].symbol);
      case Binding::Kind::kDefine:
        return linked(e.path, module.defines[binding.index].symbol);
      case Binding::Kind::kSetting:
        return setting(e.path, module.settings[binding.index]);
      case Binding::Kind::kArgument:
      case Binding::Kind::kResult:
        return linked(e.path, module.tools[binding.index].symbol);
      case Binding::Kind::kItField:
        return plain("its ") + code(e.path.parts.back().text);
      case Binding::Kind::kItText:
        return plain("its text");
      case Binding::Kind::kItScore:
        return plain("its score");
      case Binding::Kind::kIt:
        return plain("it");
      default:
        return code(syntax::spelled(e.path));
    }
  }
  // With its value, but for a choice between yes and no, of which a condition speaks.
  Text setting(const ast::Path& path, const sema::Setting& setting) const {
    Text name = linked(path, setting.symbol);
    if (setting.value == nullptr || setting.type.is(sema::Type::Kind::kBool)) return name;
    return std::move(name) + " (" + numberAsRead(subject().written(setting.value->span)) + ")";
  }
  Text operator()(const ast::KeyedRef& e) const {
    const Binding& binding = subject().typed.bindings[expr.id];
    Text tool = code(syntax::spelled(e.tool));
    if (binding.kind == Binding::Kind::kKeyed && binding.index != Binding::kNoTool)
      tool = linked(e.tool, subject().module().tools[binding.index >> 16].symbol);
    return plain("the ") + code(e.field.text) + " that " + tool + " last gave for " +
           prose.value(*e.key);
  }
  Text operator()(const ast::BuiltinRef& e) const {
    switch (e.which) {
      case ast::Builtin::kNow:
        return plain("the time of the event");
      case ast::Builtin::kTimeOfDay:
        return plain("the time of day");
      case ast::Builtin::kWeekday:
        return plain("the day of the week");
      case ast::Builtin::kTurn:
        return plain("the number of the turn");
      case ast::Builtin::kFirstReply:
        return plain("whether it is the first reply");
      case ast::Builtin::kIt:
        return plain("it");
    }
    return code(written());
  }
  Text operator()(const ast::Unary& e) const {
    if (e.op != ast::UnaryOp::kNegate) return prose.truth(expr);
    const bool literal = std::holds_alternative<ast::IntLit>(e.operand->kind) ||
                         std::holds_alternative<ast::NumberLit>(e.operand->kind);
    return literal ? plain("−") + prose.value(*e.operand)
                   : plain("minus ") + prose.value(*e.operand);
  }
  Text operator()(const ast::Binary& e) const {
    const auto operand = [&](const ast::Expr& part) {
      return isSum(part) ? plain("(") + prose.value(part) + ")" : prose.value(part);
    };
    switch (e.op) {
      case ast::BinaryOp::kAdd:
        return prose.value(*e.left) + " plus " + prose.value(*e.right);
      case ast::BinaryOp::kSub:
        return prose.value(*e.left) + " less " + operand(*e.right);
      case ast::BinaryOp::kMul:
        return operand(*e.left) + " times " + operand(*e.right);
      case ast::BinaryOp::kDiv:
        return operand(*e.left) + " divided by " + operand(*e.right);
      case ast::BinaryOp::kDefault:
        return prose.value(*e.left) + " (" + prose.value(*e.right) + " where it is missing)";
      default:
        return prose.truth(expr);
    }
  }
  Text operator()(const ast::Call& e) const {
    const auto argument = [&](std::size_t at) {
      if (at >= e.arguments.size()) return Text();
      const auto* ref = std::get_if<ast::Ref>(&e.arguments[at]->kind);
      if (ref != nullptr && ref->path.parts.size() == 1)
        for (std::uint8_t i = 0; i < 5; ++i)
          if (syntax::word(static_cast<ast::Subject>(i)) == ref->path.parts[0].text)
            return plain(nameOfSubject(static_cast<ast::Subject>(i)));
      return prose.value(*e.arguments[at]);
    };
    const Binding& binding = subject().typed.bindings[expr.id];
    switch (binding.kind) {
      case Binding::Kind::kLength:
        return plain("the length of ") + argument(0) + " in characters";
      case Binding::Kind::kWords:
        return plain("the number of words in ") + argument(0);
      case Binding::Kind::kOccurrences:
        return plain("the number of places with ") + occurrencesOf(e) + " in " + argument(0);
      case Binding::Kind::kSize:
        return plain("the number of entries of ") + argument(0);
      case Binding::Kind::kSum:
        return plain("the sum of ") + argument(0);
      case Binding::Kind::kDefine: {
        std::vector<Text> parts;
        for (const ast::ExprPtr& each : e.arguments) parts.push_back(prose.value(*each));
        return linked(e.callee, subject().module().defines[binding.index].symbol) + " (" +
               listed(parts) + ")";
      }
      default:
        return code(written());
    }
  }
  Text occurrencesOf(const ast::Call& e) const {
    if (e.arguments.size() < 2) return plain("it");
    const auto found = subject().typed.target_arguments.find(e.arguments[1]->id);
    const auto* ref = std::get_if<ast::Ref>(&e.arguments[1]->kind);
    if (ref == nullptr || found == subject().typed.target_arguments.end())
      return prose.value(*e.arguments[1]);
    const sema::Module& module = subject().module();
    if (found->second.kind == sema::TargetBinding::Kind::kPhrases)
      return linked(ref->path, module.phrases[found->second.index].symbol);
    if (found->second.kind == sema::TargetBinding::Kind::kPattern)
      return linked(ref->path, module.patterns[found->second.index].symbol);
    return link(syntax::spelled(ref->path), "detectors");
  }
  Text operator()(const ast::Quantifier& e) const {
    if (e.kind != ast::QuantifierKind::kHowMany) return prose.truth(expr);
    Text text = plain("the number of ");
    text = std::move(text) +
           (e.list ? plain("entries of ") + prose.value(*e.list) : prose.elements(e));
    return e.where ? std::move(text) + " where " + prose.inner(*e.where) : text;
  }
  Text operator()(const ast::Aggregated& e) const {
    Text when;
    if (e.window) when = std::move(when) + " in the last " + prose.window(*e.window);
    if (e.per) when = std::move(when) + " for the same " + prose.value(*e.per);
    if (e.function == ast::Aggregate::kCount)
      return plain("the number of times") + when + " that " + prose.inner(*e.operand);
    const char* const which = e.function == ast::Aggregate::kMin   ? "the lowest "
                              : e.function == ast::Aggregate::kMax ? "the highest "
                              : e.function == ast::Aggregate::kAvg ? "the average of "
                                                                   : "the sum of ";
    return plain(which) + prose.value(*e.operand) + when;
  }
  Text operator()(const ast::HowLongSince& e) const {
    return plain(e.unit == ast::SinceUnit::kTime
                     ? "the time since the last time that "
                     : "the number of turns since the last time that ") +
           prose.inner(*e.operand);
  }
  Text operator()(const ast::Per& e) const {
    return prose.value(*e.operand) + ", apart for each " + prose.value(*e.key);
  }
  Text operator()(const ast::ErrorExpr&) const { return code(written()); }
  Text operator()(const ast::ListLit&) const { return code(written()); }
  Text operator()(const ast::RecordLit&) const { return code(written()); }
  // Conditions as values.
  template <class Other>
  Text operator()(const Other&) const {
    return prose.truth(expr);
  }
};

Text Prose::value(const ast::Expr& expr) const {
  return std::visit(ValueOf{*this, expr}, expr.kind);
}

}  // namespace decorum::doc
