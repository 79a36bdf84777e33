// One walk over each tree. A path is read from its first part on: a symbol (perhaps behind the name
// of a pack), then fields of it. Where a name means something by its place alone (a member of an
// enumeration, a flag, a queue), the node around it is dealt with before its parts.
#include "tools/lsp/names.h"

#include <algorithm>
#include <tuple>

#include "compiler/sema/types.h"
#include "compiler/syntax/members.h"

namespace decorum::lsp {

using sema::Binding;
using sema::FileIndex;
using sema::SymbolKind;

class Names::Collector {
 public:
  Collector(const Analysis& analysis, Names& names)
      : module_(analysis.module()),
        program_(analysis.program()),
        typed_(analysis.typed()),
        names_(names) {}

  void run() {
    for (sema::SymbolId id = 0; id < module_.symbols.size(); ++id) declareSymbol(id);
    for (file_ = 0; file_ < program_.files.size(); ++file_) {
      const LoadedFile& loaded = program_.files[file_];
      for (std::size_t i = 0; i < loaded.tree.decls.size(); ++i)
        declaration(loaded, i, loaded.tree.decls[i]);
    }
  }

 private:
  // ------------------------------------------------------------------------------ entities

  using Key = std::tuple<Entity::Kind, std::uint32_t, std::uint32_t, std::string>;

  EntityId intern(Entity entity) {
    const bool by_name = entity.kind == Entity::Kind::kFlag || entity.kind == Entity::Kind::kQueue;
    const Key key{entity.kind, entity.index, entity.field, by_name ? entity.name : ""};
    const auto [known, is_new] = ids_.emplace(key, names_.entities_.size());
    if (is_new) names_.entities_.push_back(std::move(entity));
    return known->second;
  }

  void add(Span span, EntityId entity, bool is_declaration = false) {
    if (span.begin < span.end) names_.occurrences_.push_back({span, entity, is_declaration});
  }

  void declareSymbol(sema::SymbolId id) {
    const sema::Symbol& symbol = module_.symbols[id];
    const std::size_t dot = symbol.name.rfind('.');
    const std::string name = dot == std::string::npos ? symbol.name : symbol.name.substr(dot + 1);
    const bool is_built_in = symbol.span.begin == symbol.span.end;
    const EntityId entity = intern({Entity::Kind::kSymbol, canonical(id), 0, name,
                                    is_built_in ? std::nullopt : std::optional<Span>(symbol.span)});
    if (!is_built_in) add(symbol.span, entity, true);
  }

  EntityId symbol(sema::SymbolId id) {
    return intern({Entity::Kind::kSymbol, canonical(id), 0, "", {}});
  }

  // Several files may declare the same facts, signal or tool; the first stands for all.
  sema::SymbolId canonical(sema::SymbolId id) const {
    const sema::Symbol& symbol = module_.symbols[id];
    switch (symbol.kind) {
      case SymbolKind::kRecord:
        return module_.records[symbol.index].symbol;
      case SymbolKind::kSignal:
        return module_.signals[symbol.index].symbol;
      case SymbolKind::kTool:
        return module_.tools[symbol.index].symbol;
      default:
        return id;
    }
  }

  EntityId field(Entity::Kind kind, std::uint32_t owner, std::uint32_t which,
                 const std::vector<sema::Field>& fields) {
    const sema::Field& field = fields[which];
    const std::size_t dot = field.name.rfind('.');
    const std::string name = dot == std::string::npos ? field.name : field.name.substr(dot + 1);
    std::optional<Span> declared;
    if (field.span.begin < field.span.end) {
      declared = field.span;
      declared->end = declared->begin + static_cast<std::uint32_t>(name.size());
    }
    return intern({kind, owner, which, name, declared});
  }

