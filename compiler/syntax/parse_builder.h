/// From ANTLR's parse tree to ours. The tree given is whole: what did not parse has been mended or
/// taken out before (`parse_repair.h`).
#pragma once

#include <antlr4-runtime.h>

#include <string>
#include <string_view>

#include "DecorumParser.h"
#include "compiler/syntax/parse_tokens.h"

namespace decorum::syntax {

using P = grammar::DecorumParser;

class Builder {
 public:
  Builder(Source source, ast::ExprId& next_id, Findings& findings)
      : source_(source), next_id_(&next_id), findings_(&findings) {}

  ast::Decl declaration(P::DeclarationContext* context);
  /// `text` has been parsed as the inside of a hole.
  ast::Hole hole(P::HoleContext* context, Span braces);

 private:
  // parse_declarations.cpp
  ast::DeclKind declarationKind(P::DeclarationContext* context);
  ast::PolicyDecl policy(P::PolicyDeclContext* context);
  ast::PackDecl pack(P::PackDeclContext* context);
  ast::IncludeDecl include(P::IncludeDeclContext* context);
  ast::SettingDecl setting(P::SettingDeclContext* context);
  ast::FactsDecl facts(P::FactsDeclContext* context);
  ast::SignalDecl signal(P::SignalDeclContext* context);
  ast::PhrasesDecl phrases(P::PhrasesDeclContext* context);
  ast::PhraseOption phraseOption(P::PhraseOptionContext* context);
  ast::PatternDecl pattern(P::PatternDeclContext* context);
  void patternOption(P::PatternOptionContext* context, ast::PatternDecl& pattern);
  ast::DefineDecl define(P::DefineDeclContext* context);
  ast::ToolDecl tool(P::ToolDeclContext* context);
  ast::HoursDecl hours(P::HoursDeclContext* context);
  ast::HoursSpan hoursSpan(P::HoursSpanContext* context);
  ast::DisableDecl disable(P::DisableDeclContext* context);
  ast::AdjustDecl adjust(P::AdjustDeclContext* context);
  ast::BudgetDecl budget(P::BudgetDeclContext* context);
  ast::TypeField field(P::FieldContext* context, bool may_nest);
  ast::Label label(P::LabelContext* context);
  ast::TypeExpr type(P::TypeContext* context);
  ast::TypeExpr typeBase(P::TypeBaseContext* context);
  double signedNumber(P::SignedNumberContext* context);

  // parse_rules.cpp
  ast::RuleDecl rule(P::RuleDeclContext* context);
  ast::Clause clause(P::ClauseContext* context);
  ast::ClauseKind clauseKind(P::ClauseContext* context);
  ast::ClauseKind effectClause(P::ClauseContext* context);
  ast::SayClause say(P::SayClauseContext* context);
  ast::CitesClause cites(P::CitesClauseContext* context);
  ast::FrequencyClause frequency(P::FrequencyClauseContext* context);
  ast::WithinClause within(P::WithinClauseContext* context);
  ast::FindClause find(P::FindClauseContext* context);
  ast::ReplaceClause replace(P::ReplacementContext* context);
  ast::ForQueueClause forQueue(P::ForQueueClauseContext* context);
  ast::TellingClause telling(P::TellingClauseContext* context);
  ast::FairnessDecl fairness(P::FairnessDeclContext* context);
  ast::FairnessClause fairnessClause(P::FairnessClauseContext* context);
  ast::KeepClause keep(P::KeepClauseContext* context);
  ast::SameDecisionClause same(P::SameClauseContext* context);
  ast::CompareClause compare(P::CompareClauseContext* context);
  ast::RuleSelector ruleSelector(P::RuleSelectorContext* context);

  // parse_tests.cpp
  ast::TestDecl test(P::TestDeclContext* context);
  ast::TestStep testStep(P::TestStepContext* context);
  ast::EventStep event(P::EventStepContext* context);
  ast::ExpectStep expect(P::ExpectStepContext* context);
  std::vector<ast::Assignment> assignments(P::RecordContext* context);
  ast::ExprPtr value(P::ValueContext* context);

