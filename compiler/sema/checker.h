/// The checker of types, by family: `type_*.cpp`, `clauses.cpp`, `messages.cpp`. It walks every
/// expression once, from what is known of names and of missing values at its place (`Scope`) to its
/// type, and fills the tables of `TypedModule`.
#pragma once

#include <compare>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/sema/known_patterns.h"
#include "compiler/sema/types.h"
#include "runtime/text/scanner.h"

namespace decorum::sema {

/// Something that a condition can prove: that an optional value is there (its binding), or that a
/// call (kTool, field 0) or a result (kTool, field 1) of a tool is at hand.
struct Proof {
  Binding::Kind kind = Binding::Kind::kNone;
  std::uint32_t index = 0;
  std::uint32_t field = 0;
  auto operator<=>(const Proof&) const = default;
};
using Proofs = std::set<Proof>;

/// What `it` stands for.
struct Element {
  bool is_hit = false;              ///< of a text, else an element of a list
  Type type;                        ///< of a list: its elements'
  std::vector<RecordField> fields;  ///< of a hit: its values
};

/// Where an expression stands.
struct Scope {
  FileIndex file = 0;
  const Define* define = nullptr;  ///< whose parameters can be named
  std::uint32_t define_index = 0;
  const Element* element = nullptr;
  Proofs known = {};
};

/// The subjects of expressions, as bits `1 << Subject`.
using Subjects = std::uint8_t;
inline Subjects bit(ast::Subject subject) {
  return static_cast<Subjects>(1U << static_cast<unsigned>(subject));
}

/// "an escalate rule".
std::string withArticle(ast::RuleKind kind);
/// The names of all faults.
std::vector<std::string_view> faultNames();
bool isDisposition(std::string_view word);

class Checker {
 public:
  Checker(const Module& module, Diagnostics& diagnostics, KnownPatterns& known);
  TypedModule run();

 private:
  // types.cpp: what is declared
  void declarations();
  void checkSignal(const Signal& signal);
  void checkProvider(const Signal& signal);
  /// The type of a definition, which is checked where it is first met.
  const Type& defineType(std::uint32_t index, Span use);
  void deepen(std::uint32_t user, std::uint32_t depth, Span use);
  void tooDeep(Span use);
  /// The nearest of `names`, "" where none is near; not looked for any more after many mistakes.
  std::string_view nearest(std::string_view word, const std::vector<std::string_view>& names);

  // type_expressions.cpp
  /// The type of `expr`, which may be missing. `wanted` is what its place asks for: it gives bare
  /// names of members their meaning, and is not enforced.
  Type check(const ast::Expr& expr, const Scope& scope, const Type* wanted = nullptr);
  /// The same of a value that must be there.
  Type need(const ast::Expr& expr, const Scope& scope, const Type* wanted = nullptr);
  /// A value that must be there and fit `wanted`.
  void needType(const ast::Expr& expr, const Scope& scope, const Type& wanted);
  void condition(const ast::Expr& expr, const Scope& scope);
  Type checkKind(const ast::Expr& expr, const Scope& scope, const Type* wanted);
  Type checkChain(const ast::Expr& expr, const Scope& scope);
  Type checkUnary(const ast::Unary& unary, const Scope& scope);
  Type checkArithmetic(const ast::Expr& expr, const Scope& scope);
  Type arithmetic(const ast::Expr& expr, const Type& left, const Type& right);
  Type checkSetLiteral(const ast::Expr& expr);
  Type checkBuiltin(const ast::Expr& expr, const ast::BuiltinRef& builtin, const Scope& scope);
  Type checkIsKnown(const ast::IsKnown& is, const Scope& scope);
  Type checkWithin(const ast::Expr& expr, const ast::Within& within, const Scope& scope);
  void wrongType(const ast::Expr& expr, const Type& type, const Type& wanted);
  Type checkDefault(const ast::Expr& expr, const Scope& scope, const Type* wanted);
  /// A literal, or one inside a list or record, that fits `wanted`: settings, tests, `when
  /// missing`.
  enum class Ranges : std::uint8_t { kHeld, kIgnored };
  void constant(const ast::Expr& expr, const Scope& scope, const Type& wanted, Ranges ranges);
  void constantRecord(const ast::Expr& expr, const ast::RecordLit& record, const Scope& scope,
                      const Type& wanted, Ranges ranges);

