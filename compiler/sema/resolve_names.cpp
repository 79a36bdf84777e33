// Every declaration gets its symbol. A name is declared once in a file, whatever it names: a reader
// never has to ask which of two things of one name is meant.
#include <algorithm>
#include <array>

#include "compiler/sema/resolve_internal.h"

namespace decorum::sema {
namespace {

// Functions, detectors and records that every policy has. Words of the grammar cannot be declared.
constexpr std::array<std::string_view, 11> kBuiltIns = {
    "conversation", "date",   "length", "money", "occurrences", "percent",
    "pii",          "secret", "size",   "url",   "words"};

bool isBuiltIn(std::string_view name) {
  return std::find(kBuiltIns.begin(), kBuiltIns.end(), name) != kBuiltIns.end();
}

bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }

// `LegalWords`, `legal__words` and `_legal_words` become `legal_words`.
std::string snakeCase(std::string_view name) {
  std::string result;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool begins_word = isUpper(name[i]) && i > 0 && name[i - 1] != '_' &&
                             (!isUpper(name[i - 1]) ||
                              (i + 1 < name.size() && name[i + 1] >= 'a' && name[i + 1] <= 'z'));
    if ((begins_word || name[i] == '_') && !result.empty() && result.back() != '_') result += '_';
    if (name[i] != '_') result += isUpper(name[i]) ? static_cast<char>(name[i] | 0x20) : name[i];
  }
  while (result.ends_with('_')) result.pop_back();
  return result;
}

SymbolId declare(Resolving& resolving, FileIndex file, SymbolKind kind, const ast::Name& name,
                 std::size_t index) {
  Module& module = resolving.module;
  const auto id = static_cast<SymbolId>(module.symbols.size());
  const std::string& pack = module.pack_names[file];
  const bool is_bare = file == 0 || pack.empty();
  module.symbols.push_back({kind, is_bare ? name.text : fmt::format("{}.{}", pack, name.text),
                            static_cast<std::uint32_t>(index), file, name.span});
  if (name.text.empty()) return id;
  checkName(resolving, name);
  const auto [first, is_new] = module.scopes[file].emplace(name.text, id);
  if (!is_new && first->second != kConversation)
    resolving.diagnostics.report<diag::NameRepeated>(name.span, name.text)
        .note(module.symbols[first->second].span, "the first is here");
  return id;
}

// Adds what one declaration declares to the table of its kind.
struct Declarer {
  Resolving& resolving;
  FileIndex file;
  const ast::Decl& whole;

  template <class Table>
  SymbolId symbol(SymbolKind kind, const ast::Name& name, const Table& table) {
    return declare(resolving, file, kind, name, table.size());
  }
  Module& module() { return resolving.module; }

  void operator()(const ast::FactsDecl& decl) {
    module().records.push_back(
        {symbol(SymbolKind::kRecord, decl.name, module().records), &decl, {}});
  }
  void operator()(const ast::SignalDecl& decl) {
    module().signals.push_back(
        {symbol(SymbolKind::kSignal, decl.name, module().signals), &decl, {}});
  }
  void operator()(const ast::PhrasesDecl& decl) {
    module().phrases.push_back(
        {symbol(SymbolKind::kPhrases, decl.name, module().phrases), &decl, {}});
  }
  void operator()(const ast::PatternDecl& decl) {
    module().patterns.push_back({symbol(SymbolKind::kPattern, decl.name, module().patterns),
                                 &decl,
                                 {},
                                 static_cast<bool>(resolving.in_force[file])});
  }
  void operator()(const ast::DefineDecl& decl) {
    module().defines.push_back(
        {symbol(SymbolKind::kDefine, decl.name, module().defines), &decl, {}});
  }
  void operator()(const ast::SettingDecl& decl) {
    Setting setting;
    setting.symbol = symbol(SymbolKind::kSetting, decl.name, module().settings);
    setting.decl = &decl;
    setting.value_file = file;
    module().settings.push_back(std::move(setting));
  }
  void operator()(const ast::ToolDecl& decl) {
    module().tools.push_back({symbol(SymbolKind::kTool, decl.name, module().tools), &decl, {}, {}});
  }
  void operator()(const ast::HoursDecl& decl) {
    module().hours.push_back({symbol(SymbolKind::kHours, decl.name, module().hours), &decl});
  }
  void operator()(const ast::RuleDecl& decl) {
    Rule rule;
    rule.symbol = symbol(SymbolKind::kRule, decl.name, module().rules);
    rule.decl = &decl;
    rule.whole = &whole;
    rule.in_force = resolving.in_force[file];
    for (const ast::Clause& clause : decl.clauses) rule.clauses.push_back(&clause);
    module().rules.push_back(std::move(rule));
  }
  void operator()(const ast::FairnessDecl& decl) {
    module().fairness.push_back({symbol(SymbolKind::kFairness, decl.name, module().fairness), &decl,
                                 static_cast<bool>(resolving.in_force[file])});
  }
  template <class Other>
  void operator()(const Other&) {}
};

