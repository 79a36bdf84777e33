/// The parts that formatting is made of: expressions, types, clauses and steps as layouts, and
/// comments with what they belong to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/syntax/ast.h"
#include "compiler/syntax/layout.h"

namespace decorum::syntax {

/// A comment as it will be printed.
struct KeptComment {
  Span span;
  std::string text;
  bool blank_before = false;  ///< the author left a line empty above it
};

/// The comments of one declaration, clause, field or step.
struct Attached {
  std::vector<KeptComment> above;
  std::vector<KeptComment> inside;
  std::vector<KeptComment> behind;  ///< on the line where it ends
  bool blank_before = false;        ///< the author left a line empty above it and its comments
  bool blank_below = false;         ///< and between it and the last of those above
};
struct Attachments {
  std::vector<KeptComment> head;  ///< on the line where the block begins, before the first item
  std::vector<Attached> items;
  std::vector<KeptComment> tail;  ///< after the last item
};

/// The text that is formatted, with what every part needs to know of it.
class SourceText {
 public:
  explicit SourceText(std::string_view text) : text_(text) {}

  std::string_view at(Span span) const { return text_.substr(span.begin, span.end - span.begin); }
  /// The words of a place with one blank between them, whatever stood there.
  std::string words(Span span) const;
  bool sameLine(std::uint32_t begin, std::uint32_t end) const;
  bool blankLineBetween(std::uint32_t begin, std::uint32_t end) const;
  /// Behind the first `{` from there on that is in no text and no comment.
  std::uint32_t afterBrace(std::uint32_t from) const;
  std::string_view all() const { return text_; }

 private:
  std::string_view text_;
};

/// Gives each of `comments` (in order, all in one block that begins at `begin`) to one of `items`
/// (in order).
Attachments attach(const std::vector<ast::Comment>& comments, const std::vector<Span>& items,
                   std::uint32_t begin, const SourceText& source);

class PartFormatter {
 public:
  explicit PartFormatter(SourceText source) : source_(source) {}

  Layout expression(const ast::Expr& expression) const;
  Layout clause(const ast::Clause& clause) const;
  Layout fairness(const ast::FairnessClause& clause) const;
  Layout step(const ast::TestStep& step) const;
  std::string type(const ast::TypeExpr& type) const;
  std::string labels(const std::vector<ast::Label>& labels) const;
  /// `{ a: int  b: text }`.
  std::string fieldsOnOneLine(const std::vector<ast::TypeField>& fields) const;
  std::string field(const ast::TypeField& field) const;
  const SourceText& source() const { return source_; }

 private:
  Layout kind(const ast::Expr& expression) const;
  Layout chain(const ast::Expr& expression) const;
  Layout mentions(const ast::Mentions& mentions) const;
  Layout quantifier(const ast::Quantifier& quantifier) const;
  Layout target(const ast::Target& target) const;
  Layout targets(const std::vector<ast::Target>& targets) const;
  Layout list(const std::vector<ast::ExprPtr>& elements) const;
  Layout assignments(const std::vector<ast::Assignment>& assignments) const;
  Layout record(const ast::RecordLit& record) const;
  Layout say(const ast::SayClause& say) const;
  Layout effectClause(const ast::Clause& clause) const;
  std::string replacement(const ast::ReplaceClause& replace) const;
  std::string selector(const ast::RuleSelector& selector) const;
  std::string window(const ast::Window& window) const { return source_.words(window.span); }
  std::string verbatim(Span span) const { return std::string(source_.at(span)); }

  SourceText source_;
};

/// Where a clause stands in its rule: a total order of kinds.
int clauseRank(const ast::Clause& clause);

}  // namespace decorum::syntax