  // The field whose name is `parts` from `from` on, the longest that fits.
  struct FieldFound {
    std::uint32_t field;
    std::size_t parts;
  };
  static std::optional<FieldFound> findField(const std::vector<sema::Field>& fields,
                                             const std::vector<ast::Name>& parts,
                                             std::size_t from) {
    std::string name;
    std::optional<FieldFound> found;
    for (std::size_t i = from; i < parts.size() && i < from + 2; ++i) {
      name += (i == from ? "" : ".") + parts[i].text;
      for (std::uint32_t f = 0; f < fields.size(); ++f)
        if (fields[f].name == name) found = FieldFound{f, i - from + 1};
    }
    return found;
  }

  // ------------------------------------------------------------------------------ paths

  void packName(const ast::Name& name) {
    for (FileIndex file = 0; file < program_.files.size(); ++file)
      if (module_.pack_names[file] == name.text) return add(name.span, pack(file));
  }

  EntityId pack(FileIndex file) {
    const FileId id = program_.files[file].tree.id;
    std::optional<Span> header = Span{id, 0, 0};
    for (const ast::Decl& decl : program_.files[file].tree.decls) {
      if (const auto* named = std::get_if<ast::PackDecl>(&decl.kind)) header = named->name.span;
      if (const auto* named = std::get_if<ast::PolicyDecl>(&decl.kind)) header = named->name.span;
    }
    return intern({Entity::Kind::kPack, file, 0, module_.pack_names[file], header});
  }

  // The symbol of a path and the fields behind it.
  void path(const ast::Path& path) {
    const auto found = module_.find(file_, path);
    if (!found) return ruleOfPack(path);
    if (found->parts == 2) packName(path.parts[0]);
    add(path.parts[found->parts - 1].span, symbol(found->symbol));
    fieldsBehind(path, found->parts, module_.symbols[found->symbol]);
  }

  // `disable` and `adjust` also reach rules of packs that come with packs.
  void ruleOfPack(const ast::Path& path) {
    if (path.parts.size() != 2) return;
    const std::string name = path.parts[0].text + "." + path.parts[1].text;
    for (sema::SymbolId id = 0; id < module_.symbols.size(); ++id) {
      if (module_.symbols[id].kind != SymbolKind::kRule || module_.symbols[id].name != name)
        continue;
      packName(path.parts[0]);
      return add(path.parts[1].span, symbol(id));
    }
  }

  void fieldsBehind(const ast::Path& path, std::size_t from, const sema::Symbol& symbol) {
    if (from >= path.parts.size()) return;
    const auto look = [&](Entity::Kind kind, const std::vector<sema::Field>& fields) {
      const auto found = findField(fields, path.parts, from);
      if (!found) return false;
      add(path.parts[from + found->parts - 1].span,
          field(kind, symbol.index, found->field, fields));
      return true;
    };
    if (symbol.kind == SymbolKind::kRecord)
      look(Entity::Kind::kField, module_.records[symbol.index].fields);
    if (symbol.kind == SymbolKind::kTool &&
        !look(Entity::Kind::kArgument, module_.tools[symbol.index].arguments))
      look(Entity::Kind::kResult, module_.tools[symbol.index].results);
  }

  void flag(const ast::Path& written) {
    if (written.parts.empty()) return;
    std::string name;
    for (const ast::Name& part : written.parts) name += (name.empty() ? "" : ".") + part.text;
    const auto known = flags_.find(name);
    if (known != flags_.end()) return add(written.span, known->second);
    path(written);  // a flag rule without `as` is called by its own name
  }

  void declareFlag(const ast::Name& name) {
    if (name.text.empty()) return;
    const EntityId id = intern({Entity::Kind::kFlag, 0, 0, name.text, name.span});
    flags_.emplace(name.text, id);
    add(name.span, id, true);
  }

  void queue(const ast::Name& name) {
    if (!name.text.empty()) add(name.span, intern({Entity::Kind::kQueue, 0, 0, name.text, {}}));
  }

  // ------------------------------------------------------------------------------ nodes

