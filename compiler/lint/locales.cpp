// Languages in which some rules speak and others do not.
#include <algorithm>
#include <map>
#include <set>

#include "compiler/lint/context.h"

namespace decorum::lint_phase {
namespace {

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  return text;
}

// Words for one occasion, in several languages.
struct Words {
  const sema::Rule* rule = nullptr;
  Span at;
  bool has_default = false;
  std::set<std::string> locales;

  template <class Clause>
  void add(const Clause& clause) {
    has_default = has_default || !clause.locale;
    if (clause.locale) locales.insert(lower(clause.locale->value));
  }
  /// "de" speaks to "de-AT", too.
  bool covers(const std::string& locale) const {
    return std::any_of(locales.begin(), locales.end(), [&](const std::string& own) {
      return locale == own || locale.starts_with(own + "-");
    });
  }
};

std::string list(const std::vector<std::string>& locales) {
  std::string text;
  for (std::size_t i = 0; i < locales.size(); ++i)
    text += (i == 0 ? "" : (i + 1 == locales.size() ? " and " : ", ")) + ("\"" + locales[i] + "\"");
  return text;
}

Words wordsOf(const sema::Rule& rule) {
  Words words;
  words.rule = &rule;
  words.at = rule.decl->name.span;
  for (const ast::Clause* clause : rule.clauses) {
    if (const auto* say = std::get_if<ast::SayClause>(&clause->kind)) words.add(*say);
    if (const auto* ask = std::get_if<ast::AskClause>(&clause->kind)) words.add(*ask);
  }
  return words;
}

void report(Context& context, const Words& words, const std::vector<std::string>& missing,
            std::string_view help) {
  context.diagnostics
      .report<diag::LocaleMissing>(words.at, words.rule->decl->name.text, list(missing))
      .help(help);
}

// Out of hours in the languages of the hours.
void checkOtherwise(Context& context, const sema::Rule& rule, const Words& words) {
  for (const ast::Clause* clause : rule.clauses) {
    const auto* during = std::get_if<ast::DuringClause>(&clause->kind);
    if (during == nullptr || during->otherwise_say.empty()) continue;
    Words otherwise;
    otherwise.rule = &rule;
    otherwise.at = clause->keyword;
    for (const ast::SayClause& say : during->otherwise_say) otherwise.add(say);
    std::vector<std::string> missing;
    for (const std::string& locale : words.locales)
      if (!otherwise.covers(locale)) missing.push_back(locale);
    if (!missing.empty() && otherwise.has_default)
      report(context, otherwise, missing,
             "the 'say' of this rule does, its 'otherwise say' does not");
  }
}

}  // namespace

void lintLocales(Context& context) {
  std::map<sema::FileIndex, std::vector<Words>> files;
  for (const sema::Rule& rule : context.module.rules) {
    if (rule.disabled != nullptr) continue;
    const Words words = wordsOf(rule);
    if (!words.has_default) continue;  // D0610, or nothing is said
    // What is prescribed word for word is prescribed in its language.
    if (sema::clauseOf<ast::VerbatimClause>(rule) != nullptr) continue;
    files[context.module.symbols[rule.symbol].file].push_back(words);
    checkOtherwise(context, rule, words);
  }
  for (const auto& [file, all] : files) {
    std::map<std::string, std::size_t> speaking;
    for (const Words& words : all)
      for (const std::string& locale : words.locales) ++speaking[locale];
    for (const Words& words : all) {
      std::vector<std::string> missing;
      for (const auto& [locale, count] : speaking)
        if (count >= 2 && 2 * count >= all.size() && !words.covers(locale))
          missing.push_back(locale);
      if (!missing.empty()) report(context, words, missing, "most other rules of this file do");
    }
  }
}

}  // namespace decorum::lint_phase
