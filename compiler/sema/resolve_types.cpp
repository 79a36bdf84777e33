// What is written of types becomes types: of facts, signals, settings, tools, parameters, groups.
#include <algorithm>

#include "compiler/sema/resolve_internal.h"

namespace decorum::sema {
namespace {

// Reports names that stand twice among `names`, each a pair of text and place.
void checkDistinct(Resolving& resolving, std::string_view what,
                   const std::vector<const ast::Name*>& names) {
  std::map<std::string, Span> seen;
  for (const ast::Name* name : names) {
    if (name->text.empty()) continue;
    const auto [first, is_new] = seen.emplace(name->text, name->span);
    if (!is_new)
      resolving.diagnostics.report<diag::MemberRepeated>(name->span, what, name->text)
          .note(first->second, "the first is here");
  }
}

std::vector<const ast::Name*> namesOf(const std::vector<ast::TypeField>& fields) {
  std::vector<const ast::Name*> names;
  for (const ast::TypeField& field : fields) names.push_back(&field.name);
  return names;
}

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

Type typeOf(Resolving& resolving, const ast::TypeExpr& expr);

std::string_view describe(Type::Kind kind) {
  if (kind == Type::Kind::kSet) return "a set";
  return kind == Type::Kind::kList ? "a list" : "a record";
}

Type enumerationOf(Resolving& resolving, const ast::TypeExpr& expr) {
  std::vector<const ast::Name*> names;
  std::vector<std::string> members;
  for (const ast::Name& name : expr.members) {
    names.push_back(&name);
    if (!name.text.empty() && std::find(members.begin(), members.end(), name.text) == members.end())
      members.push_back(name.text);
  }
  checkDistinct(resolving, "the member", names);
  if (members.empty()) return {};
  auto& known = resolving.module.enumerations;
  const auto [found, is_new] =
      resolving.enumerations.emplace(members, static_cast<EnumId>(known.size()));
  if (is_new) known.push_back({members, expr.span});
  Type type = makeType(Type::Kind::kEnum, expr.optional);
  type.enumeration = found->second;
  return type;
}

Type rangeOf(Resolving& resolving, const ast::TypeExpr& expr) {
  Type type = makeType(Type::Kind::kNumber, expr.optional);
  type.low = expr.low;
  type.high = expr.high;
  if (expr.low <= expr.high) return type;
  std::string written(resolving.diagnostics.sources().text(expr.span));
  if (written.ends_with('?')) written.pop_back();
  const std::size_t dots = written.find("..");
  auto finding = resolving.diagnostics.report<diag::RangeBackwards>(expr.span, trimmed(written));
  if (dots != std::string::npos)
    finding.help(trimmed(written.substr(dots + 2)) + ".." + trimmed(written.substr(0, dots)));
  return {};
}

Type recordOf(Resolving& resolving, const ast::TypeExpr& expr) {
  checkDistinct(resolving, "the field", namesOf(expr.fields));
  Type type = makeType(Type::Kind::kRecord);
  for (const ast::TypeField& field : expr.fields) {
    Type held = field.nested.empty() ? typeOf(resolving, field.type) : Type{};
    for (const ast::Label& label : field.labels) {
      const std::string_view word = resolving.diagnostics.sources().text(label.span);
      resolving.diagnostics.report<diag::LabelInsideList>(label.span, word);
    }
    const bool is_single = !held.is(Type::Kind::kSet) && !held.is(Type::Kind::kList);
    if (!is_single || !field.nested.empty()) {
      resolving.diagnostics.report<diag::TypeNotHeld>(
          field.nested.empty() ? field.type.span : field.name.span, "a record in a list",
          describe(held.kind));
      held = {};
    }
    type.fields.push_back({field.name.text, std::move(held)});
  }
  return type;
}

// `set of T` and `list of T`.
Type collectionOf(Resolving& resolving, const ast::TypeExpr& expr) {
  if (!expr.element) return {};
  const bool is_set = expr.kind == ast::TypeKind::kSet;
  Type element = typeOf(resolving, *expr.element);
  const bool is_nested = element.is(Type::Kind::kSet) || element.is(Type::Kind::kList) ||
                         (is_set && element.is(Type::Kind::kRecord));
  if (is_nested) {
    resolving.diagnostics.report<diag::TypeNotHeld>(expr.element->span, is_set ? "a set" : "a list",
                                                    describe(element.kind));
    return {};
  }
  if (element.isError()) return {};
  Type type = makeType(is_set ? Type::Kind::kSet : Type::Kind::kList, expr.optional);
  type.element.push_back(std::move(element));
  return type;
}

Type typeOf(Resolving& resolving, const ast::TypeExpr& expr) {
  switch (expr.kind) {
    case ast::TypeKind::kError:
      return {};
    case ast::TypeKind::kBool:
      return makeType(Type::Kind::kBool, expr.optional);
    case ast::TypeKind::kInt:
      return makeType(Type::Kind::kInt, expr.optional);
    case ast::TypeKind::kNumber:
      return makeType(Type::Kind::kNumber, expr.optional);
    case ast::TypeKind::kText:
      return makeType(Type::Kind::kText, expr.optional);
    case ast::TypeKind::kTime:
      return makeType(Type::Kind::kTime, expr.optional);
    case ast::TypeKind::kDuration:
      return makeType(Type::Kind::kDuration, expr.optional);
    case ast::TypeKind::kRange:
      return rangeOf(resolving, expr);
    case ast::TypeKind::kEnum:
      return enumerationOf(resolving, expr);
    case ast::TypeKind::kSet:
    case ast::TypeKind::kList:
      return collectionOf(resolving, expr);
    case ast::TypeKind::kRecord:
      return recordOf(resolving, expr);
  }
  return {};
}

// Where fields stand, which decides whether they may nest and whether one may be a key.
enum class Place : std::uint8_t { kFacts, kArguments, kResults };

struct FieldReader {
  Resolving& resolving;
  Place place;
  std::string_view owner;
  std::vector<Field> fields;
  std::optional<Span> key;