  // What the checker of types found a name in an expression to be.
  bool bound(const ast::Expr& expr, const ast::Path& written) {
    if (expr.id >= typed_.bindings.size()) return false;
    const Binding& binding = typed_.bindings[expr.id];
    if (binding.kind == Binding::Kind::kParameter && binding.index < module_.defines.size()) {
      const auto& parameters = module_.defines[binding.index].decl->parameters;
      if (binding.field >= parameters.size()) return false;
      const ast::Name& name = parameters[binding.field].name;
      add(written.parts[0].span,
          intern({Entity::Kind::kParameter, binding.index, binding.field, name.text, name.span}));
      return true;
    }
    if (binding.kind == Binding::Kind::kEnumMember) {
      member(written.parts.back(), binding.index, binding.field);
      return true;
    }
    return false;
  }

  void member(const ast::Name& name, std::uint32_t enumeration, std::uint32_t which) {
    std::optional<Span> declared;
    const auto found = members_.find({enumeration, name.text});
    if (found != members_.end()) declared = found->second;
    add(name.span, intern({Entity::Kind::kMember, enumeration, which, name.text, declared}));
  }

  bool expression(const ast::Expr& expr) {
    if (const auto* ref = std::get_if<ast::Ref>(&expr.kind)) {
      if (ref->path.parts.empty()) return false;
      if (!bound(expr, ref->path)) path(ref->path);
      return false;
    }
    if (const auto* keyed = std::get_if<ast::KeyedRef>(&expr.kind)) {
      path(keyed->tool);
      const auto found = module_.find(file_, keyed->tool);
      if (found && module_.symbols[found->symbol].kind == SymbolKind::kTool) {
        ast::Path behind;
        behind.parts.push_back(keyed->field);
        fieldsBehind(behind, 0, module_.symbols[found->symbol]);
      }
      if (keyed->key) walkIn(*keyed->key);
      return false;
    }
    return true;
  }

  // The members of `one of …`, under the enumeration that `type` became.
  void membersOf(const ast::TypeExpr& written, const sema::Type& type) {
    if (written.kind == ast::TypeKind::kEnum && type.is(sema::Type::Kind::kEnum))
      for (std::uint32_t i = 0; i < written.members.size(); ++i) {
        const ast::Name& name = written.members[i];
        members_.emplace(std::pair{type.enumeration, name.text}, name.span);
        add(name.span, intern({Entity::Kind::kMember, type.enumeration, i, name.text, name.span}),
            true);
      }
    if (written.element && !type.element.empty()) membersOf(*written.element, type.element[0]);
  }

  void fieldDeclarations(const std::vector<ast::TypeField>& written, const std::string& prefix,
                         Entity::Kind kind, std::uint32_t owner,
                         const std::vector<sema::Field>& fields) {
    for (const ast::TypeField& one : written) {
      const std::string name = prefix + one.name.text;
      fieldDeclarations(one.nested, name + ".", kind, owner, fields);
      for (std::uint32_t i = 0; i < fields.size(); ++i) {
        if (fields[i].name != name) continue;
        add(one.name.span, intern({kind, owner, i, one.name.text, one.name.span}), true);
        membersOf(one.type, fields[i].type);
      }
    }
  }

 public:
  // Fields first, so that members of enumerations have a place before they are used.
  void declareFields() {
    for (file_ = 0; file_ < program_.files.size(); ++file_)
      for (const ast::Decl& decl : program_.files[file_].tree.decls) inputFields(decl.kind);
    for (const sema::Setting& setting : module_.settings)
      membersOf(setting.decl->type, setting.type);
    for (std::uint32_t i = 0; i < module_.defines.size(); ++i) {
      const sema::Define& define = module_.defines[i];
      for (std::uint32_t p = 0; p < define.decl->parameters.size(); ++p) {
        const ast::Name& name = define.decl->parameters[p].name;
        add(name.span, intern({Entity::Kind::kParameter, i, p, name.text, name.span}), true);
        if (p < define.parameters.size())
          membersOf(define.decl->parameters[p].type, define.parameters[p]);
      }
    }
    for (const LoadedFile& loaded : program_.files)
      for (const ast::Decl& decl : loaded.tree.decls)
        if (const auto* rule = std::get_if<ast::RuleDecl>(&decl.kind))
          for (const ast::Clause& clause : rule->clauses)
            if (const auto* as = std::get_if<ast::AsClause>(&clause.kind)) declareFlag(as->name);
  }

