#include <fmt/format.h>

#include "compiler/syntax/words.h"
#include "tools/lsp/features.h"

namespace decorum::lsp {
namespace {

struct Outline {
  std::string name;
  std::string detail;
  OutlineKind kind = OutlineKind::kVariable;
  Span selection;
};

// How a declaration stands in an outline; nothing for those that name nothing.
struct OutlineOf {
  Outline operator()(const ast::PolicyDecl& d) const {
    return named(d.name, "policy", OutlineKind::kModule);
  }
  Outline operator()(const ast::PackDecl& d) const {
    return named(d.name, "pack", OutlineKind::kPackage);
  }
  Outline operator()(const ast::SettingDecl& d) const {
    return named(d.name, "setting", OutlineKind::kConstant);
  }
  Outline operator()(const ast::FactsDecl& d) const {
    return named(d.name, "facts", OutlineKind::kObject);
  }
  Outline operator()(const ast::SignalDecl& d) const {
    return named(d.name, "signal", OutlineKind::kVariable);
  }
  Outline operator()(const ast::PhrasesDecl& d) const {
    return named(d.name, "phrases", OutlineKind::kArray);
  }
  Outline operator()(const ast::PatternDecl& d) const {
    return named(d.name, "pattern", OutlineKind::kString);
  }
  Outline operator()(const ast::DefineDecl& d) const {
    return named(d.name, "define", OutlineKind::kFunction);
  }
  Outline operator()(const ast::ToolDecl& d) const {
    return named(d.name, "tool", OutlineKind::kFunction);
  }
  Outline operator()(const ast::HoursDecl& d) const {
    return named(d.name, "hours", OutlineKind::kConstant);
  }
  Outline operator()(const ast::FairnessDecl& d) const {
    return named(d.name, "fairness", OutlineKind::kClass);
  }
  Outline operator()(const ast::RuleDecl& d) const {
    return named(d.name, std::string(syntax::word(d.kind)), OutlineKind::kEvent);
  }
  Outline operator()(const ast::TestDecl& d) const {
    return {d.title.value, "test", OutlineKind::kFile, d.title.span};
  }
  Outline operator()(const ast::IncludeDecl&) const { return {}; }
  Outline operator()(const ast::DisableDecl&) const { return {}; }
  Outline operator()(const ast::AdjustDecl&) const { return {}; }
  Outline operator()(const ast::OnFaultDecl&) const { return {}; }
  Outline operator()(const ast::BudgetDecl&) const { return {}; }

  static Outline named(const ast::Name& name, std::string detail, OutlineKind kind) {
    return {name.text, std::move(detail), kind, name.span};
  }
};

void addFields(const Analysis& analysis, const std::vector<ast::TypeField>& fields,
               std::vector<DocumentSymbol>& children) {
  for (const ast::TypeField& field : fields) {
    if (field.name.text.empty()) continue;
    DocumentSymbol child;
    child.name = field.name.text;
    child.detail = analysis.sources().text(field.type.span);
    child.kind = OutlineKind::kField;
    child.selection = analysis.range(field.name.span);
    child.range = {child.selection.start,
                   std::max(child.selection.end, analysis.range(field.span).end)};
    addFields(analysis, field.nested, child.children);
    children.push_back(std::move(child));
  }
}

}  // namespace

std::vector<DocumentSymbol> documentSymbols(const Analysis& analysis, FileId file) {
  std::vector<DocumentSymbol> symbols;
  const LoadedFile* loaded = analysis.loaded(file);
  if (loaded == nullptr) return symbols;
  for (const ast::Decl& decl : loaded->tree.decls) {
    Outline outline = std::visit(OutlineOf{}, decl.kind);
    if (outline.name.empty()) continue;
    DocumentSymbol symbol;
    symbol.name = std::move(outline.name);
    symbol.detail = std::move(outline.detail);
    symbol.kind = outline.kind;
    symbol.selection = analysis.range(outline.selection);
    // The protocol wants the one inside the other, whatever a repair made of the text.
    const Range range = analysis.range(decl.span);
    symbol.range = {std::min(range.start, symbol.selection.start),
                    std::max(range.end, symbol.selection.end)};
    if (const auto* facts = std::get_if<ast::FactsDecl>(&decl.kind))
      addFields(analysis, facts->fields, symbol.children);
    if (const auto* tool = std::get_if<ast::ToolDecl>(&decl.kind)) {
      addFields(analysis, tool->arguments, symbol.children);
      addFields(analysis, tool->results, symbol.children);
    }
    symbols.push_back(std::move(symbol));
  }
  return symbols;
}

std::vector<WorkspaceSymbol> workspaceSymbols(const Analysis& analysis) {
  std::vector<WorkspaceSymbol> symbols;
  if (analysis.program().files.empty()) return symbols;
  const LoadedFile& root = analysis.program().files[0];
  for (const ast::Decl& decl : root.tree.decls) {
    Outline outline = std::visit(OutlineOf{}, decl.kind);
    if (outline.name.empty()) continue;
    symbols.push_back({std::move(outline.name), outline.kind, analysis.module().name,
                       analysis.location(outline.selection)});
  }
  return symbols;
}

}  // namespace decorum::lsp
