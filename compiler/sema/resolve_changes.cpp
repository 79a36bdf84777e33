// `disable` and `adjust`: a policy changes the rules of its packs in the open. What a pack changes
// of its own packs is applied first, so that whoever includes it has the last word.
#include <algorithm>

#include "compiler/sema/resolve_internal.h"

namespace decorum::sema {
namespace {

// What of a rule an adjusting clause replaces: its kind, and of words for people the locale.
struct ClauseKey {
  std::size_t kind;
  std::string locale;
  auto operator<=>(const ClauseKey&) const = default;
};

ClauseKey keyOf(const ast::Clause& clause) {
  const std::optional<ast::Text>* locale = nullptr;
  if (const auto* say = std::get_if<ast::SayClause>(&clause.kind)) locale = &say->locale;
  if (const auto* ask = std::get_if<ast::AskClause>(&clause.kind)) locale = &ask->locale;
  const bool has_locale = locale != nullptr && locale->has_value();
  return {clause.kind.index(), has_locale ? (*locale)->value : ""};
}

// A change that was made already.
struct Made {
  FileIndex file;
  Span span;
};

struct Changes {
  std::map<std::uint32_t, Made> disabled;  ///< by index of the rule
  std::map<std::uint32_t, std::map<ClauseKey, Made>> adjusted;
};

std::vector<std::string> rulesToChange(Resolving& resolving, FileIndex file) {
  const Module& module = resolving.module;
  std::vector<std::string> names;
  for (const Rule& rule : module.rules) {
    const Symbol& symbol = module.symbols[rule.symbol];
    if (symbol.file == file || rule.decl->name.text.empty()) continue;
    if (includes(resolving, file, symbol.file))
      names.push_back(module.pack_names[symbol.file] + "." + rule.decl->name.text);
  }
  return names;
}

// The place where `file` says `use` of the pack that `target` is; empty if it does not.
std::optional<Span> useOf(const Program& program, FileIndex file, FileIndex target) {
  const LoadedFile& loaded = program.files[file];
  for (const auto& [decl, imported] : loaded.imports) {
    const auto& include = std::get<ast::IncludeDecl>(loaded.tree.decls[decl].kind);
    if (imported != target || !include.use_only) continue;
    return std::visit([](const auto& what) { return what.span; }, include.what);
  }
  return std::nullopt;
}

// The rule that a change in `file` speaks of; null where it may not, which is reported.
Rule* ruleToChange(Resolving& resolving, FileIndex file, const ast::Path& path) {
  Module& module = resolving.module;
  const auto found = findRule(resolving, file, path);
  if (!found) {
    reportNoRule(resolving, file, path);
    return nullptr;
  }
  const Symbol& symbol = module.symbols[*found];
  if (symbol.file == file) {
    resolving.diagnostics.report<diag::RuleOfThisFile>(path.span, pathText(path))
        .note(symbol.span, "it is written here");
    return nullptr;
  }
  if (!includes(resolving, file, symbol.file)) {
    auto finding = resolving.diagnostics.report<diag::RuleNotInForce>(path.span, pathText(path));
    if (const auto use = useOf(resolving.program, file, symbol.file))
      finding.note(*use, "its pack is only used");
    return nullptr;
  }
  return &module.rules[symbol.index];
}

void disable(Resolving& resolving, FileIndex file, const ast::Decl& whole,
             const ast::DisableDecl& decl, Changes& changes) {
  Rule* rule = ruleToChange(resolving, file, decl.rule);
  if (rule == nullptr) return;
  if (!decl.because && !resolving.program.files[file].tree.has_syntax_errors)
    resolving.diagnostics.report<diag::DisabledWithoutReason>(decl.rule.span, pathText(decl.rule));
  const std::uint32_t index = resolving.module.symbols[rule->symbol].index;
  const auto [first, is_new] = changes.disabled.emplace(index, Made{file, decl.rule.span});
  if (!is_new && first->second.file == file)
    resolving.diagnostics.report<diag::DisabledTwice>(decl.rule.span, pathText(decl.rule))
        .note(first->second.span, "it is disabled here");
  if (!is_new) first->second = {file, decl.rule.span};
  if (resolving.in_force[file]) rule->disabled = &whole;
}

// Says so where two adjust the same and neither has the last word.
void checkLastWord(Resolving& resolving, FileIndex file, const ast::AdjustDecl& decl,
                   const ast::Clause& clause, std::map<ClauseKey, Made>& made,
                   const ClauseKey& key) {
  const auto [before, is_new] = made.emplace(key, Made{file, clause.keyword});
  if (is_new) return;
  if (before->second.file == file || !includes(resolving, file, before->second.file)) {
    // Inner files come first here; to a reader the one that was imported first does.
    const bool is_later = file >= before->second.file;
    resolving.diagnostics
        .report<diag::AdjustedTwice>(is_later ? clause.keyword : before->second.span,
                                     pathText(decl.rule))
        .note(is_later ? before->second.span : clause.keyword, "it is adjusted here");
  }
  before->second = {file, clause.keyword};
}

void adjust(Resolving& resolving, FileIndex file, const ast::Decl& whole,
            const ast::AdjustDecl& decl, Changes& changes) {
  Rule* rule = ruleToChange(resolving, file, decl.rule);
  if (rule == nullptr) return;
  if (decl.clauses.empty() && !resolving.program.files[file].tree.has_syntax_errors)
    resolving.diagnostics.report<diag::AdjustEmpty>(decl.rule.span);
  const bool is_in_force = resolving.in_force[file];
  auto& made = changes.adjusted[resolving.module.symbols[rule->symbol].index];
  std::map<ClauseKey, bool> replaced;  // a kind that stands twice in one `adjust` replaces once
  for (const ast::Clause& clause : decl.clauses) {
    const ClauseKey key = keyOf(clause);
    if (replaced.emplace(key, true).second) {
      checkLastWord(resolving, file, decl, clause, made, key);
      if (is_in_force)
        std::erase_if(rule->clauses, [&](const ast::Clause* old) { return keyOf(*old) == key; });
    }
    if (is_in_force) rule->clauses.push_back(&clause);
  }
  if (is_in_force) rule->adjusted.push_back(&whole);
}

void warnOfIdleAdjust(Resolving& resolving, FileIndex file, const ast::AdjustDecl& decl,
                      const Changes& changes) {
  const auto found = findRule(resolving, file, decl.rule);
  if (!found) return;
  const auto disabled = changes.disabled.find(resolving.module.symbols[*found].index);
  if (disabled == changes.disabled.end() || disabled->second.file != file) return;
  resolving.diagnostics.report<diag::DisabledAndAdjusted>(decl.rule.span, pathText(decl.rule))
      .note(disabled->second.span, "it is disabled here");
}

}  // namespace

std::optional<SymbolId> findRule(Resolving& resolving, FileIndex file, const ast::Path& path) {
  const Module& module = resolving.module;
  if (const auto found = module.find(file, path)) {
    const bool is_rule = module.symbols[found->symbol].kind == SymbolKind::kRule;
    return is_rule && found->parts == path.parts.size() ? std::optional(found->symbol)
                                                        : std::nullopt;
  }
  if (path.parts.size() != 2) return std::nullopt;
  for (FileIndex other = 0; other < resolving.program.files.size(); ++other) {
    if (module.pack_names[other] != path.parts[0].text) continue;
    const auto found = module.scopes[other].find(path.parts[1].text);
    if (found == module.scopes[other].end()) continue;
    const bool is_rule = module.symbols[found->second].kind == SymbolKind::kRule;
    if (is_rule && includes(resolving, file, other)) return found->second;
  }
  return std::nullopt;
}

void reportNoRule(Resolving& resolving, FileIndex file, const ast::Path& path) {
  const Module& module = resolving.module;
  if (module.isLost(file, path)) return;
  if (const auto found = module.find(file, path); found && found->parts == path.parts.size()) {
    const Symbol& symbol = module.symbols[found->symbol];
    auto finding = resolving.diagnostics.report<diag::OtherKindMeant>(
        path.span, pathText(path), describe(symbol.kind), "a rule");
    if (found->symbol != kConversation) finding.note(symbol.span, "it is declared here");
    return;
  }
  const std::string written = pathText(path);
  auto finding = resolving.diagnostics.report<diag::RuleUnknown>(path.span, written);
  if (!resolving.maySuggest(module.rules.size())) return;
  std::vector<std::string> names = rulesToChange(resolving, file);
  for (const std::string_view name : module.names(file, {SymbolKind::kRule}))
    names.emplace_back(name);
  const auto unqualified = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
    return name.ends_with("." + written);
  });
  const std::vector<std::string_view> views(names.begin(), names.end());
  if (unqualified != names.end())
    finding.help(*unqualified);
  else if (const auto near = nearestName(written, views); !near.empty())
    finding.help(near);
}

void applyChanges(Resolving& resolving) {
  Changes changes;
  const auto& files = resolving.program.files;
  // Importers stand before what they import.
  for (auto file = static_cast<FileIndex>(files.size()); file-- > 0;) {
    for (const ast::Decl& decl : files[file].tree.decls) {
      if (const auto* disabled = std::get_if<ast::DisableDecl>(&decl.kind))
        disable(resolving, file, decl, *disabled, changes);
      else if (const auto* adjusted = std::get_if<ast::AdjustDecl>(&decl.kind))
        adjust(resolving, file, decl, *adjusted, changes);
    }
    for (const ast::Decl& decl : files[file].tree.decls)
      if (const auto* adjusted = std::get_if<ast::AdjustDecl>(&decl.kind))
        warnOfIdleAdjust(resolving, file, *adjusted, changes);
  }
}

}  // namespace decorum::sema