 private:
  const sema::Symbol* declaredAs(const ast::Name& name, SymbolKind kind) const {
    const auto found = module_.scopes[file_].find(name.text);
    if (found == module_.scopes[file_].end()) return nullptr;
    const sema::Symbol& symbol = module_.symbols[found->second];
    return symbol.kind == kind ? &symbol : nullptr;
  }

  void inputFields(const ast::DeclKind& kind) {
    if (const auto* facts = std::get_if<ast::FactsDecl>(&kind)) {
      if (const auto* symbol = declaredAs(facts->name, SymbolKind::kRecord))
        fieldDeclarations(facts->fields, "", Entity::Kind::kField, symbol->index,
                          module_.records[symbol->index].fields);
    } else if (const auto* written = std::get_if<ast::ToolDecl>(&kind)) {
      const auto* symbol = declaredAs(written->name, SymbolKind::kTool);
      if (symbol == nullptr) return;
      const sema::Tool& tool = module_.tools[symbol->index];
      fieldDeclarations(written->arguments, "", Entity::Kind::kArgument, symbol->index,
                        tool.arguments);
      fieldDeclarations(written->results, "", Entity::Kind::kResult, symbol->index, tool.results);
    }
  }

  // Values given to what a symbol has: `given customer { tier: plus }`.
  void assignments(const std::vector<ast::Assignment>& values, const sema::Symbol* owner) {
    for (const ast::Assignment& one : values) {
      if (owner != nullptr)
        fieldsBehind(one.name, 0, *owner);
      else
        path(one.name);  // `with { sentiment: -0.9 }`
      if (one.value) walkIn(*one.value);
    }
  }

  const sema::Symbol* symbolOf(const ast::Path& path) const {
    const auto found = module_.find(file_, path);
    return found ? &module_.symbols[found->symbol] : nullptr;
  }

  template <class T>
  void walkIn(const T& node) {
    ast::walk(node, *this);
  }

 public:
  // What `ast::walk` calls: true goes on to the parts.
  bool operator()(const ast::Expr& expr) { return expression(expr); }
  bool operator()(const ast::Path& written) {
    path(written);
    return false;
  }
  bool operator()(const ast::PreviouslyFlagged& flagged) {
    flag(flagged.flag);
    return false;
  }
  bool operator()(const ast::ToClause& to) {
    queue(to.queue);
    return false;
  }
  bool operator()(const ast::WithinClause& within) {
    if (within.otherwise_to) queue(*within.otherwise_to);
    return false;
  }
  bool operator()(const ast::ForQueueClause& held) {
    queue(held.queue);
    return false;
  }
  bool operator()(const ast::CompareClause& compare) {
    if (compare.alert) queue(*compare.alert);
    return true;
  }
  bool operator()(const ast::GivenStep& given) {
    path(given.record);
    assignments(given.values, symbolOf(given.record));
    return false;
  }
  bool operator()(const ast::EventStep& event) {
    path(event.tool);
    assignments(event.arguments, symbolOf(event.tool));
    assignments(event.with, nullptr);
    return false;
  }
  bool operator()(const ast::ExpectStep& expect) {
    if (expect.kind == ast::ExpectKind::kFlag)
      flag(expect.rule.parts.empty() ? ast::Path{{expect.name}, expect.name.span} : expect.rule);
    else
      path(expect.rule);
    if (expect.queue) queue(*expect.queue);
    return false;
  }