  // parse_expressions.cpp
  ast::ExprPtr expression(P::ExpressionContext* context);
  ast::ExprPtr negation(P::NegationContext* context);
  ast::ExprPtr memory(P::MemoryContext* context);
  ast::ExprPtr memoryOperand(P::MemoryOperandContext* context);
  ast::ExprPtr memorySuffix(P::MemorySuffixContext* context, Span place, ast::ExprPtr operand);
  ast::ExprPtr comparison(P::ComparisonContext* context);
  ast::ExprPtr comparisonTail(P::ComparisonTailContext* context, Span place, ast::ExprPtr left);
  ast::ExprPtr subjectTest(P::SubjectContext* subject, P::SubjectTestContext* context);
  ast::ExprPtr quantifier(P::ComparisonContext* context);
  ast::ExprPtr condition(P::ConditionContext* context);
  ast::ExprPtr sum(P::SumContext* context);
  ast::ExprPtr product(P::ProductContext* context);
  ast::ExprPtr unary(P::UnaryContext* context);
  ast::ExprPtr postfix(P::PostfixContext* context);
  ast::ExprPtr primary(P::PrimaryContext* context);
  ast::ExprPtr compoundPrimary(P::PrimaryContext* context);
  ast::ExprPtr sinceOperand(P::SinceOperandContext* context);
  ast::ExprPtr pathPrimary(P::PathContext* context);
  ast::ExprPtr call(P::PathContext* callee, const std::vector<P::ArgumentContext*>& arguments,
                    Span span);
  ast::ExprPtr aggregated(P::PrimaryContext* context);
  ast::ExprPtr set(P::SetContext* context);
  ast::ExprPtr parenthesized(P::ExpressionContext* context);
  ast::ExprPtr make(Span span, ast::ExprKind kind);
  ast::ExprPtr binary(ast::BinaryOp op, Span place, Span op_span, ast::ExprPtr left,
                      ast::ExprPtr right);
  void reportMixture(P::ExpressionContext* context);
  bool tooMany(std::size_t parts, Span span);

  // parse_words.cpp
  Span span(const antlr4::ParserRuleContext* context) const;
  Span span(antlr4::tree::TerminalNode* node) const;
  Span span(const antlr4::Token* first, const antlr4::Token* last) const;
  std::string_view source(Span place) const { return source_.at(place.begin, place.end); }
  std::string doc(const antlr4::ParserRuleContext* context) const;
  ast::Name name(P::SoftNameContext* context);
  ast::Name name(P::AnyNameContext* context);
  ast::Path path(P::PathContext* context);
  ast::Path path(P::AnyPathContext* context);
  ast::Text text(P::TextContext* context);
  ast::Message message(P::TextContext* context);
  ast::Duration duration(P::DurationContext* context);
  ast::Window window(P::WindowContext* context);
  ast::Integer integer(antlr4::tree::TerminalNode* node);
  ast::Number number(antlr4::tree::TerminalNode* node);
  std::int64_t instant(Span place);
  std::int64_t clock(antlr4::tree::TerminalNode* node);
  ast::SubjectRef subject(P::SubjectContext* context);
  std::vector<ast::SubjectRef> subjects(const std::vector<P::SubjectContext*>& contexts);
  ast::Target target(P::TargetContext* context);
  std::uint32_t messagePiece(Span literal, std::uint32_t at, std::uint32_t end,
                             ast::Message& message);

  Source source_;
  ast::ExprId* next_id_;
  Findings* findings_;
};

/// Stands in the source of a hole where its file has the backslash of a closing `\"`: quotes in a
/// hole are escaped in the text around it, and places must stay as they are.
inline constexpr char kBlankedBackslash = '\x01';

ast::RuleKind ruleKind(P::RuleKindContext* context);
/// `token` is one of the words of the grammar's `subject`.
ast::Subject subjectKind(std::size_t token);

/// Parses what is between `braces`, these included. Nothing where it did not parse (reported).
std::optional<ast::Hole> parseHole(Source source, Span braces, ast::ExprId& next_id,
                                   Findings& findings);

}  // namespace decorum::syntax
