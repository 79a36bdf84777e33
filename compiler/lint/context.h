/// What every family of lints works with.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/lint/lint_known.h"

namespace decorum::lint_phase {

struct Context {
  const sema::TypedModule& typed;
  const sema::Module& module;
  const LintOptions& options;
  Diagnostics& diagnostics;
  sema::KnownPatterns& known;

  std::string_view text(Span span) const { return diagnostics.sources().text(span); }
  /// What stands at `span` on one line, short enough for a message.
  std::string quoted(Span span) const;
  /// What stands at `span` without comments, each run of blanks as one: equal for what is written
  /// the same, wherever its lines end.
  std::string key(Span span) const;
  bool hasComment(Span span) const;
  /// Whether nothing outside of `file` can use what is declared there: it is the root, and a
  /// policy.
  bool isClosed(sema::FileIndex file) const { return file == 0 && !module.is_pack; }
};

/// Every expression of rules (as adjusted), definitions and messages, parents before their parts.
/// `parent` is null at the top.
using VisitExpr = std::function<void(const ast::Expr& expr, const ast::Expr* parent)>;
void forEachExpr(const Context& context, const VisitExpr& visit);
/// `expr` and its parts.
void forEachWithin(const ast::Expr& expr, const ast::Expr* parent, const VisitExpr& visit);

/// The operands of a chain of one operator, whatever its parentheses; `expr` itself where it is no
/// such chain.
std::vector<const ast::Expr*> chainOf(const ast::Expr& expr, ast::BinaryOp op);

/// An item of a comma separated list whose items stand at `items` is taken out, with its comma.
/// Empty where a comment would be lost.
std::vector<TextEdit> removeItem(const Context& context, const std::vector<Span>& items,
                                 std::size_t index);
/// `span` is taken out, with the blanks before it; lines that hold nothing else go as a whole.
std::vector<TextEdit> removeLines(const Context& context, Span span);

// The families.
void lintUnused(Context& context);
void lintNames(Context& context);
void lintChains(Context& context);
void lintExpressions(Context& context);
void lintGuards(Context& context);
void lintPhrases(Context& context);
void lintPatterns(Context& context);
void lintRules(Context& context);
void lintTies(Context& context);
void lintLocales(Context& context);
void lintMessages(Context& context);
void lintDates(Context& context);
void lintTests(Context& context);

}  // namespace decorum::lint_phase