 private:
  void declaration(const LoadedFile& loaded, std::size_t index, const ast::Decl& decl) {
    if (const auto* include = std::get_if<ast::IncludeDecl>(&decl.kind)) {
      const auto target = loaded.imports.find(index);
      if (target == loaded.imports.end()) return;
      const Span span = std::visit([](const auto& what) { return what.span; }, include->what);
      add(span, pack(target->second));
      for (const ast::SettingValue& value : include->settings) {
        for (const sema::Setting& setting : module_.settings) {
          const sema::Symbol& symbol_of = module_.symbols[setting.symbol];
          if (symbol_of.file == target->second && setting.decl->name.text == value.name.text)
            add(value.name.span, symbol(setting.symbol));
        }
        if (value.value) walkIn(*value.value);
      }
      return;
    }
    const ast::Text* text = nullptr;
    if (const auto* phrases = std::get_if<ast::PhrasesDecl>(&decl.kind))
      text = phrases->from_file ? &*phrases->from_file : nullptr;
    if (const auto* test = std::get_if<ast::TestDecl>(&decl.kind))
      text = test->from_file ? &*test->from_file : nullptr;
    const auto read = loaded.texts.find(index);
    if (text != nullptr && read != loaded.texts.end())
      add(text->span,
          intern({Entity::Kind::kFile, read->second, 0, text->value, Span{read->second, 0, 0}}));
    if (std::holds_alternative<ast::PolicyDecl>(decl.kind)) {
      const auto& header = std::get<ast::PolicyDecl>(decl.kind);
      add(header.name.span, pack(file_), true);
    } else if (std::holds_alternative<ast::PackDecl>(decl.kind)) {
      const auto& header = std::get<ast::PackDecl>(decl.kind);
      add(header.name.span, pack(file_), true);
    }
    walkIn(decl);
  }

  const sema::Module& module_;
  const Program& program_;
  const sema::TypedModule& typed_;
  Names& names_;
  FileIndex file_ = 0;
  std::map<Key, EntityId> ids_;
  std::map<std::string, EntityId> flags_;
  std::map<std::pair<sema::EnumId, std::string>, Span> members_;
};

Names::Names(const Analysis& analysis) {
  Collector collector(analysis, *this);
  collector.declareFields();
  collector.run();
  const auto before = [](const Occurrence& a, const Occurrence& b) {
    return std::tuple(a.span.file, a.span.begin, !a.is_declaration, a.span.end) <
           std::tuple(b.span.file, b.span.begin, !b.is_declaration, b.span.end);
  };
  std::sort(occurrences_.begin(), occurrences_.end(), before);
  const auto overlaps = [](const Occurrence& a, const Occurrence& b) {
    return a.span.file == b.span.file && b.span.begin < a.span.end;
  };
  occurrences_.erase(std::unique(occurrences_.begin(), occurrences_.end(), overlaps),
                     occurrences_.end());
}

const Occurrence* Names::at(FileId file, std::uint32_t offset) const {
  const auto next = std::upper_bound(occurrences_.begin(), occurrences_.end(),
                                     std::pair(file, offset), [](const auto& place, const auto& o) {
                                       return place < std::pair(o.span.file, o.span.begin);
                                     });
  if (next == occurrences_.begin()) return nullptr;
  const Occurrence& found = *(next - 1);
  return found.span.file == file && offset <= found.span.end ? &found : nullptr;
}

std::optional<EntityId> Names::declaredAt(FileId file, std::uint32_t offset) const {
  const Occurrence* found = at(file, offset);
  if (found != nullptr && found->is_declaration) return found->entity;
  for (EntityId id = 0; id < entities_.size(); ++id)
    if (entities_[id].declared && entities_[id].declared->file == file &&
        entities_[id].declared->begin == offset)
      return id;
  return std::nullopt;
}

std::optional<EntityId> Names::named(Entity::Kind kind, const std::string& name) const {
  for (EntityId id = 0; id < entities_.size(); ++id)
    if (entities_[id].kind == kind && entities_[id].name == name) return id;
  return std::nullopt;
}

}  // namespace decorum::lsp
