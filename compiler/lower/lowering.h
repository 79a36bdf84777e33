/// The state of one lowering, shared by the files `lower_*.cpp`: each lowers one family.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/diagnostics/source.h"
#include "compiler/lower/graph.h"
#include "compiler/sema/module.h"

namespace decorum::lowering {

class Lowering {
 public:
  Lowering(const sema::TypedModule& typed, Diagnostics& diagnostics);

  // lower.cpp: inputs, then rules.
  void inputs();
  void rules();
  void fairness();
  /// lower_text.cpp: the policy's own shapes, wherever personal data is looked for.
  void notPersonal();
  plan::Plan take() { return std::move(plan_); }

 private:
  // lower_expressions.cpp: the node that computes an expression.
  plan::NodeId value(const ast::Expr& expr);
  plan::NodeId valueAs(const ast::Expr& expr, plan::Rep wanted);
  plan::NodeId convert(plan::NodeId node, plan::Rep wanted);
  plan::NodeId reference(const ast::Expr& expr);
  plan::NodeId standIn(plan::Rep rep);
  plan::NodeId builtin(ast::Builtin which);
  plan::NodeId unary(const ast::Unary& unary);
  plan::NodeId binary(const ast::Binary& binary);
  plan::NodeId compare(ast::BinaryOp op, plan::NodeId left, plan::NodeId right);
  plan::NodeId arithmetic(ast::BinaryOp op, plan::NodeId left, plan::NodeId right);
  plan::NodeId defaulted(plan::NodeId value, plan::NodeId fallback);
  plan::NodeId membership(const ast::Expr& value, const ast::Expr& set);
  plan::NodeId contains(plan::NodeId container, plan::NodeId part);
  plan::NodeId isTool(const ast::Expr& expr, const ast::IsTool& test);
  plan::NodeId currentTool(EventKind subject);
  plan::NodeId call(const ast::Expr& expr, const ast::Call& call);
  plan::NodeId sumOf(const ast::Expr& expr, const ast::Expr& list);
  /// What a definition's parameters stand for; a set is its members.
  struct Frame {
    std::vector<plan::NodeId> values;
    std::vector<std::optional<std::vector<plan::NodeId>>> sets;
  };
  plan::NodeId define(std::uint32_t index, const Frame& frame);
  /// The members of a set that is written out; nothing for one that an event brings.
  std::optional<std::vector<plan::NodeId>> setMembers(const ast::Expr& expr);
  /// What a name of a setting or of a definition stands for, itself otherwise.
  const ast::Expr* behind(const ast::Expr* expr) const;

  // lower_memory.cpp: what looks back.
  plan::NodeId remember(plan::Operator op, const ast::Expr& expr);
  plan::Operator over(plan::OperatorKind kind, const ast::Expr& operand);
  static void setWindow(plan::Operator& op, const ast::Window& window);
  plan::NodeId inLast(const ast::Expr& expr, const ast::InLast& in_last);
  plan::NodeId ever(const ast::Expr& expr, const ast::Ever& ever);
  plan::NodeId since(const ast::Expr& expr, const ast::Since& since);
  plan::NodeId then(const ast::Expr& expr, const ast::Then& then);
  plan::NodeId lasting(const ast::Expr& expr, const ast::For& lasting);
  plan::NodeId aggregated(const ast::Expr& expr, const ast::Aggregated& aggregated);
  plan::NodeId howLongSince(const ast::Expr& expr, const ast::HowLongSince& ago);
  plan::NodeId repeats(const ast::Expr& expr, const ast::Repeats& repeats);
  plan::NodeId flagged(const ast::Expr& expr, const ast::PreviouslyFlagged& flagged);
  plan::NodeId per(const ast::Per& per);
  plan::NodeId keyed(const ast::Expr& expr, const ast::KeyedRef& keyed);
  plan::NodeId callKey(std::uint32_t tool, const ast::Expr& expr);
  plan::NodeId hashed(plan::NodeId node);
  plan::NodeId countedAtLeast(const ast::Expr& expr, const ast::Aggregated& count,
                              std::int64_t least);
  std::optional<plan::NodeId> countCompared(const ast::Binary& binary);
  const ast::Aggregated* countBehind(const ast::Expr& expr) const;
  std::optional<plan::NodeId> comparedCount(const ast::Expr& expr, ast::BinaryOp op,
                                            const ast::Expr& bound);