void declareConversation(Resolving& resolving) {
  Module& module = resolving.module;
  module.symbols.push_back({SymbolKind::kRecord, "conversation", 0, 0, {}});
  Record record{kConversation, nullptr, {}};
  for (const char* name : {"channel", "locale"})
    record.fields.push_back({name, makeType(Type::Kind::kText, true), nullptr, {}, false});
  module.records.push_back(std::move(record));
  for (auto& scope : module.scopes) scope.emplace("conversation", kConversation);
}

// Whether another declaration of the file has the name of this one (reported).
bool isRepeated(const Module& module, const Tool& tool) {
  const auto& scope = module.scopes[module.symbols[tool.symbol].file];
  const auto found = scope.find(tool.decl->name.text);
  return found != scope.end() && found->second != tool.symbol;
}

// A file speaks of a tool by one name. (What several files declare is shared: resolve_shared.cpp.)
void checkToolsDiffer(Resolving& resolving) {
  std::map<std::pair<FileIndex, std::string>, Span> seen;
  for (const Tool& tool : resolving.module.tools) {
    const ast::ToolDecl& decl = *tool.decl;
    const std::string& name = calledOf(decl);
    const Span span = decl.called ? decl.called->span : decl.name.span;
    if (name.empty()) continue;
    const FileIndex file = resolving.module.symbols[tool.symbol].file;
    const auto [first, is_new] = seen.emplace(std::pair(file, name), span);
    if (is_new || isRepeated(resolving.module, tool)) continue;
    resolving.diagnostics.report<diag::ToolsOfOneName>(span, name)
        .note(first->second, "the first is here");
  }
}

}  // namespace

void checkName(Resolving& resolving, const ast::Name& name) {
  if (name.text.empty()) return;
  if (isBuiltIn(name.text)) {
    resolving.diagnostics.report<diag::NameBuiltIn>(name.span, name.text).help("our_" + name.text);
    return;
  }
  const std::string snake = snakeCase(name.text);
  if (snake == name.text) return;
  auto finding = resolving.diagnostics.report<diag::NameNotSnakeCase>(name.span, name.text);
  if (!snake.empty()) finding.help(snake);
}

std::string_view describe(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::kRecord:
      return "a record of facts";
    case SymbolKind::kSignal:
      return "a signal";
    case SymbolKind::kPhrases:
      return "a phrases list";
    case SymbolKind::kPattern:
      return "a pattern";
    case SymbolKind::kDefine:
      return "a definition";
    case SymbolKind::kSetting:
      return "a setting";
    case SymbolKind::kTool:
      return "a tool";
    case SymbolKind::kHours:
      return "hours";
    case SymbolKind::kRule:
      return "a rule";
    case SymbolKind::kFairness:
      return "a fairness declaration";
  }
  return "";
}

std::string pathText(const ast::Path& path) {
  std::string text;
  for (const ast::Name& part : path.parts) text += (text.empty() ? "" : ".") + part.text;
  return text;
}

void declareAll(Resolving& resolving) {
  declareConversation(resolving);
  for (FileIndex file = 0; file < resolving.program.files.size(); ++file)
    for (const ast::Decl& decl : resolving.program.files[file].tree.decls)
      std::visit(Declarer{resolving, file, decl}, decl.kind);
  checkToolsDiffer(resolving);
}

}  // namespace decorum::sema