  // type_names.cpp
  Type checkRef(const ast::Expr& expr, const ast::Path& path, const Scope& scope,
                const Type* wanted);
  Type checkSymbol(const ast::Expr& expr, const ast::Path& path, const Module::Found& found,
                   const Scope& scope);
  Type checkFactRef(const ast::Expr& expr, const ast::Path& path, const Symbol& symbol,
                    std::size_t used, const Scope& scope);
  Type checkToolRef(const ast::Expr& expr, const ast::Path& path, const Symbol& symbol,
                    std::size_t used, const Scope& scope);
  Type checkItRef(const ast::Expr& expr, const ast::Path& path, const Scope& scope);
  Type undefined(const ast::Path& path, const Scope& scope, const Type* wanted);
  Type noSuchField(const ast::Name& name, std::string_view owner,
                   const std::vector<std::string_view>& fields);
  Type bind(const ast::Expr& expr, Binding binding, Type type, const Scope& scope);
  Type peek(const ast::Path& path, const Scope& scope) const;
  /// Whether `path` is a list of records and a field of them.
  bool listPrefix(const ast::Path& path, const Scope& scope) const;
  bool isUndefinedName(const ast::Expr& expr, const Scope& scope) const;
  const Symbol* find(const Scope& scope, const ast::Path& path, SymbolKind kind);

  // type_comparisons.cpp
  Type checkComparison(const ast::Expr& expr, const ast::Binary& binary, const Scope& scope);
  Type checkBetween(const ast::Expr& expr, const ast::Between& between, const Scope& scope);
  Type checkIn(const ast::Expr& expr, const ast::In& in, const Scope& scope);
  void checkContains(const ast::Binary& binary, const Scope& scope);
  /// Warns where the ranges of both sides leave one answer only.
  void foregone(const ast::Expr& whole, const ast::Expr& left, const Type& a, ast::BinaryOp op,
                const ast::Expr& right, const Type& b);
  bool comparable(const ast::Expr& left, const Type& a, const ast::Expr& right, const Type& b);
  bool ordered(const ast::Expr& value, const Type& type);

  // type_mentions.cpp
  TargetBinding bindTarget(const ast::Path& path, const Scope& scope);
  TargetBinding checkTarget(const ast::Target& target, const Scope& scope);
  void checkThreshold(const ast::Target& target, const TargetBinding& binding);
  void checkDecoded(const ast::Target& target, const TargetBinding& binding);
  void checkJoinable(const ast::Target& target, const TargetBinding& binding);
  bool hasScore(const TargetBinding& binding) const;
  void checkPhrase(const std::string& phrase, Span span);
  Type checkMentions(const ast::Mentions& mentions, const Scope& scope);
  Type checkMatches(const ast::Matches& matches);
  void checkHasText(const ast::SubjectRef& subject);
  Element elementOf(const ast::Target& target, const TargetBinding& binding);

  // type_lists.cpp
  Type checkQuantifier(const ast::Expr& expr, const ast::Quantifier& quantifier,
                       const Scope& scope);
  Type checkCall(const ast::Expr& expr, const ast::Call& call, const Scope& scope);
  Type checkDefineCall(const ast::Expr& expr, const ast::Call& call, const Symbol& symbol,
                       const Scope& scope);
  Type checkTextCount(const ast::Expr& expr, const ast::Call& call, Binding::Kind kind,
                      const Scope& scope);
  Type checkSize(const ast::Expr& expr, const ast::Call& call, const Scope& scope);
  Type checkSum(const ast::Expr& expr, const ast::Expr& operand, const Scope& scope);
  bool takes(const ast::Expr& expr, const ast::Call& call, std::size_t count);

  // type_tools.cpp
  Type checkIsTool(const ast::Expr& expr, const ast::IsTool& is, const Scope& scope);
  void checkTool(const Tool& tool);
  /// What `expr` proves where it holds (`truth`) or does not. It has been checked before.
  void learn(const ast::Expr& expr, bool truth, Proofs& known) const;
  void learnChain(const ast::Expr& expr, bool truth, Proofs& known) const;
  /// Reports what speaks of the event at hand where `on` has no such event.
  void checkReachable(const ast::Expr& expr, Subjects on);

  // type_windows.cpp: memory
  Type checkMemory(const ast::Expr& expr, const Scope& scope);
  Type checkMemoryValue(const ast::Expr& expr, const Scope& scope);
  void checkInLast(const ast::Expr& expr, const ast::InLast& in_last, const Scope& scope);
  static Scope atAnyTick(const Scope& scope);
  void checkThen(const ast::Then& then, const Scope& scope);
  void checkRepeats(const ast::Repeats& repeats);
  static bool keepsApart(const ast::Expr& operand);
  Type checkAggregated(const ast::Expr& expr, const ast::Aggregated& aggregated,
                       const Scope& scope);
  enum class WindowUse : std::uint8_t { kTicks, kTicksOrTime };
  void checkWindow(const ast::Window& window, const ast::Expr& operand, WindowUse use);
  void checkKey(const ast::Expr& key, const Scope& scope);
  Type checkKeyed(const ast::Expr& expr, const ast::KeyedRef& keyed, const Scope& scope);
  static const Field* keyArgument(const Tool& tool);
  void willCompare(const ast::Expr& expr);
  std::uint32_t textId(Span span);
  Subjects subjectsOf(const ast::Expr& expr) const;
  Span wordsBetween(FileId file, std::uint32_t begin, std::uint32_t end) const;
  void notBuilt(Span span);
  void notBuilt(Span span, const std::string& what);