  // lower_text.cpp: what is asked of a text, as slots that the scan fills.
  plan::NodeId mentions(const ast::Mentions& mentions);
  plan::NodeId mentionsAtLeast(const ast::Mentions& mentions);
  plan::NodeId matches(const ast::Matches& matches);
  plan::NodeId occurrences(const ast::Call& call);
  plan::NodeId textMeasure(plan::SlotKind kind, const ast::Call& call, const char* name);
  plan::NodeId quantifier(const ast::Quantifier& quantifier);
  plan::NodeId overSet(const ast::Quantifier& quantifier, const std::vector<plan::NodeId>& members);
  text::Matcher matcherOf(const ast::Target& target) const;
  plan::NodeId matchSlot(plan::SlotKind kind, EventKind subject, const text::Matcher& matcher,
                         const std::string& name);
  std::string written(Span span) const;

  // lower_conditions.cpp: guards as the author built them.
  plan::ConditionId condition(const ast::Expr& expr);
  plan::ConditionId junctionCondition(const ast::Expr& expr, ast::BinaryOp op);
  plan::ConditionId leafCondition(const ast::Expr& expr);
  plan::ConditionId negated(plan::ConditionId child, Span span);
  plan::ConditionId addCondition(plan::Condition condition);
  plan::SourceId source(Span span);
  const std::string& pathInPlan(FileId file);
  void collectSlots(plan::NodeId node, std::vector<plan::SlotId>& slots) const;

  // lower_fairness.cpp
  void swap(const ast::SameDecisionClause& same, const std::string& name, Span span);
  void monitor(const ast::CompareClause& compare, const std::string& name, Span span);
  std::vector<std::uint32_t> rulesOf(const ast::RuleSelector& selector) const;
  std::vector<std::string> groupsOf(const ast::CompareClause& compare,
                                    const plan::FieldShape& shape) const;

  // lower_rules.cpp and lower_messages.cpp
  std::optional<plan::Rule> rule(const sema::Rule& rule);
  void guard(const std::vector<const ast::Clause*>& clauses, Span span, plan::Rule& rule);
  void clause(const ast::Clause& clause, plan::Rule& rule);
  void find(const ast::FindClause& find, plan::Rule& rule);
  void join(plan::MatcherId matcher, plan::SourceId source);
  void changes(const sema::Rule& rule);
  plan::MessageId message(const ast::Message& message, const std::optional<ast::Text>& locale);
  plan::Piece piece(const ast::Hole& hole);
  std::string plainText(const ast::Message& message) const;

  // lower_disclosures.cpp: those that no one can see.
  void reportNeverHolds(const sema::Rule& rule);
  bool isAccountedFor(const ast::Expr& expr) const;
  /// `names` are where the rules of the plan have theirs.
  void reportHidden(const std::vector<Span>& names);
  bool hides(const plan::Rule& stopping, const plan::Rule& disclosing) const;
  bool isOfMessage(plan::NodeId node) const;

  // lower.cpp
  plan::Field field(const sema::Field& field) const;
  plan::SlotId fieldSlot(plan::Field& field, plan::SlotKind kind, EventKind subject,
                         const std::string& name);
  plan::SlotId hoursSlot(std::uint32_t hours);
  sema::FileIndex fileOf(Span span) const;

  const sema::TypedModule* typed_;
  const sema::Module* module_;
  Diagnostics* diagnostics_;
  const SourceSet* sources_;
  plan::Plan plan_;
  Graph graph_;
  std::map<FileId, sema::FileIndex> file_indices_;
  const Frame* frame_ = nullptr;    ///< of the definition being lowered
  plan::NodeId key_ = plan::kNone;  ///< what the operator being lowered is kept apart by
  plan::NodeId it_ = plan::kNone;   ///< the member of a written set that `it` stands for
  std::map<std::tuple<std::uint32_t, std::vector<plan::NodeId>>, plan::NodeId> defines_;
  std::map<std::tuple<FileId, std::uint32_t, std::uint32_t>, plan::SourceId> source_ids_;
  std::map<FileId, std::string> paths_in_plan_;
  std::size_t conditions_left_ = 0;  ///< of the rule at hand, before its conditions become leaves
};

/// How a value of this type is held.
plan::Rep repOf(const sema::Type& type);
inline EventKind eventOf(ast::Subject subject) { return static_cast<EventKind>(subject); }

}  // namespace decorum::lowering
