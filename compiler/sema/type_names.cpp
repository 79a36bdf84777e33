// Names in expressions: what each stands for, and whether it is known to be there.
#include <algorithm>

#include "compiler/sema/checker.h"
#include "compiler/sema/resolve_internal.h"

namespace decorum::sema {
namespace {

using Kind = Type::Kind;

std::string joined(const ast::Path& path, std::size_t from) {
  std::string text;
  for (std::size_t i = from; i < path.parts.size(); ++i)
    text += (i == from ? "" : ".") + path.parts[i].text;
  return text;
}

bool hasHole(const ast::Path& path) {
  return path.parts.empty() || std::any_of(path.parts.begin(), path.parts.end(),
                                           [](const ast::Name& part) { return part.text.empty(); });
}

std::vector<std::string_view> namesOf(const std::vector<Field>& fields) {
  std::vector<std::string_view> names;
  for (const Field& field : fields) names.push_back(field.name);
  return names;
}

std::optional<std::uint32_t> fieldNamed(const std::vector<Field>& fields, std::string_view name) {
  for (std::uint32_t i = 0; i < fields.size(); ++i)
    if (fields[i].name == name) return i;
  return std::nullopt;
}

// What a name that is no value is, and what to write instead.
struct Other {
  const char* what;
  std::string help;
};

Other otherThanValue(SymbolKind kind, const std::string& name) {
  switch (kind) {
    case SymbolKind::kRecord:
      return {"a record of facts", "name one of its fields"};
    case SymbolKind::kPhrases:
      return {"a list of phrases", "write 'user mentions " + name + "'"};
    case SymbolKind::kPattern:
      return {"a pattern", "write 'user mentions " + name + "'"};
    case SymbolKind::kTool:
      return {"a tool", "write 'tool_call is " + name + "', or name one of its fields"};
    case SymbolKind::kHours:
      return {"hours", "write 'now within " + name + "'"};
    case SymbolKind::kRule:
      return {"a rule", ""};
    case SymbolKind::kFairness:
      return {"a fairness block", ""};
    default:
      return {"something else", ""};
  }
}

}  // namespace

// A value that may be missing is one of these kinds; what was proved of it is in the scope.
Type Checker::bind(const ast::Expr& expr, Binding bound, Type type, const Scope& scope) {
  binding(expr) = bound;
  if (scope.known.contains({bound.kind, bound.index, bound.field})) type.optional = false;
  return type;
}

Type Checker::checkRef(const ast::Expr& expr, const ast::Path& path, const Scope& scope,
                       const Type* wanted) {
  if (module_.isLost(scope.file, path)) return {};
  const std::string& first = path.parts.front().text;
  if (first == "it") return checkItRef(expr, path, scope);
  if (scope.define && path.parts.size() == 1) {
    const auto& parameters = scope.define->decl->parameters;
    for (std::uint32_t i = 0; i < parameters.size(); ++i)
      if (parameters[i].name.text == first)
        return bind(expr, {Binding::Kind::kParameter, scope.define_index, i},
                    i < scope.define->parameters.size() ? scope.define->parameters[i] : Type{},
                    scope);
  }
  if (wanted && wanted->is(Kind::kEnum) && path.parts.size() == 1) {
    const auto& members = membersOf(module_, wanted->enumeration);
    const auto member = std::find(members.begin(), members.end(), first);
    if (member != members.end()) {
      binding(expr) = {Binding::Kind::kEnumMember, wanted->enumeration,
                       static_cast<std::uint32_t>(member - members.begin())};
      return wanted->known();
    }
  }
  if (const auto found = module_.find(scope.file, path))
    return checkSymbol(expr, path, *found, scope);
  return undefined(path, scope, wanted);
}

Type Checker::checkSymbol(const ast::Expr& expr, const ast::Path& path, const Module::Found& found,
                          const Scope& scope) {
  const Symbol& symbol = module_.symbols[found.symbol];
  const bool whole = found.parts == path.parts.size();
  if (symbol.kind == SymbolKind::kRecord && !whole)
    return checkFactRef(expr, path, symbol, found.parts, scope);
  if (symbol.kind == SymbolKind::kTool && !whole)
    return checkToolRef(expr, path, symbol, found.parts, scope);
  const auto takesNoFields = [&](Type type) {
    if (whole) return type;
    return noSuchField(path.parts[found.parts], symbol.name, {});
  };
  switch (symbol.kind) {
    case SymbolKind::kSignal:
      return takesNoFields(bind(expr, {Binding::Kind::kSignal, symbol.index, 0},
                                module_.signals[symbol.index].type, scope));
    case SymbolKind::kSetting:
      return takesNoFields(bind(expr, {Binding::Kind::kSetting, symbol.index, 0},
                                module_.settings[symbol.index].type, scope));
    case SymbolKind::kDefine: {
      const Define& define = module_.defines[symbol.index];
      if (!define.decl->parameters.empty()) {
        std::string call = define.decl->name.text + "(";
        for (const ast::Parameter& parameter : define.decl->parameters)
          call += (call.back() == '(' ? "" : ", ") + parameter.name.text;
        diagnostics_.report<diag::NeedsArguments>(path.span, quoted(path.span)).help(call + ")");
        return {};
      }
      const Type& type = defineType(symbol.index, expr.span);
      if (defines_[symbol.index].step != DefineState::Step::kDone) return {};
      return takesNoFields(bind(expr, {Binding::Kind::kDefine, symbol.index, 0}, type, scope));
    }
    default:
      break;
  }
  const Other other = otherThanValue(symbol.kind, quoted(path.span));
  auto finding =
      diagnostics_.report<diag::NotAValue>(path.span, quoted(path.span), std::string(other.what));
  if (!other.help.empty()) finding.help(other.help);
  return {};
}

Type Checker::checkFactRef(const ast::Expr& expr, const ast::Path& path, const Symbol& symbol,
                           std::size_t used, const Scope& scope) {
  const std::vector<Field>& fields = module_.records[symbol.index].fields;
  const std::string name = joined(path, used);
  if (const auto field = fieldNamed(fields, name))
    return bind(expr, {Binding::Kind::kFact, symbol.index, *field}, fields[*field].type, scope);
  // `address` of nested `address.city` is there, but is no value.
  const std::string inner = name + ".";
  for (const Field& field : fields)
    if (field.name.starts_with(inner)) {
      diagnostics_.report<diag::NotAValue>(path.span, quoted(path.span), "a record of facts")
          .help("name one of its fields");
      return {};
    }
  const ast::Name rest{name, join(path.parts[used].span, path.parts.back().span)};
  return noSuchField(rest, symbol.name, namesOf(fields));
}

Type Checker::checkToolRef(const ast::Expr& expr, const ast::Path& path, const Symbol& symbol,
                           std::size_t used, const Scope& scope) {
  const Tool& tool = module_.tools[symbol.index];
  const std::string name = joined(path, used);
  if (const auto field = fieldNamed(tool.arguments, name)) {
    Type type = tool.arguments[*field].type;
    if (!scope.known.contains({Binding::Kind::kTool, symbol.index, 0})) type.optional = true;
    return bind(expr, {Binding::Kind::kArgument, symbol.index, *field}, type, scope);
  }
  if (const auto field = fieldNamed(tool.results, name)) {
    Type type = tool.results[*field].type;
    if (!scope.known.contains({Binding::Kind::kTool, symbol.index, 1})) type.optional = true;
    return bind(expr, {Binding::Kind::kResult, symbol.index, *field}, type, scope);
  }
  auto names = namesOf(tool.arguments);
  const auto results = namesOf(tool.results);
  names.insert(names.end(), results.begin(), results.end());
  const ast::Name rest{name, join(path.parts[used].span, path.parts.back().span)};
  return noSuchField(rest, symbol.name, names);
}

Type Checker::checkItRef(const ast::Expr& expr, const ast::Path& path, const Scope& scope) {
  if (!scope.element) {
    diagnostics_.report<diag::ItOutsideQuantifier>(path.parts.front().span);
    return {};
  }
  const Element& element = *scope.element;
  if (path.parts.size() == 1) {
    if (!element.is_hit && element.type.isError()) return {};
    if (!element.is_hit && !element.type.is(Kind::kRecord))
      return bind(expr, {Binding::Kind::kIt, 0, 0}, element.type, scope);
    diagnostics_
        .report<diag::NotAValue>(path.span, "it", element.is_hit ? "what was found" : "a record")
        .help(element.is_hit ? "name one of its values, as in 'it.text'"
                             : "name one of its fields");
    return {};
  }
  const std::string name = joined(path, 1);
  const auto& fields = element.is_hit ? element.fields : element.type.fields;
  if (!element.is_hit && element.type.isError()) return {};
  for (std::uint32_t i = 0; i < fields.size(); ++i)
    if (fields[i].name == name)
      return bind(expr, {Binding::Kind::kItField, 0, i}, fields[i].type, scope);
  std::vector<std::string_view> names;
  for (const RecordField& field : fields) names.push_back(field.name);
  if (element.is_hit) {
    if (name == "text")
      return bind(expr, {Binding::Kind::kItText, 0, 0}, makeType(Kind::kText), scope);
    if (name == "score") {
      Type score = makeType(Kind::kNumber);
      score.low = 0;
      score.high = 1;
      return bind(expr, {Binding::Kind::kItScore, 0, 0}, score, scope);
    }
    names.insert(names.end(), {"text", "score"});
  }
  return noSuchField({name, join(path.parts[1].span, path.parts.back().span)}, "it", names);
}

Type Checker::noSuchField(const ast::Name& name, std::string_view owner,
                          const std::vector<std::string_view>& fields) {
  auto finding = diagnostics_.report<diag::NoSuchField>(name.span, owner, name.text);
  if (const auto near = nearest(name.text, fields); !near.empty()) finding.help(near);
  return {};
}

// Reports a name that nothing has. Where a member of an enumeration is wanted, it is taken for one.
Type Checker::undefined(const ast::Path& path, const Scope& scope, const Type* wanted) {
  const ast::Name& first = path.parts.front();
  if (wanted && wanted->is(Kind::kEnum) && path.parts.size() == 1) {
    const auto& members = membersOf(module_, wanted->enumeration);
    auto finding = diagnostics_.report<diag::NotAMember>(
        path.span, first.text, fmt::format("{}", fmt::join(members, ", ")));
    const std::vector<std::string_view> names(members.begin(), members.end());
    if (const auto near = nearest(first.text, names); !near.empty()) finding.help(near);
    return {};
  }
  std::vector<std::string_view> names =
      module_.names(scope.file, {SymbolKind::kRecord, SymbolKind::kSignal, SymbolKind::kDefine,
                                 SymbolKind::kSetting, SymbolKind::kTool});
  if (scope.define)
    for (const ast::Parameter& parameter : scope.define->decl->parameters)
      names.push_back(parameter.name.text);
  // A pack that is there, and a name in it that is not: the two together are what is wrong.
  const std::string pack = first.text + ".";
  const bool in_pack = path.parts.size() > 1 &&
                       std::any_of(names.begin(), names.end(),
                                   [&](std::string_view name) { return name.starts_with(pack); });
  const Span span = in_pack ? join(first.span, path.parts[1].span) : first.span;
  const std::string text = in_pack ? pack + path.parts[1].text : first.text;
  auto finding = diagnostics_.report<diag::UndefinedName>(span, text);
  if (const auto near = nearest(text, names); !near.empty()) {
    finding.help(near);
    return {};
  }
  if (path.parts.size() > 1) return {};
  for (const Record& record : module_.records)
    for (const Field& field : record.fields)
      if (field.name == first.text)
        return finding.help(module_.symbols[record.symbol].name + "." + field.name), Type{};
  for (const Enumeration& enumeration : module_.enumerations)
    for (const std::string& member : enumeration.members)
      if (member == first.text)
        return finding.note(enumeration.span, "it is a member here: compare it with such a value"),
               Type{};
  if (wanted && wanted->is(Kind::kText)) finding.note(span, "a text stands in quotes");
  return {};
}

bool Checker::isUndefinedName(const ast::Expr& expr, const Scope& scope) const {
  const auto* ref = std::get_if<ast::Ref>(&expr.kind);
  if (!ref || ref->path.parts.size() != 1 || hasHole(ref->path)) return false;
  const std::string& name = ref->path.parts.front().text;
  if (name == "it") return false;
  if (scope.define)
    for (const ast::Parameter& parameter : scope.define->decl->parameters)
      if (parameter.name.text == name) return false;
  return !module_.find(scope.file, ref->path);
}

// The type of what `path` names, where it names a value; reports nothing.
Type Checker::peek(const ast::Path& path, const Scope& scope) const {
  const std::string& first = path.parts.front().text;
  if (scope.define && path.parts.size() == 1)
    for (std::size_t i = 0; i < scope.define->parameters.size(); ++i)
      if (scope.define->decl->parameters[i].name.text == first) return scope.define->parameters[i];
  const auto found = module_.find(scope.file, path);
  if (!found) return {};
  const Symbol& symbol = module_.symbols[found->symbol];
  const std::string name = joined(path, found->parts);
  const auto typeIn = [&](const std::vector<Field>& fields) {
    const auto field = fieldNamed(fields, name);
    return field ? fields[*field].type : Type{};
  };
  switch (symbol.kind) {
    case SymbolKind::kRecord:
      return typeIn(module_.records[symbol.index].fields);
    case SymbolKind::kTool: {
      const Type argument = typeIn(module_.tools[symbol.index].arguments);
      return argument.isError() ? typeIn(module_.tools[symbol.index].results) : argument;
    }
    case SymbolKind::kDefine:
      return name.empty() ? defines_[symbol.index].type : Type{};
    default:
      return {};
  }
}

bool Checker::listPrefix(const ast::Path& path, const Scope& scope) const {
  if (path.parts.size() < 2) return false;
  ast::Path list = path;
  list.parts.pop_back();
  const Type type = peek(list, scope);
  return type.is(Kind::kList) && type.element.front().is(Kind::kRecord);
}

const Symbol* Checker::find(const Scope& scope, const ast::Path& path, SymbolKind kind) {
  if (module_.isLost(scope.file, path)) return nullptr;
  const auto found = module_.find(scope.file, path);
  if (found && found->parts == path.parts.size()) {
    const Symbol& symbol = module_.symbols[found->symbol];
    if (symbol.kind == kind) return &symbol;
    diagnostics_.report<diag::OtherKindMeant>(path.span, quoted(path.span), describe(symbol.kind),
                                              describe(kind));
    return nullptr;
  }
  const std::string name = pathText(path);
  auto finding = diagnostics_.report<diag::UndefinedName>(path.span, name);
  if (const auto near = nearest(name, module_.names(scope.file, {kind})); !near.empty())
    finding.help(near);
  return nullptr;
}

}  // namespace decorum::sema