  // patterns.cpp
  void checkPhrases(const Phrases& phrases);
  void checkPattern(const Pattern& pattern);
  bool checkGroups(const ast::PatternDecl& declaration);
  void reportMatcher(const std::vector<text::MatcherError>& errors, Span span,
                     std::uint32_t opening);

  // clauses.cpp, messages.cpp
  void findFlags();
  void checkRule(const Rule& rule);
  void checkClauseKinds(const Rule& rule);
  void checkRequired(const Rule& rule);
  void checkOn(const Rule& rule, const ast::OnClause& on);
  void checkClause(const Rule& rule, const ast::Clause& clause, const Scope& scope);
  void checkWithinClause(const ast::WithinClause& within);
  void checkFind(const Rule& rule, const ast::FindClause& find, const Scope& scope);
  void checkReplace(const ast::Clause& clause, const ast::ReplaceClause& replace);
  void checkUses(const ast::UsesClause& uses, const Scope& scope);
  void atLeast(Span span, std::int64_t value, std::string_view least);
  template <class Clause>
  void checkLocales(const std::vector<const Clause*>& clauses, std::string_view word);
  void checkMessage(const ast::Message& message, const Scope& scope);
  void checkVerbatim(const ast::Message& message);
  void checkHole(const ast::Hole& hole, const Scope& scope);
  bool findsText(const ast::Expr& expr) const;
  bool isKnownFlag(std::string_view written, const Scope& scope) const;
  void unknownFlag(const ast::Path& flag);

  // fairness.cpp
  void checkFairness(const Fairness& fairness);
  void checkSwap(const ast::SameDecisionClause& same, const Scope& scope);
  void checkCompare(const ast::CompareClause& compare, const Scope& scope);
  void checkGroups(const ast::Expr& groups, const Scope& scope, const Type& type);

  // type_tests.cpp
  void checkTest(const Test& test);
  void checkGiven(const ast::GivenStep& given, const Scope& scope);
  void checkEvent(const ast::EventStep& event, const Scope& scope);
  void checkToolEvent(const ast::EventStep& event, const Scope& scope);
  void checkExpect(const ast::ExpectStep& expect, Span span, const Scope& scope);
  void checkExpectedRule(const ast::ExpectStep& expect, const Scope& scope);
  void checkValues(const std::vector<ast::Assignment>& values, const std::vector<Field>& fields,
                   std::string_view owner, const Scope& scope);

  // type_tables.cpp: what `test each` takes from its table
  /// The column that a hole names; reports one that is not there, and a hole without a table.
  std::optional<std::size_t> column(std::string_view name, Span span);
  /// Whether `expr` is a hole: then each cell of its column is held to `wanted`.
  bool checkCells(const ast::Expr& expr, const Type& wanted);
  void checkHoles(const ast::Text& text);
  void checkDispositions(std::string_view hole, Span span);
  void checkUnusedColumns();

  std::string quoted(Span span) const;
  std::string typeName(const Type& type) const { return print(module_, type); }
  Binding& binding(const ast::Expr& expr) { return typed_.bindings[expr.id]; }

  struct DefineState {
    enum class Step : std::uint8_t { kNew, kBusy, kDone } step = Step::kNew;
    Type type;
    Proofs if_true, if_false;
    Subjects subjects = 0;
    std::uint32_t depth = 1;  ///< of definitions through which it leads, itself included
    bool finds_text = false;
  };

  const Module& module_;
  Diagnostics& diagnostics_;
  KnownPatterns& known_;
  TypedModule typed_;
  std::vector<DefineState> defines_;
  const TestTable* table_ = nullptr;  ///< of the `test each` at hand
  bool lost_table_ = false;           ///< it could not be read: say nothing of holes
  std::set<std::size_t> columns_used_;
  std::vector<std::uint32_t> active_defines_;  ///< being checked, outermost first
  std::vector<std::string> flags_;
  std::set<ast::ExprId> compares_;  ///< of these only equality is asked
  std::map<std::string, std::uint32_t> text_ids_;
  bool match_is_known_ = false;  ///< of the rule at hand: `{match}` means something
  bool is_too_deep_ = false;     ///< definitions are, which was reported
  std::uint32_t suggestions_left_ = 200;
};

}  // namespace decorum::sema
