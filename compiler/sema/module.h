/// What names mean. `resolve` makes a `Module` of a program: every declaration once, with a symbol
/// that can be found by name from any file; `checkTypes` makes a `TypedModule`: the type of every
/// expression and what each name in it refers to. Both keep tables beside the tree.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "compiler/sema/load.h"
#include "compiler/sema/test_table.h"
#include "compiler/sema/type.h"

namespace decorum::sema {

using SymbolId = std::uint32_t;
using FileIndex = std::uint32_t;  ///< into `Program::files`

enum class SymbolKind : std::uint8_t {
  kRecord,    ///< `facts customer`: index into Module::records
  kSignal,    ///< Module::signals
  kPhrases,   ///< Module::phrases
  kPattern,   ///< Module::patterns
  kDefine,    ///< Module::defines
  kSetting,   ///< Module::settings
  kTool,      ///< Module::tools
  kHours,     ///< Module::hours
  kRule,      ///< Module::rules
  kFairness,  ///< Module::fairness
};

struct Symbol {
  SymbolKind kind = SymbolKind::kRecord;
  std::string name;  ///< qualified from the root: "legal_words", "crisis_safety_minors.self_harm"
  std::uint32_t index = 0;
  FileIndex file = 0;
  Span span;  ///< of the name where it is declared
};

struct Enumeration {
  std::vector<std::string> members;
  Span span;
};

struct Field {
  std::string name;  ///< "tier"; of nested facts "address.city"
  Type type;
  std::vector<ast::Label> const* labels = nullptr;  ///< borrowed from the tree or the module
  Span span;
  bool is_key = false;
};

/// Of `facts`, a signal or a tool that several files declare under the name that the host knows,
/// there is one here, with the first symbol and declaration; the symbols of the others lead to it.
struct Record {
  SymbolId symbol;
  const ast::FactsDecl* decl;
  std::vector<Field> fields;
};
struct Signal {
  SymbolId symbol;
  const ast::SignalDecl* decl;
  Type type;
  const std::vector<ast::Label>* labels = nullptr;  ///< borrowed, as those of fields
  const ast::Path* from = nullptr;                  ///< borrowed: the first provider that is named
};
struct Phrases {
  SymbolId symbol;
  const ast::PhrasesDecl* decl;
  std::vector<std::string> phrases;
};  ///< those of its file included, without doubles
struct Pattern {
  SymbolId symbol;
  const ast::PatternDecl* decl;
  std::vector<Type> groups;  ///< types of `decl->groups`
  bool in_force = true;      ///< its file is the root or included
};
struct Define {
  SymbolId symbol;
  const ast::DefineDecl* decl;
  std::vector<Type> parameters;
  bool is_recursive = false;  ///< on a circle of definitions, which is reported
};
/// `value` is what was given at `include`, else the default; null where neither is (reported).
struct Setting {
  SymbolId symbol;
  const ast::SettingDecl* decl;
  Type type;
  const ast::Expr* value = nullptr;
  FileIndex value_file = 0;
};
struct Tool {
  SymbolId symbol;
  const ast::ToolDecl* decl;
  std::vector<Field> arguments, results;
};
/// The name by which the host knows a tool.
inline const std::string& calledOf(const ast::ToolDecl& tool) {
  return tool.called ? tool.called->value : tool.name.text;
}
struct Hours {
  SymbolId symbol;
  const ast::HoursDecl* decl;
};
/// `in_force`: its file is the root or included (not merely used). `changes`: the `adjust` that
/// replaced clauses of it, in order; `disabled`: the `disable` that took it out.
struct Rule {
  SymbolId symbol;
  const ast::RuleDecl* decl;
  const ast::Decl* whole;
  bool in_force = true;
  const ast::Decl* disabled = nullptr;
  std::vector<const ast::Decl*> adjusted;
  std::vector<const ast::Clause*> clauses;  ///< after adjusting: what counts
};
/// Whether it is evaluated: included, and not disabled.
inline bool isInForce(const Rule& rule) { return rule.in_force && rule.disabled == nullptr; }
/// The clause of that type, the first of several, with its place; null where the rule has none.
template <class Clause>
const ast::Clause* wholeClauseOf(const Rule& rule) {
  for (const ast::Clause* clause : rule.clauses)
    if (std::holds_alternative<Clause>(clause->kind)) return clause;
  return nullptr;
}
/// What it says.
template <class Clause>
const Clause* clauseOf(const Rule& rule) {
  const ast::Clause* whole = wholeClauseOf<Clause>(rule);
  return whole != nullptr ? std::get_if<Clause>(&whole->kind) : nullptr;
}

struct Fairness {
  SymbolId symbol;
  const ast::FairnessDecl* decl;
  bool in_force = true;  ///< its file is the root or included
};
struct Test {
  const ast::TestDecl* decl;
  FileIndex file;
  const ast::Decl* whole;
  std::optional<TestTable> table;  ///< of `test each`; none where it could not be read (reported)
};

/// Every declaration of the program, and the names by which each file sees them.
struct Module {
  const Program* program = nullptr;
  std::string name, version;  ///< of the policy; a pack on its own is a policy of that name
  bool is_pack = false;       ///< the root is a pack, checked on its own: settings may lack a value
  bool fault_open_declared = false;
  bool fault_open = false;            ///< `on fault open` at the top of the root
  const ast::Decl* budget = nullptr;  ///< a `BudgetDecl`, null where there is none
  std::vector<Symbol> symbols;
  std::vector<Enumeration> enumerations;
  std::vector<Record>
      records;  ///< `conversation` (channel, locale: text?) is the first, declared by nobody
  std::list<std::vector<ast::Label>> joined_labels;  ///< of what several files declare
  std::vector<Signal> signals;
  std::vector<Phrases> phrases;
  std::vector<Pattern> patterns;
  std::vector<Define> defines;
  std::vector<Setting> settings;
  std::vector<Tool> tools;
  std::vector<Hours> hours;
  std::vector<Rule> rules;
  std::vector<Fairness> fairness;
  std::vector<Test> tests;
  /// What each file can name: "legal_words", "crisis_safety_minors.self_harm".
  std::vector<std::map<std::string, SymbolId>> scopes;  ///< by FileIndex
  std::vector<std::string> pack_names;                  ///< by FileIndex; "" where it has no header
  std::vector<FileIndex> file_indices;                  ///< by FileId, for `fileOf`
  /// By FileIndex: packs named there that could not be had (reported): say nothing of their names.
  std::vector<std::set<std::string>> lost_packs;

