/// What the parts of `resolve` share. Each part is one step of `resolve.cpp`, in its order.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/sema/module.h"

namespace decorum::sema {

/// The record `conversation`, which no file declares and every file sees.
inline constexpr SymbolId kConversation = 0;

/// The module as it grows, and what only resolving needs to know.
struct Resolving {
  const Program& program;
  Module& module;
  Diagnostics& diagnostics;
  std::map<std::vector<std::string>, EnumId> enumerations;  ///< those met, by their members
  std::vector<bool> in_force;                               ///< by FileIndex
  std::map<const Record*, std::map<std::string_view, const Field*>> fields;  ///< once looked for
  std::vector<std::vector<bool>> included;  ///< what `includes` found, by FileIndex
  std::uint64_t comparisons_left = 1'000'000;

  /// Whether to look for the nearest of so many names. That takes time for each name, so a policy
  /// with very many mistakes gets no more suggestions at some point.
  bool maySuggest(std::size_t names) {
    const bool may = names <= comparisons_left;
    comparisons_left = may ? comparisons_left - names : 0;
    return may;
  }
};

// resolve_files.cpp: headers, imports, what is in force
void readHeaders(Resolving& resolving);
void importNames(Resolving& resolving);
void findFilesInForce(Resolving& resolving);
/// Whether `file` includes `target`, itself or through packs that it includes.
bool includes(Resolving& resolving, FileIndex file, FileIndex target);

// resolve_names.cpp: every declaration under its name
void declareAll(Resolving& resolving);
/// Reports a name that a built-in has, or that is not in snake_case.
void checkName(Resolving& resolving, const ast::Name& name);
/// "a rule", "a phrases list".
std::string_view describe(SymbolKind kind);
/// `customer.tier`, as written.
std::string pathText(const ast::Path& path);

// resolve_types.cpp: what facts, signals, settings, tools, parameters and groups hold
void resolveTypes(Resolving& resolving);

// resolve_shared.cpp: what several files declare of the host's facts, signals and tools is one
void shareInputs(Resolving& resolving);

// resolve_words.cpp: phrases and hours
void resolvePhrases(Resolving& resolving);
void resolveHours(Resolving& resolving);

// resolve_tables.cpp: the rows of `test each`
std::optional<TestTable> readTable(Resolving& resolving, const ast::TestDecl& test);

// resolve_settings.cpp: values given at `include`
void resolveSettings(Resolving& resolving);

// resolve_changes.cpp: `disable` and `adjust`
void applyChanges(Resolving& resolving);
/// The rule that `path` names in `file`: one it sees, or one of a pack that comes with its packs.
std::optional<SymbolId> findRule(Resolving& resolving, FileIndex file, const ast::Path& path);
/// Reports that `path` names no rule, with the nearest one; silent about holes.
void reportNoRule(Resolving& resolving, FileIndex file, const ast::Path& path);

// resolve_references.cpp: proxies and fairness
void resolveReferences(Resolving& resolving);

// resolve_recursion.cpp: definitions that lead back to themselves
void checkRecursion(Resolving& resolving);

}  // namespace decorum::sema
