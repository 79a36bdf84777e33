#include "compiler/lint/context.h"

#include <algorithm>

#include "compiler/sema/walk.h"
#include "compiler/syntax/written.h"

namespace decorum::lint_phase {
namespace {

const ast::File& treeOf(const Context& context, Span span) {
  return context.module.program->files[context.module.fileOf(span)].tree;
}

void visitClause(const ast::Clause& clause, const VisitExpr& visit) {
  if (const auto* c = std::get_if<ast::WhenClause>(&clause.kind))
    forEachWithin(*c->condition, nullptr, visit);
  if (const auto* c = std::get_if<ast::UnlessClause>(&clause.kind))
    forEachWithin(*c->condition, nullptr, visit);
  if (const auto* c = std::get_if<ast::FindClause>(&clause.kind))
    for (const ast::Target& target : c->targets)
      if (target.where) forEachWithin(*target.where, nullptr, visit);
  sema::forEachMessage(clause, [&](const ast::Message& message) {
    sema::forEachHole(message, [&](const ast::Expr& hole) { forEachWithin(hole, nullptr, visit); });
  });
}

}  // namespace

std::string Context::key(Span span) const {
  return syntax::written(diagnostics.sources(), treeOf(*this, span), span);
}

std::string Context::quoted(Span span) const {
  constexpr std::size_t kLongest = 60;
  std::string text = key(span);
  if (text.size() <= kLongest) return text;
  std::size_t end = kLongest - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

bool Context::hasComment(Span span) const {
  const auto& comments = treeOf(*this, span).comments;
  return std::any_of(comments.begin(), comments.end(), [&](const ast::Comment& comment) {
    return comment.span.begin < span.end && comment.span.end > span.begin;
  });
}

void forEachWithin(const ast::Expr& expr, const ast::Expr* parent, const VisitExpr& visit) {
  visit(expr, parent);
  sema::forEachPart(expr, [&](const ast::Expr& part) { forEachWithin(part, &expr, visit); });
}

void forEachExpr(const Context& context, const VisitExpr& visit) {
  for (const sema::Define& define : context.module.defines)
    if (define.decl->value) forEachWithin(*define.decl->value, nullptr, visit);
  for (const sema::Rule& rule : context.module.rules)
    for (const ast::Clause* clause : rule.clauses) visitClause(*clause, visit);
}

std::vector<const ast::Expr*> chainOf(const ast::Expr& expr, ast::BinaryOp op) {
  std::vector<const ast::Expr*> operands, open{&expr};
  while (!open.empty()) {
    const ast::Expr* next = open.back();
    open.pop_back();
    const auto* binary = std::get_if<ast::Binary>(&next->kind);
    if (binary == nullptr || binary->op != op) {
      operands.push_back(next);
      continue;
    }
    open.push_back(binary->right.get());
    open.push_back(binary->left.get());
  }
  return operands;
}

std::vector<TextEdit> removeItem(const Context& context, const std::vector<Span>& items,
                                 std::size_t index) {
  if (items.size() < 2) return {};
  Span span = items[index];
  if (index > 0)
    span.begin = items[index - 1].end;
  else
    span.end = items[1].begin;
  if (context.hasComment(span)) return {};
  return {{span, ""}};
}

std::vector<TextEdit> removeLines(const Context& context, Span span) {
  const std::string_view whole = context.diagnostics.sources().text(span.file);
  std::uint32_t begin = span.begin, end = span.end;
  while (begin > 0 && (whole[begin - 1] == ' ' || whole[begin - 1] == '\t')) --begin;
  const bool starts_line = begin == 0 || whole[begin - 1] == '\n';
  std::uint32_t after = end;
  while (after < whole.size() &&
         (whole[after] == ' ' || whole[after] == '\t' || whole[after] == '\r'))
    ++after;
  const bool ends_line = after >= whole.size() || whole[after] == '\n';
  if (starts_line && ends_line)
    end = std::min<std::uint32_t>(after + 1, static_cast<std::uint32_t>(whole.size()));
  else if (starts_line)
    begin = span.begin;
  const Span removed{span.file, begin, end};
  if (context.hasComment(span)) return {};
  return {{removed, ""}};
}

}  // namespace decorum::lint_phase

namespace decorum {

void lint(const sema::TypedModule& typed, const LintOptions& options, Diagnostics& diagnostics) {
  sema::KnownPatterns known;
  lint(typed, options, diagnostics, known);
}

void lint(const sema::TypedModule& typed, const LintOptions& options, Diagnostics& diagnostics,
          sema::KnownPatterns& known) {
  lint_phase::Context context{typed, *typed.module, options, diagnostics, known};
  lint_phase::lintUnused(context);
  lint_phase::lintNames(context);
  lint_phase::lintChains(context);
  lint_phase::lintExpressions(context);
  lint_phase::lintGuards(context);
  lint_phase::lintPhrases(context);
  lint_phase::lintPatterns(context);
  lint_phase::lintRules(context);
  lint_phase::lintTies(context);
  lint_phase::lintLocales(context);
  lint_phase::lintMessages(context);
  lint_phase::lintDates(context);
  lint_phase::lintTests(context);
}

}  // namespace decorum