  /// The symbol that the first parts of `path` name as seen from `file`, and how many parts that
  /// took ("customer.tier" finds the record `customer` with 1). Empty where there is none.
  struct Found {
    SymbolId symbol;
    std::size_t parts;
  };
  std::optional<Found> find(FileIndex file, const ast::Path& path) const;
  /// All names of some kinds that `file` can see, for suggestions.
  std::vector<std::string_view> names(FileIndex file,
                                      std::initializer_list<SymbolKind> kinds) const;
  /// Whether `path` is a hole or leads into a pack that could not be had: an error stands already.
  bool isLost(FileIndex file, const ast::Path& path) const;
  /// The file that `span` stands in, which decides what names there mean: a clause of an `adjust`
  /// speaks the names of the file that adjusts.
  FileIndex fileOf(Span span) const;
  /// What a flag rule marks events as: its `as`, else its qualified name.
  std::string flagOf(const Rule& rule) const;
  /// The flag that `written` means in `file`: its own rule's of that name, or what is written.
  std::string flagMeant(FileIndex file, const std::string& written) const;
};

/// Gives every name its declaration. Reports D02xx. Opens no file.
Module resolve(const Program& program, Diagnostics& diagnostics);

// ----------------------------------------------------------------------------------------------
// types

/// What a `Ref`, `KeyedRef`, `Call` or `BuiltinRef` turned out to be.
struct Binding {
  enum class Kind : std::uint8_t {
    kNone,        ///< an error, reported
    kFact,        ///< record `index`, field `field`
    kSignal,      ///< `index`
    kArgument,    ///< tool `index`, argument `field`
    kResult,      ///< tool `index`, result `field`
    kEnumMember,  ///< enumeration `index` (or `kWeekdays`), member `field`
    kDefine,      ///< `index`: a name, or a call with arguments
    kParameter,   ///< parameter `field` of define `index`
    kSetting,     ///< `index`
    kItField,     ///< field `field` of the element of the quantifier around it
    kItText,      ///< `it.text`: the matched text
    kItScore,     ///< `it.score`
    kIt,          ///< `it` itself, an element that is a single value
    kLength,
    kWords,
    kOccurrences,
    kSize,
    kSum,    ///< built-in functions; of `sum(L.amount)` `field` is amount's
    kKeyed,  ///< memory that may be missing: tool `index >> 16`, result `index & 0xFFFF`, or
             ///< `kNoTool`; `field` tells texts apart
    kTool,   ///< of `tool_call is refund`: tool `index`
    kHours,  ///< of `now within support`: hours `index`
  };
  static constexpr std::uint32_t kNoTool = 0xFFFFFFFF;  ///< `time since E`
  Kind kind = Kind::kNone;
  std::uint32_t index = 0;
  std::uint32_t field = 0;
};

/// What a target (`mentions X`, `find X`, `any X in …`) names. A string is its own.
struct TargetBinding {
  enum class Kind : std::uint8_t { kError, kString, kPhrases, kPattern, kDetector };
  Kind kind = Kind::kError;
  std::uint32_t index = 0;  ///< into Module::phrases or patterns
  std::string detector;
};

/// A module all of whose expressions have types. Where `diagnostics` has errors it has holes.
struct TypedModule {
  const Module* module = nullptr;
  std::vector<Type> types;        ///< by ExprId; of an optional that is known here: the known type
  std::vector<Binding> bindings;  ///< by ExprId
  std::unordered_map<const ast::Target*, TargetBinding> targets;
  /// The second argument of `occurrences(user, X)`, by its ExprId.
  std::unordered_map<ast::ExprId, TargetBinding> target_arguments;
  /// `int` operands that stand where a `number` is meant need no mark: lowering converts by type.
};

/// Checks every expression, clause and test against the types of what it speaks of: operands,
/// missing values, enumeration members, ranges, subjects that an event has, clauses that fit their
/// rule's kind, holes in messages, patterns and phrases (through text::checkMatcher), values at
/// `include`. What has no meaning yet is reported once at its place (D0901). Reports D03xx, D05xx
/// to D09xx.
TypedModule checkTypes(const Module& module, Diagnostics& diagnostics);

}  // namespace decorum::sema
