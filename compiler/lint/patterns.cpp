// Patterns that find what they were hardly meant to find.
#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "compiler/lint/context.h"
#include "runtime/text/pattern.h"

namespace decorum::lint_phase {
namespace {

// Short messages that have hardly a letter in common.
constexpr std::array<std::string_view, 9> kMessages = {
    "hmm", "ok", "why", "bye", "yes, fine", "danke", "merci", "sí, gracias", "tuff luck"};
constexpr std::array<std::string_view, 14> kDomains = {
    "com", "org", "net", "edu", "gov", "io", "co", "de", "fr", "es", "uk", "eu", "us", "app"};

bool isNameByte(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-'; }

bool findsEverywhere(Context& context, const std::string& pattern, bool exact, bool whole) {
  const int how = (exact ? 1 : 0) + (whole ? 2 : 0);
  return context.known.findsEverywhere(pattern, how, [&] {
    const text::Pattern found(
        pattern, exact ? text::Pattern::Case::kAsWritten : text::Pattern::Case::kFolded);
    std::vector<std::string_view> groups;
    return std::all_of(kMessages.begin(), kMessages.end(), [&](std::string_view message) {
      return whole ? found.matchesWhole(message, groups) : found.find(message, 0, groups);
    });
  });
}

// `example.com` with its dot as any character: word characters before it, a domain's end behind.
void checkDots(Context& context, std::string_view pattern, Span span, std::uint32_t opening) {
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      ++i;
      continue;
    }
    if (pattern[i] == '[') in_class = true;
    if (pattern[i] == ']') in_class = false;
    if (in_class || pattern[i] != '.' || i == 0) continue;
    std::size_t begin = i, end = i + 1;
    while (begin > 0 && isNameByte(pattern[begin - 1])) --begin;
    while (end < pattern.size() && isNameByte(pattern[end])) ++end;
    const std::string_view top = pattern.substr(i + 1, end - i - 1);
    const bool after_escape = begin > 0 && pattern[begin - 1] == '\\';
    if (i - begin < (after_escape ? 3U : 2U)) continue;
    if (std::find(kDomains.begin(), kDomains.end(), top) == kDomains.end()) continue;
    const auto at = span.begin + opening + static_cast<std::uint32_t>(i);
    const Span dot{span.file, at, at + 1};
    if (context.text(dot) != ".") continue;
    const std::string_view name =
        pattern.substr(begin + (after_escape ? 2 : 0), end - begin - (after_escape ? 2 : 0));
    context.diagnostics.report<diag::UnescapedDot>(dot).help(name).fix(
        Fix::Kind::kSuggestion, "write '\\.'", {{dot, "\\."}});
  }
}

// The patterns that some condition asks for. To redact a whole message is a thing to want.
std::set<std::uint32_t> askedFor(const Context& context) {
  std::set<std::uint32_t> asked;
  const auto add = [&](const ast::Target& target) {
    const auto bound = context.typed.targets.find(&target);
    if (bound != context.typed.targets.end() &&
        bound->second.kind == sema::TargetBinding::Kind::kPattern)
      asked.insert(bound->second.index);
  };
  forEachExpr(context, [&](const ast::Expr& expr, const ast::Expr*) {
    if (const auto* mentions = std::get_if<ast::Mentions>(&expr.kind))
      for (const ast::Target& target : mentions->targets) add(target);
    if (const auto* quantifier = std::get_if<ast::Quantifier>(&expr.kind);
        quantifier != nullptr && quantifier->target)
      add(*quantifier->target);
  });
  return asked;
}

}  // namespace

void lintPatterns(Context& context) {
  const std::set<std::uint32_t> asked = askedFor(context);
  for (std::uint32_t i = 0; i < context.module.patterns.size(); ++i) {
    const ast::PatternDecl& decl = *context.module.patterns[i].decl;
    checkDots(context, decl.pattern, decl.pattern_span, 1);
    const bool is_narrowed = decl.checked_by || decl.not_personal ||
                             std::any_of(decl.near.begin(), decl.near.end(),
                                         [](const auto& near) { return near.required; });
    if (asked.count(i) != 0 && !is_narrowed &&
        findsEverywhere(context, decl.pattern, decl.exact, false))
      context.diagnostics.report<diag::PatternMatchesAll>(decl.pattern_span);
  }
  forEachExpr(context, [&](const ast::Expr& expr, const ast::Expr*) {
    const auto* matches = std::get_if<ast::Matches>(&expr.kind);
    if (matches == nullptr) return;
    checkDots(context, matches->pattern, matches->pattern_span, 1);
    if (findsEverywhere(context, matches->pattern, false, true))
      context.diagnostics.report<diag::PatternMatchesAll>(matches->pattern_span);
  });
}

}  // namespace decorum::lint_phase
