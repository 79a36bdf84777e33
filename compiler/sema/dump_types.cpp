#include "compiler/sema/dump_types.h"

#include <fmt/format.h>

#include <array>

#include "compiler/sema/types.h"
#include "compiler/sema/walk.h"

namespace decorum::sema {
namespace {

// In the order of `ast::ExprKind`.
constexpr auto kExprNames = std::to_array<std::string_view>(
    {"hole",     "bool",       "int",      "number",  "text",     "time",
     "clock",    "duration",   "set",      "list",    "record",   "name",
     "keyed",    "builtin",    "unary",    "binary",  "between",  "in",
     "is known", "truncated",  "is tool",  "within",  "mentions", "matches",
     "call",     "quantifier", "in last",  "ever",    "since",    "then",
     "for",      "aggregate",  "how long", "repeats", "flagged",  "per"});
static_assert(kExprNames.size() == std::variant_size_v<ast::ExprKind>);

class Dumper {
 public:
  explicit Dumper(const TypedModule& typed) : typed_(typed), module_(*typed.module) {}

  std::string run() {
    for (const Define& define : module_.defines) {
      head("define", define.symbol);
      expression(*define.decl->value, 1);
    }
    for (const Rule& rule : module_.rules) {
      head(nameOf(rule.decl->kind), rule.symbol);
      for (const ast::Clause* clause : rule.clauses) std::visit(*this, clause->kind);
    }
    return std::move(text_);
  }

  void operator()(const ast::WhenClause& when) { under("when", *when.condition); }
  void operator()(const ast::UnlessClause& unless) { under("unless", *unless.condition); }
  void operator()(const ast::SayClause& say) { message("say", say.message); }
  void operator()(const ast::AskClause& ask) { message("ask", ask.message); }
  void operator()(const ast::BecauseClause& because) { message("because", because.message); }
  void operator()(const ast::TellingClause& telling) { message("telling", telling.message); }
  void operator()(const ast::FindClause& find) {
    for (const ast::Target& target : find.targets) {
      text_ += "  find";
      this->target(target);
      text_ += '\n';
      if (target.where) expression(*target.where, 2);
    }
  }
  template <class Other>
  void operator()(const Other&) {}  // no expressions in it

 private:
  void head(std::string_view what, SymbolId symbol) {
    text_ += fmt::format("{} {}\n", what, module_.symbols[symbol].name);
  }

  void under(std::string_view clause, const ast::Expr& expr) {
    text_ += fmt::format("  {}\n", clause);
    expression(expr, 2);
  }

  void message(std::string_view clause, const ast::Message& message) {
    for (const auto& piece : message.pieces) {
      const auto* hole = std::get_if<ast::Hole>(&piece);
      if (hole && hole->value) under(fmt::format("{} {{}}", clause), *hole->value);
    }
  }

  void expression(const ast::Expr& expr, std::size_t depth) {
    text_ += std::string(2 * depth, ' ');
    text_ += kExprNames[expr.kind.index()];
    refersTo(typed_.bindings[expr.id]);
    if (const auto* mentions = std::get_if<ast::Mentions>(&expr.kind))
      for (const ast::Target& part : mentions->targets) target(part);
    if (const auto* quantifier = std::get_if<ast::Quantifier>(&expr.kind))
      if (quantifier->target) target(*quantifier->target);
    if (const auto argument = typed_.target_arguments.find(expr.id);
        argument != typed_.target_arguments.end())
      target(argument->second);
    else
      text_ += ": " + print(module_, typed_.types[expr.id]);
    text_ += '\n';
    forEachPart(expr, [&](const ast::Expr& part) { expression(part, depth + 1); });
  }

  void field(const std::vector<Field>& fields, SymbolId owner, const Binding& bound) {
    text_ += fmt::format("{}.{}", module_.symbols[owner].name, fields[bound.field].name);
  }

  void refersTo(const Binding& bound) {
    using Kind = Binding::Kind;
    const auto named = [&](std::string_view what, SymbolId symbol) {
      text_ += fmt::format(" {} {}", what, module_.symbols[symbol].name);
    };
    switch (bound.kind) {
      case Kind::kNone:
        return;
      case Kind::kFact:
        text_ += " fact ";
        return field(module_.records[bound.index].fields, module_.records[bound.index].symbol,
                     bound);
      case Kind::kArgument:
        text_ += " argument ";
        return field(module_.tools[bound.index].arguments, module_.tools[bound.index].symbol,
                     bound);
      case Kind::kResult:
        text_ += " result ";
        return field(module_.tools[bound.index].results, module_.tools[bound.index].symbol, bound);
      case Kind::kSignal:
        return named("signal", module_.signals[bound.index].symbol);
      case Kind::kEnumMember:
        text_ += " member " + membersOf(module_, bound.index)[bound.field];
        return;
      case Kind::kDefine:
        return named("define", module_.defines[bound.index].symbol);
      case Kind::kSetting:
        return named("setting", module_.settings[bound.index].symbol);
      case Kind::kTool:
        return named("tool", module_.tools[bound.index].symbol);
      case Kind::kHours:
        return named("hours", module_.hours[bound.index].symbol);
      case Kind::kParameter:
        text_ +=
            " parameter " + module_.defines[bound.index].decl->parameters[bound.field].name.text;
        return;
      case Kind::kItField:
        text_ += fmt::format(" it, field {}", bound.field);
        return;
      case Kind::kItText:
        text_ += " it.text";
        return;
      case Kind::kItScore:
        text_ += " it.score";
        return;
      case Kind::kIt:
        text_ += " it";
        return;
      case Kind::kLength:
        text_ += " length";
        return;
      case Kind::kWords:
        text_ += " words";
        return;
      case Kind::kOccurrences:
        text_ += " occurrences";
        return;
      case Kind::kSize:
        text_ += " size";
        return;
      case Kind::kSum:
        text_ += fmt::format(" sum of field {}", bound.field);
        return;
      case Kind::kKeyed:
        text_ += " keyed";
        return;
    }
  }

  void target(const ast::Target& target) {
    const auto found = typed_.targets.find(&target);
    if (found == typed_.targets.end()) return;
    if (const auto* string = std::get_if<ast::Text>(&target.what))
      text_ += fmt::format(" \"{}\"", string->value);
    else
      this->target(found->second);
  }

  void target(const TargetBinding& bound) {
    using Kind = TargetBinding::Kind;
    switch (bound.kind) {
      case Kind::kError:
        text_ += " ?";
        return;
      case Kind::kString:
        text_ += " a text";
        return;
      case Kind::kPhrases:
        text_ += " phrases " + module_.symbols[module_.phrases[bound.index].symbol].name;
        return;
      case Kind::kPattern:
        text_ += " pattern " + module_.symbols[module_.patterns[bound.index].symbol].name;
        return;
      case Kind::kDetector:
        text_ += " detector " + bound.detector;
        return;
    }
  }

  const TypedModule& typed_;
  const Module& module_;
  std::string text_;
};

}  // namespace

std::string dump(const TypedModule& typed) { return Dumper(typed).run(); }

}  // namespace decorum::sema
