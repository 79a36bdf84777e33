// Names that stand outside of expressions: what proxies stand in for, and what fairness speaks of.
#include <algorithm>

#include "compiler/sema/resolve_internal.h"

namespace decorum::sema {
namespace {

/// A record, and one field of it unless the whole is meant.
struct Fact {
  const Record* record;
  const Field* field;
};

const Field* fieldOf(Resolving& resolving, const Record& record, const std::string& name) {
  auto& index = resolving.fields[&record];
  if (index.empty())
    for (const Field& field : record.fields) index.emplace(field.name, &field);
  const auto found = index.find(name);
  return found == index.end() ? nullptr : found->second;
}

std::string restOf(const ast::Path& path, std::size_t from) {
  std::string text;
  for (std::size_t i = from; i < path.parts.size(); ++i)
    text += (text.empty() ? "" : ".") + path.parts[i].text;
  return text;
}

void reportNoFact(Resolving& resolving, FileIndex file, const ast::Path& path) {
  const Module& module = resolving.module;
  const std::string written = pathText(path);
  auto finding = resolving.diagnostics.report<diag::FactUnknown>(path.span, written);
  if (!resolving.maySuggest(module.symbols.size())) return;
  std::vector<std::string> names;
  for (const std::string_view name : module.names(file, {SymbolKind::kRecord})) {
    const SymbolId symbol = module.scopes[file].at(std::string(name));
    for (const Field& field : module.records[module.symbols[symbol].index].fields)
      names.push_back(fmt::format("{}.{}", name, field.name));
  }
  if (!resolving.maySuggest(names.size())) return;
  const auto unqualified = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
    return name.ends_with("." + written);
  });
  const std::vector<std::string_view> views(names.begin(), names.end());
  if (unqualified != names.end())
    finding.help(*unqualified);
  else if (const auto near = nearestName(written, views); !near.empty())
    finding.help(near);
}

// What `path` names of the facts; reports it where it names none.
std::optional<Fact> findFact(Resolving& resolving, FileIndex file, const ast::Path& path) {
  const Module& module = resolving.module;
  if (module.isLost(file, path)) return std::nullopt;
  const auto found = module.find(file, path);
  if (!found) {
    reportNoFact(resolving, file, path);
    return std::nullopt;
  }
  const Symbol& symbol = module.symbols[found->symbol];
  if (symbol.kind != SymbolKind::kRecord) {
    resolving.diagnostics
        .report<diag::OtherKindMeant>(path.span, pathText(path), describe(symbol.kind), "a fact")
        .note(symbol.span, "it is declared here");
    return std::nullopt;
  }
  const Record& record = module.records[symbol.index];
  const std::string name = restOf(path, found->parts);
  if (name.empty()) return Fact{&record, nullptr};
  if (const Field* field = fieldOf(resolving, record, name)) return Fact{&record, field};
  reportNoFact(resolving, file, path);
  return std::nullopt;
}

bool hasLabel(const std::vector<ast::Label>* labels, ast::LabelKind kind) {
  return labels != nullptr &&
         std::any_of(labels->begin(), labels->end(),
                     [&](const ast::Label& label) { return label.kind == kind; });
}

// Reports a whole record where one fact is asked for.
void needOneFact(Resolving& resolving, const ast::Path& path) {
  resolving.diagnostics.report<diag::OtherKindMeant>(
      path.span, pathText(path), describe(SymbolKind::kRecord), "one fact of it");
}

// `proxy for gender` beside the field, or `proxy for customer.gender`.
void checkProxy(Resolving& resolving, FileIndex file, const Record* siblings,
                const ast::Path& path) {
  const Field* field = nullptr;
  if (siblings != nullptr) field = fieldOf(resolving, *siblings, pathText(path));
  if (field == nullptr) {
    const auto fact = findFact(resolving, file, path);
    if (!fact) return;
    field = fact->field;
    if (field == nullptr) {
      needOneFact(resolving, path);
      return;
    }
  }
  if (hasLabel(field->labels, ast::LabelKind::kProtected)) return;
  resolving.diagnostics.report<diag::ProxyForUnprotected>(path.span, pathText(path))
      .note(field->span, "it is declared here");
}

void checkLabels(Resolving& resolving, const Record* siblings,
                 const std::vector<ast::Label>* labels) {
  if (labels == nullptr) return;
  for (const ast::Label& label : *labels)
    if (label.kind == ast::LabelKind::kProxyFor)
      checkProxy(resolving, resolving.module.fileOf(label.span), siblings, label.proxy_for);
}

void checkProxies(Resolving& resolving) {
  const Module& module = resolving.module;
  for (const Record& record : module.records)
    for (const Field& field : record.fields) checkLabels(resolving, &record, field.labels);
  for (const Signal& signal : module.signals) checkLabels(resolving, nullptr, signal.labels);
  for (const Tool& tool : module.tools)
    for (const auto* fields : {&tool.arguments, &tool.results})
      for (const Field& field : *fields) checkLabels(resolving, nullptr, field.labels);
}

// --------------------------------------------------------------------------------------------
// fairness

struct FairnessChecker {
  Resolving& resolving;
  FileIndex file;

  void rule(const ast::RuleSelector& selector) {
    const auto* path = std::get_if<ast::Path>(&selector.what);
    if (path != nullptr && !findRule(resolving, file, *path)) reportNoRule(resolving, file, *path);
  }

  void phrases(const ast::Path& path) {
    const Module& module = resolving.module;
    if (module.isLost(file, path)) return;
    const auto found = module.find(file, path);
    if (found && found->parts == path.parts.size()) {
      const Symbol& symbol = module.symbols[found->symbol];
      if (symbol.kind == SymbolKind::kPhrases) return;
      resolving.diagnostics
          .report<diag::OtherKindMeant>(path.span, pathText(path), describe(symbol.kind),
                                        "a phrases list")
          .note(symbol.span, "it is declared here");
      return;
    }
    const std::string written = pathText(path);
    auto finding = resolving.diagnostics.report<diag::UndefinedName>(path.span, written);
    if (!resolving.maySuggest(module.symbols.size())) return;
    const auto near = nearestName(written, module.names(file, {SymbolKind::kPhrases}));
    if (!near.empty()) finding.help(near);
  }

  void operator()(const ast::KeepClause& keep) {
    for (const ast::RuleSelector& selector : keep.rules) rule(selector);
    for (const ast::LabelSelector& selector : keep.labels)
      if (const auto* path = std::get_if<ast::Path>(&selector.what))
        findFact(resolving, file, *path);
  }
  void operator()(const ast::SameDecisionClause& same) {
    phrases(same.from);
    phrases(same.to);
  }
  void operator()(const ast::CompareClause& compare) {
    rule(compare.effect);
    const auto fact = findFact(resolving, file, compare.fact);
    if (fact && fact->field == nullptr) needOneFact(resolving, compare.fact);
  }
  void operator()(const ast::BecauseClause&) {}
  void operator()(const ast::CitesClause&) {}
};

void checkFairness(Resolving& resolving) {
  for (const Fairness& fairness : resolving.module.fairness) {
    FairnessChecker checker{resolving, resolving.module.symbols[fairness.symbol].file};
    for (const ast::FairnessClause& clause : fairness.decl->clauses)
      std::visit(checker, clause.kind);
  }
}

}  // namespace

void resolveReferences(Resolving& resolving) {
  checkProxies(resolving);
  checkFairness(resolving);
}

}  // namespace decorum::sema