  void read(const std::vector<ast::TypeField>& written, const std::string& prefix) {
    checkDistinct(resolving,
                  prefix.empty() && place == Place::kArguments ? "the argument" : "the field",
                  namesOf(written));
    for (const ast::TypeField& field : written) readField(field, prefix);
  }

  void readField(const ast::TypeField& field, const std::string& prefix) {
    if (!field.nested.empty()) {
      readNested(field, prefix);
      return;
    }
    Field result{prefix + field.name.text, typeOf(resolving, field.type), &field.labels,
                 field.name.span, false};
    for (const ast::Label& label : field.labels)
      if (label.kind == ast::LabelKind::kKey) result.is_key = takeKey(label.span);
    if (!field.name.text.empty()) fields.push_back(std::move(result));
  }

  // Deeper nesting, and any in tools, is the parser's finding.
  void readNested(const ast::TypeField& field, const std::string& prefix) {
    if (place == Place::kFacts && prefix.empty()) read(field.nested, field.name.text + ".");
  }

  bool takeKey(Span span) {
    if (place != Place::kArguments) {
      resolving.diagnostics.report<diag::KeyMisplaced>(span);
      return false;
    }
    if (key) {
      resolving.diagnostics.report<diag::KeyRepeated>(span, owner).note(*key, "the first is here");
      return false;
    }
    key = span;
    return true;
  }
};

std::vector<Field> fieldsOf(Resolving& resolving, Place place, const std::string& owner,
                            const std::vector<ast::TypeField>& written) {
  FieldReader reader{resolving, place, owner, {}, {}};
  reader.read(written, "");
  return std::move(reader.fields);
}

void resolveSignal(Resolving& resolving, Signal& signal) {
  signal.type = typeOf(resolving, signal.decl->type);
  signal.labels = &signal.decl->labels;
  if (signal.decl->from) signal.from = &*signal.decl->from;
  for (const ast::Label& label : signal.decl->labels)
    if (label.kind == ast::LabelKind::kKey)
      resolving.diagnostics.report<diag::KeyMisplaced>(label.span);
  const bool says_nothing = !signal.decl->when_missing && !signal.type.optional;
  const FileIndex file = resolving.module.symbols[signal.symbol].file;
  const bool may_be_lost = resolving.program.files[file].tree.has_syntax_errors;
  if (says_nothing && !signal.type.isError() && !signal.decl->name.text.empty() && !may_be_lost)
    resolving.diagnostics.report<diag::SignalWithoutMissing>(signal.decl->name.span,
                                                             signal.decl->name.text);
}

void resolveSetting(Resolving& resolving, Setting& setting) {
  setting.type = typeOf(resolving, setting.decl->type);
  if (!setting.type.optional) return;
  resolving.diagnostics.report<diag::SettingOptional>(setting.decl->type.span);
  setting.type.optional = false;
}

// Parameters, and what they hide of what the file can name.
void resolveParameters(Resolving& resolving, Define& define) {
  const Module& module = resolving.module;
  const FileIndex file = module.symbols[define.symbol].file;
  std::vector<const ast::Name*> names;
  for (const ast::Parameter& parameter : define.decl->parameters) {
    define.parameters.push_back(typeOf(resolving, parameter.type));
    names.push_back(&parameter.name);
    checkName(resolving, parameter.name);
    const auto hidden = module.scopes[file].find(parameter.name.text);
    if (hidden == module.scopes[file].end() || hidden->second == kConversation) continue;
    const Symbol& symbol = module.symbols[hidden->second];
    resolving.diagnostics
        .report<diag::ParameterHides>(parameter.name.span, parameter.name.text,
                                      describe(symbol.kind))
        .note(symbol.span, "it is declared here");
  }
  checkDistinct(resolving, "the parameter", names);
}

void resolveGroups(Resolving& resolving, Pattern& pattern) {
  std::vector<const ast::Name*> names;
  for (const ast::GroupOption& group : pattern.decl->groups) {
    pattern.groups.push_back(typeOf(resolving, group.type));
    names.push_back(&group.name);
  }
  checkDistinct(resolving, "the group", names);
}

}  // namespace

void resolveTypes(Resolving& resolving) {
  Module& module = resolving.module;
  for (Record& record : module.records)
    if (record.decl != nullptr)
      record.fields =
          fieldsOf(resolving, Place::kFacts, record.decl->name.text, record.decl->fields);
  for (Signal& signal : module.signals) resolveSignal(resolving, signal);
  for (Setting& setting : module.settings) resolveSetting(resolving, setting);
  for (Tool& tool : module.tools) {
    const std::string& name = tool.decl->name.text;
    tool.arguments = fieldsOf(resolving, Place::kArguments, name, tool.decl->arguments);
    tool.results = fieldsOf(resolving, Place::kResults, name, tool.decl->results);
  }
  for (Define& define : module.defines) resolveParameters(resolving, define);
  for (Pattern& pattern : module.patterns) resolveGroups(resolving, pattern);
}

}  // namespace decorum::sema
