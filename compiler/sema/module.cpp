#include "compiler/sema/module.h"

#include <algorithm>

namespace decorum::sema {

std::optional<Module::Found> Module::find(FileIndex file, const ast::Path& path) const {
  if (path.parts.empty() || path.parts[0].text.empty()) return std::nullopt;
  const auto& scope = scopes[file];
  const std::string& first = path.parts[0].text;
  if (const auto own = scope.find(first); own != scope.end()) return Found{own->second, 1};
  if (path.parts.size() < 2) return std::nullopt;
  const auto imported = scope.find(first + "." + path.parts[1].text);
  if (imported == scope.end()) return std::nullopt;
  return Found{imported->second, 2};
}

std::vector<std::string_view> Module::names(FileIndex file,
                                            std::initializer_list<SymbolKind> kinds) const {
  std::vector<std::string_view> found;
  for (const auto& [visible, symbol] : scopes[file])
    if (std::find(kinds.begin(), kinds.end(), symbols[symbol].kind) != kinds.end())
      found.push_back(visible);
  return found;
}

bool Module::isLost(FileIndex file, const ast::Path& path) const {
  const auto is_hole = [](const ast::Name& part) { return part.text.empty(); };
  if (path.parts.empty() || std::any_of(path.parts.begin(), path.parts.end(), is_hole)) return true;
  const std::string& first = path.parts[0].text;
  return lost_packs[file].contains(first) && !scopes[file].contains(first);
}

std::string Module::flagOf(const Rule& rule) const {
  const auto* as = clauseOf<ast::AsClause>(rule);
  return as != nullptr ? as->name.text : symbols[rule.symbol].name;
}

std::string Module::flagMeant(FileIndex file, const std::string& written) const {
  const auto found = scopes[file].find(written);
  if (found == scopes[file].end()) return written;
  const Symbol& symbol = symbols[found->second];
  if (symbol.kind != SymbolKind::kRule) return written;
  const Rule& rule = rules[symbol.index];
  const bool is_flag = rule.decl->kind == ast::RuleKind::kFlag;
  return is_flag && clauseOf<ast::AsClause>(rule) == nullptr ? symbol.name : written;
}

FileIndex Module::fileOf(Span span) const {
  return span.file < file_indices.size() ? file_indices[span.file] : 0;
}

}  // namespace decorum::sema
