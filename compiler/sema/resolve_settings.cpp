// Settings: what is given where a pack is included. A pack is in force once however often it is
// included, so all includes together give each setting one value.
#include <algorithm>
#include <set>

#include "compiler/sema/resolve_internal.h"

namespace decorum::sema {
namespace {

// One value given to a setting.
struct Given {
  const ast::SettingValue* value;
  FileIndex file;
};

struct AllGiven {
  std::map<const Setting*, Given> values;  ///< the first of each setting
  std::set<FileIndex> misspelt;            ///< packs that were given a setting which they lack
};

Span nameOf(const ast::IncludeDecl& include) {
  return std::visit([](const auto& what) { return what.span; }, include.what);
}

bool isEqual(const Module& module, const ast::Expr& a, FileIndex file_a, const ast::Expr& b,
             FileIndex file_b);

bool isEqual(const Module& module, const std::vector<ast::ExprPtr>& a, FileIndex file_a,
             const std::vector<ast::ExprPtr>& b, FileIndex file_b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!isEqual(module, *a[i], file_a, *b[i], file_b)) return false;
  return true;
}

// A name is the same where it leads to the same declaration, or is a member of an enumeration.
bool isEqual(const Module& module, const ast::Path& a, FileIndex file_a, const ast::Path& b,
             FileIndex file_b) {
  const auto found_a = module.find(file_a, a), found_b = module.find(file_b, b);
  if (found_a.has_value() != found_b.has_value()) return false;
  if (found_a && found_a->symbol != found_b->symbol) return false;
  const auto rest = [](const ast::Path& path, std::size_t from) {
    std::string text;
    for (std::size_t i = from; i < path.parts.size(); ++i) text += "." + path.parts[i].text;
    return text;
  };
  return rest(a, found_a ? found_a->parts : 0) == rest(b, found_b ? found_b->parts : 0);
}

std::optional<double> numberOf(const ast::Expr& expr) {
  if (const auto* literal = std::get_if<ast::IntLit>(&expr.kind))
    return static_cast<double>(literal->value);
  if (const auto* literal = std::get_if<ast::NumberLit>(&expr.kind)) return literal->value;
  const auto* unary = std::get_if<ast::Unary>(&expr.kind);
  if (unary == nullptr || unary->op != ast::UnaryOp::kNegate || !unary->operand)
    return std::nullopt;
  const auto operand = numberOf(*unary->operand);
  return operand ? std::optional(-*operand) : std::nullopt;
}

// Whether two values that settings can have are the same; holes are the same as anything.
bool isEqual(const Module& module, const ast::Expr& a, FileIndex file_a, const ast::Expr& b,
             FileIndex file_b) {
  const auto is_hole = [](const ast::Expr& e) {
    return std::holds_alternative<ast::ErrorExpr>(e.kind);
  };
  if (is_hole(a) || is_hole(b)) return true;
  if (const auto number_a = numberOf(a), number_b = numberOf(b); number_a && number_b)
    return *number_a == *number_b;
  if (a.kind.index() != b.kind.index()) return false;
  if (const auto* literal = std::get_if<ast::BoolLit>(&a.kind))
    return literal->value == std::get<ast::BoolLit>(b.kind).value;
  if (const auto* literal = std::get_if<ast::TextLit>(&a.kind))
    return literal->value == std::get<ast::TextLit>(b.kind).value;
  if (const auto* literal = std::get_if<ast::TimeLit>(&a.kind))
    return literal->ms == std::get<ast::TimeLit>(b.kind).ms;
  if (const auto* literal = std::get_if<ast::ClockLit>(&a.kind))
    return literal->ms == std::get<ast::ClockLit>(b.kind).ms;
  if (const auto* literal = std::get_if<ast::DurationLit>(&a.kind))
    return literal->ms == std::get<ast::DurationLit>(b.kind).ms;
  if (const auto* set = std::get_if<ast::SetLit>(&a.kind))
    return isEqual(module, set->elements, file_a, std::get<ast::SetLit>(b.kind).elements, file_b);
  if (const auto* list = std::get_if<ast::ListLit>(&a.kind))
    return isEqual(module, list->elements, file_a, std::get<ast::ListLit>(b.kind).elements, file_b);
  if (const auto* ref = std::get_if<ast::Ref>(&a.kind))
    return isEqual(module, ref->path, file_a, std::get<ast::Ref>(b.kind).path, file_b);
  return false;
}

// The setting `name` that `target` declares itself; null where there is none.
Setting* settingOf(Module& module, FileIndex target, const std::string& name) {
  const auto found = module.scopes[target].find(name);
  if (found == module.scopes[target].end()) return nullptr;
  const Symbol& symbol = module.symbols[found->second];
  const bool is_setting = symbol.kind == SymbolKind::kSetting && symbol.file == target;
  return is_setting ? &module.settings[symbol.index] : nullptr;
}

void reportUnknown(Resolving& resolving, FileIndex target, const ast::Name& name) {
  const Module& module = resolving.module;
  if (resolving.program.files[target].tree.has_syntax_errors) return;  // it may have been lost
  auto finding = resolving.diagnostics.report<diag::SettingUnknown>(
      name.span, module.pack_names[target], name.text);
  if (!resolving.maySuggest(module.settings.size())) return;
  std::vector<std::string_view> known;
  for (const Setting& setting : module.settings)
    if (module.symbols[setting.symbol].file == target) known.push_back(setting.decl->name.text);
  if (const auto near = nearestName(name.text, known); !near.empty()) finding.help(near);
}

// Takes one value; `given` holds those before it, by setting.
void take(Resolving& resolving, Setting& setting, Given now, AllGiven& given) {
  const auto [first, is_new] = given.values.emplace(&setting, now);
  if (is_new) {
    setting.value = now.value->value.get();
    setting.value_file = now.file;
    return;
  }
  const ast::SettingValue& before = *first->second.value;
  if (!before.value || !now.value->value) return;
  if (isEqual(resolving.module, *before.value, first->second.file, *now.value->value, now.file))
    return;
  const Symbol& symbol = resolving.module.symbols[setting.symbol];
  resolving.diagnostics
      .report<diag::SettingsDiffer>(now.value->span, setting.decl->name.text,
                                    resolving.module.pack_names[symbol.file])
      .note(before.span, "it is given another value here");
}

void readInclude(Resolving& resolving, FileIndex file, FileIndex target,
                 const ast::IncludeDecl& include, AllGiven& given) {
  if (include.settings.empty()) return;
  if (include.use_only) {
    resolving.diagnostics.report<diag::SettingToUse>(
        join(include.settings.front().span, include.settings.back().span));
    return;
  }
  std::map<std::string, Span> seen;
  for (const ast::SettingValue& value : include.settings) {
    if (value.name.text.empty()) continue;
    const auto [first, is_new] = seen.emplace(value.name.text, value.name.span);
    if (!is_new) {
      resolving.diagnostics
          .report<diag::MemberRepeated>(value.name.span, "the setting", value.name.text)
          .note(first->second, "the first is here");
    } else if (Setting* setting = settingOf(resolving.module, target, value.name.text)) {
      take(resolving, *setting, {&value, file}, given);
    } else {
      reportUnknown(resolving, target, value.name);
      given.misspelt.insert(target);
    }
  }
}

// An import of `target`: an `include` if there is one, else a `use`.
const ast::IncludeDecl* importOf(const Program& program, FileIndex target) {
  const ast::IncludeDecl* use = nullptr;
  for (const LoadedFile& loaded : program.files) {
    for (const auto& [decl, imported] : loaded.imports) {
      if (imported != target) continue;
      const auto& include = std::get<ast::IncludeDecl>(loaded.tree.decls[decl].kind);
      if (!include.use_only) return &include;
      if (use == nullptr) use = &include;
    }
  }
  return use;
}

void checkGiven(Resolving& resolving, const Setting& setting) {
  const ast::SettingDecl& decl = *setting.decl;
  const FileIndex file = resolving.module.symbols[setting.symbol].file;
  if (setting.value != nullptr || decl.name.text.empty()) return;
  // Of a file with syntax errors, the value may be what did not parse.
  if (resolving.program.files[file].tree.has_syntax_errors) return;
  if (file == 0) {
    if (!resolving.module.is_pack)
      resolving.diagnostics.report<diag::SettingOfPolicy>(decl.name.span, decl.name.text);
    return;
  }
  const ast::IncludeDecl* include = importOf(resolving.program, file);
  if (include == nullptr) return;
  const std::string& pack = resolving.module.pack_names[file];
  resolving.diagnostics.report<diag::SettingMissing>(nameOf(*include), pack, decl.name.text)
      .help(include->use_only
                ? fmt::format("'use' gives no settings: include '{}', or give '{}' a default", pack,
                              decl.name.text)
                : fmt::format("include {} {{ {} = … }}", pack, decl.name.text))
      .note(decl.name.span, "it is declared here, without a default");
}

}  // namespace

void resolveSettings(Resolving& resolving) {
  AllGiven given;
  for (Setting& setting : resolving.module.settings) setting.value = setting.decl->value.get();
  for (FileIndex file = 0; file < resolving.program.files.size(); ++file) {
    const LoadedFile& loaded = resolving.program.files[file];
    for (const auto& [decl, target] : loaded.imports)
      readInclude(resolving, file, target, std::get<ast::IncludeDecl>(loaded.tree.decls[decl].kind),
                  given);
  }
  for (const Setting& setting : resolving.module.settings) {
    // The value that is missing is most likely the one under the wrong name.
    const FileIndex file = resolving.module.symbols[setting.symbol].file;
    if (!given.misspelt.contains(file)) checkGiven(resolving, setting);
  }
}

}  // namespace decorum::sema
