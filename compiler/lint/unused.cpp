// Names that nothing uses. What a pack declares may be used by whoever uses the pack, so that of
// packs only settings and parameters are judged. A tool is never unused: a call of one that is not
// declared is a fault.
#include <algorithm>
#include <set>

#include "compiler/lint/context.h"

namespace decorum::lint_phase {
namespace {

using Kind = sema::Binding::Kind;
using sema::SymbolKind;

// What is read somewhere, by its index; of facts and parameters with their field.
struct Used {
  std::set<std::uint32_t> phrases, patterns, defines, hours, signals, settings;
  std::set<std::pair<std::uint32_t, std::uint32_t>> facts, parameters;
};

void addBinding(const sema::Binding& bound, Used& used) {
  if (bound.kind == Kind::kFact) used.facts.emplace(bound.index, bound.field);
  if (bound.kind == Kind::kParameter) used.parameters.emplace(bound.index, bound.field);
  if (bound.kind == Kind::kDefine) used.defines.insert(bound.index);
  if (bound.kind == Kind::kSignal) used.signals.insert(bound.index);
  if (bound.kind == Kind::kSetting) used.settings.insert(bound.index);
  if (bound.kind == Kind::kHours) used.hours.insert(bound.index);
}

void addTarget(const sema::TargetBinding& bound, Used& used) {
  if (bound.kind == sema::TargetBinding::Kind::kPhrases) used.phrases.insert(bound.index);
  if (bound.kind == sema::TargetBinding::Kind::kPattern) used.patterns.insert(bound.index);
}

// A name that stands outside of expressions.
void addPath(const sema::Module& module, const ast::Path& path, Used& used) {
  const auto found = module.find(module.fileOf(path.span), path);
  if (!found) return;
  const sema::Symbol& symbol = module.symbols[found->symbol];
  if (symbol.kind == SymbolKind::kPhrases) used.phrases.insert(symbol.index);
  if (symbol.kind == SymbolKind::kHours) used.hours.insert(symbol.index);
  if (symbol.kind == SymbolKind::kSignal) used.signals.insert(symbol.index);
  if (symbol.kind != SymbolKind::kRecord) return;
  std::string name;
  for (std::size_t i = found->parts; i < path.parts.size(); ++i)
    name += (name.empty() ? "" : ".") + path.parts[i].text;
  const auto& fields = module.records[symbol.index].fields;
  for (std::uint32_t i = 0; i < fields.size(); ++i)
    if (name.empty() || fields[i].name == name) used.facts.emplace(symbol.index, i);
}

void addFairness(const sema::Module& module, const ast::FairnessClause& clause, Used& used) {
  if (const auto* keep = std::get_if<ast::KeepClause>(&clause.kind))
    for (const ast::LabelSelector& selector : keep->labels)
      if (const auto* path = std::get_if<ast::Path>(&selector.what)) addPath(module, *path, used);
  if (const auto* same = std::get_if<ast::SameDecisionClause>(&clause.kind)) {
    addPath(module, same->from, used);
    addPath(module, same->to, used);
  }
  if (const auto* compare = std::get_if<ast::CompareClause>(&clause.kind))
    addPath(module, compare->fact, used);
}

// By clauses as written, too: those that an `adjust` replaced were never checked.
void addRule(const sema::Module& module, const sema::Rule& rule, Used& used) {
  for (const ast::Clause* clause : rule.clauses) {
    if (const auto* during = std::get_if<ast::DuringClause>(&clause->kind))
      addPath(module, during->hours, used);
    if (const auto* uses = std::get_if<ast::UsesClause>(&clause->kind))
      addPath(module, uses->fact, used);
  }
}

Used collect(const Context& context) {
  Used used;
  for (const sema::Binding& bound : context.typed.bindings) addBinding(bound, used);
  for (const auto& [target, bound] : context.typed.targets) addTarget(bound, used);
  for (const auto& [expr, bound] : context.typed.target_arguments) addTarget(bound, used);
  for (const sema::Rule& rule : context.module.rules) addRule(context.module, rule, used);
  for (const sema::Fairness& fairness : context.module.fairness)
    for (const ast::FairnessClause& clause : fairness.decl->clauses)
      addFairness(context.module, clause, used);
  return used;
}

// The declaration with the doc comment above it.
std::vector<TextEdit> removeDeclaration(const Context& context, const void* declared,
                                        sema::FileIndex file) {
  const ast::File& tree = context.module.program->files[file].tree;
  for (const ast::Decl& decl : tree.decls) {
    const void* kind = std::visit([](const auto& d) -> const void* { return &d; }, decl.kind);
    if (kind != declared) continue;
    Span span = decl.span;
    if (context.hasComment(span)) return {};
    for (auto comment = tree.comments.rbegin(); comment != tree.comments.rend(); ++comment) {
      const Span between{span.file, comment->span.end, span.begin};
      if (comment->span.end > span.begin) continue;
      const std::string_view gap = context.text(between);
      if (!comment->doc || gap.find_first_not_of(" \t\r\n") != std::string_view::npos) break;
      span.begin = comment->span.begin;
    }
    auto edits = removeLines(context, decl.span);
    if (!edits.empty()) edits.front().span.begin = std::min(edits.front().span.begin, span.begin);
    return edits;
  }
  return {};
}

template <class Declared>
void reportNames(Context& context, const std::vector<Declared>& all,
                 const std::set<std::uint32_t>& used, std::string_view what) {
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    const sema::Symbol& symbol = context.module.symbols[all[i].symbol];
    if (used.count(i) != 0 || !context.isClosed(symbol.file)) continue;
    auto finding = context.diagnostics.report<diag::NameUnused>(symbol.span, what, symbol.name);
    if (auto edits = removeDeclaration(context, all[i].decl, symbol.file); !edits.empty())
      finding.fix(Fix::Kind::kSuggestion, "remove '" + symbol.name + "'", std::move(edits));
  }
}

void reportSignals(Context& context, const Used& used) {
  for (std::uint32_t i = 0; i < context.module.signals.size(); ++i) {
    const sema::Symbol& symbol = context.module.symbols[context.module.signals[i].symbol];
    if (used.signals.count(i) == 0 && context.isClosed(symbol.file))
      context.diagnostics.report<diag::SignalUnused>(symbol.span, symbol.name);
  }
}

// A trait is declared protected so that rules are blind to it, and a proxy so that its use is seen.
bool isMeantUnread(const sema::Field& field) {
  if (field.labels == nullptr) return false;
  for (const ast::Label& label : *field.labels)
    if (label.kind == ast::LabelKind::kProtected || label.kind == ast::LabelKind::kProxyFor)
      return true;
  return false;
}

void reportFacts(Context& context, const Used& used) {
  const sema::Module& module = context.module;
  for (std::uint32_t i = 0; i < module.records.size(); ++i) {
    const sema::Record& record = module.records[i];
    if (record.decl == nullptr) continue;
    const sema::Symbol& symbol = module.symbols[record.symbol];
    if (!context.isClosed(symbol.file)) continue;
    std::vector<const sema::Field*> unread;
    for (std::uint32_t f = 0; f < record.fields.size(); ++f)
      if (used.facts.count({i, f}) == 0 && !isMeantUnread(record.fields[f]))
        unread.push_back(&record.fields[f]);
    if (unread.size() == record.fields.size() && !unread.empty()) {
      context.diagnostics.report<diag::FactUnused>(symbol.span, symbol.name);
      continue;
    }
    for (const sema::Field* field : unread)
      context.diagnostics.report<diag::FactUnused>(field->span, symbol.name + "." + field->name);
  }
}

void reportSettings(Context& context, const Used& used) {
  const sema::Module& module = context.module;
  std::set<sema::FileIndex> changed;  // what was replaced there may have read a setting
  for (const sema::Rule& rule : module.rules)
    if (!rule.adjusted.empty()) changed.insert(module.symbols[rule.symbol].file);
  for (std::uint32_t i = 0; i < module.settings.size(); ++i) {
    const sema::Symbol& symbol = module.symbols[module.settings[i].symbol];
    if (used.settings.count(i) == 0 && changed.count(symbol.file) == 0)
      context.diagnostics.report<diag::SettingUnused>(symbol.span, symbol.name);
  }
}

void reportParameters(Context& context, const Used& used) {
  for (std::uint32_t i = 0; i < context.module.defines.size(); ++i) {
    const ast::DefineDecl& decl = *context.module.defines[i].decl;
    for (std::uint32_t p = 0; p < decl.parameters.size(); ++p)
      if (used.parameters.count({i, p}) == 0)
        context.diagnostics.report<diag::ParameterUnused>(
            decl.parameters[p].name.span, decl.name.text, decl.parameters[p].name.text);
  }
}

bool isNameCharacter(char c) {
  return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// Whether `pack.` stands somewhere in the file but in comments and in paths of files.
bool speaksOf(const Context& context, const ast::File& tree, const std::string& pack) {
  const std::string_view text = context.diagnostics.sources().text(tree.id);
  const std::string wanted = pack + ".";
  for (std::size_t at = text.find(wanted); at != std::string_view::npos;
       at = text.find(wanted, at + 1)) {
    const auto begin = static_cast<std::uint32_t>(at);
    if (at > 0 && (isNameCharacter(text[at - 1]) || text[at - 1] == '.')) continue;
    const bool in_import = std::any_of(tree.decls.begin(), tree.decls.end(), [&](const auto& decl) {
      return std::holds_alternative<ast::IncludeDecl>(decl.kind) && decl.span.begin <= begin &&
             decl.span.end > begin;
    });
    if (!in_import && !context.hasComment({tree.id, begin, begin + 1})) return true;
  }
  return false;
}

void reportPacks(Context& context) {
  const sema::Module& module = context.module;
  for (const LoadedFile& file : module.program->files) {
    for (const auto& [index, imported] : file.imports) {
      const ast::Decl& decl = file.tree.decls[index];
      const auto* include = std::get_if<ast::IncludeDecl>(&decl.kind);
      const std::string& pack = module.pack_names[imported];
      if (include == nullptr || !include->use_only || pack.empty()) continue;
      if (speaksOf(context, file.tree, pack)) continue;
      auto finding = context.diagnostics.report<diag::PackUnused>(decl.span, pack);
      if (auto edits = removeLines(context, decl.span); !edits.empty())
        finding.fix(Fix::Kind::kSafe, "remove 'use' of '" + pack + "'", std::move(edits));
    }
  }
}

}  // namespace

void lintUnused(Context& context) {
  const Used used = collect(context);
  reportNames(context, context.module.phrases, used.phrases, "the phrases");
  reportNames(context, context.module.patterns, used.patterns, "the pattern");
  reportNames(context, context.module.defines, used.defines, "the definition");
  reportNames(context, context.module.hours, used.hours, "the hours");
  reportSignals(context, used);
  reportFacts(context, used);
  reportSettings(context, used);
  reportParameters(context, used);
  reportPacks(context);
}

}  // namespace decorum::lint_phase
