#include <fmt/format.h>

#include "tools/lsp/features.h"

namespace decorum::lsp {
namespace {

std::string firedText(const LogCounts& counts, const std::string& rule) {
  if (!counts.problem.empty()) return counts.log + ": " + counts.problem;
  const auto found = counts.fired.find(rule);
  const std::uint64_t fired = found == counts.fired.end() ? 0 : found->second;
  return fmt::format("fired {} {} at {} events{}", fired, fired == 1 ? "time" : "times",
                     counts.events, counts.is_complete ? "" : " so far");
}

}  // namespace

std::vector<CodeLens> codeLenses(const Analysis& analysis, FileId file, const LogCounts* counts) {
  std::vector<CodeLens> lenses;
  for (const sema::Test& test : analysis.module().tests) {
    if (test.decl->title.span.file != file) continue;
    lenses.push_back({analysis.range(test.whole->span),
                      {"Run test", "decorum.runTest", {analysis.root(), test.decl->title.value}}});
  }
  if (counts == nullptr) return lenses;
  for (const sema::Rule& rule : analysis.module().rules) {
    const sema::Symbol& symbol = analysis.module().symbols[rule.symbol];
    if (symbol.span.file != file) continue;
    const std::string text =
        sema::isInForce(rule) ? firedText(*counts, symbol.name) : "not in force";
    lenses.push_back({analysis.range(rule.whole->span), {text, "decorum.chooseLog", {}}});
  }
  return lenses;
}

}  // namespace decorum::lsp
