#include "tools/doc/gathered.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "compiler/syntax/words.h"

namespace decorum::doc {
namespace {

using sema::clauseOf;

std::string whereTo(const sema::Rule& rule) {
  if (const auto* to = clauseOf<ast::ToClause>(rule)) {
    const auto* within = clauseOf<ast::WithinClause>(rule);
    return to->queue.text + (within != nullptr ? ", " + durationOf(within->within.ms) : "");
  }
  if (const auto* hold = clauseOf<ast::ForQueueClause>(rule))
    return hold->queue.text + ", " + durationOf(hold->within.ms);
  return "";
}

std::string inForce(const sema::Rule& rule) {
  std::string text;
  if (const auto* from = clauseOf<ast::EffectiveClause>(rule))
    text = "from " + instantOf(from->from_ms);
  if (const auto* until = clauseOf<ast::UntilClause>(rule))
    text += (text.empty() ? "until " : " until ") + instantOf(until->until_ms);
  return text;
}

}  // namespace

void addOverview(std::vector<Block>& blocks, const Rules& rules, const Subject& subject) {
  if (rules.empty()) return;
  blocks.emplace_back(Heading{2, "overview", plain("Rules at a glance")});
  Table table{"Rules at a glance", {"Rule", "Does", "When", "To whom, and how soon"}, {}};
  for (const sema::Rule* rule : rules)
    table.rows.push_back({subject.named(rule->symbol), plain(doingOf(rule->decl->kind)),
                          plain(eventsOf(*rule)), plain(whereTo(*rule))});
  blocks.emplace_back(std::move(table));
}

void addLanguages(std::vector<Block>& blocks, const Rules& rules, const Subject& subject) {
  struct Line {
    const sema::Rule* rule;
    Told told;
  };
  std::map<std::string, std::vector<Line>> by_language;
  Rules speaking;
  for (const sema::Rule* rule : rules) {
    const std::vector<Told> told = toldBy(*rule, subject.sources);
    if (!told.empty()) speaking.push_back(rule);
    for (const Told& words : told) by_language[words.language].push_back({rule, words});
  }
  if (speaking.empty()) return;
  blocks.emplace_back(Heading{2, "languages", plain("What people are told, by language")});
  blocks.emplace_back(Paragraph{
      plain("Which words a person reads is decided by ") + code("conversation.locale") +
      ": those of that language, of its main language (es for es-MX), else those for everyone."});
  for (const auto& [language, lines] : by_language) {
    blocks.emplace_back(
        Heading{3, "language-" + (language.empty() ? "other" : language),
                plain(language.empty() ? "For everyone else" : "In " + languageOf(language))});
    std::vector<Item> items;
    for (const Line& line : lines)
      items.push_back({subject.named(line.rule->symbol) + " " + doingOf(line.rule->decl->kind) +
                           (line.told.out_of_hours ? ", out of hours: " : ": ") +
                           quote(line.told.words, language),
                       {}});
    std::vector<Text> silent;
    for (const sema::Rule* rule : speaking)
      if (std::none_of(lines.begin(), lines.end(),
                       [&](const Line& line) { return line.rule == rule; }))
        silent.push_back(subject.named(rule->symbol));
    blocks.emplace_back(List{std::move(items)});
    if (!silent.empty())
      blocks.emplace_back(
          Paragraph{strong("Not said in this language:") + " " + listed(silent) + "."});
  }
}

void addSources(std::vector<Block>& blocks, const Rules& rules, const Subject& subject) {
  struct Row {
    std::string source;
    std::optional<std::int64_t> checked;
    std::map<std::string, std::vector<Text>> rules;  // by when they are in force
  };
  std::vector<Row> rows;
  std::vector<Text> without;
  for (const sema::Rule* rule : rules) {
    bool cites_any = false;
    for (const ast::Clause* clause : rule->clauses) {
      const auto* cites = std::get_if<ast::CitesClause>(&clause->kind);
      if (cites == nullptr) continue;
      cites_any = true;
      auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& known) {
        return known.source == cites->source.value && known.checked == cites->checked_ms;
      });
      if (row == rows.end())
        row = rows.insert(rows.end(), {cites->source.value, cites->checked_ms, {}});
      row->rules[inForce(*rule)].push_back(subject.named(rule->symbol));
    }
    if (!cites_any) without.push_back(subject.named(rule->symbol));
  }
  if (rows.empty()) return;
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return a.source < b.source; });
  blocks.emplace_back(Heading{2, "sources", plain("Sources")});
  Table table{"Sources", {"Source", "Checked", "In force", "Rules"}, {}};
  for (const Row& row : rows)
    for (const auto& [in_force, cited_by] : row.rules)
      table.rows.push_back({plain(row.source),
                            plain(row.checked ? instantOf(*row.checked) : "not said"),
                            plain(in_force.empty() ? "always" : in_force), listed(cited_by)});
  blocks.emplace_back(std::move(table));
  if (!without.empty())
    blocks.emplace_back(
        Paragraph{strong("Rules that cite nothing:") + " " + listed(without) + "."});
}

void addChanges(std::vector<Block>& blocks, const Subject& subject) {
  std::vector<Item> items;
  const sema::Module& module = subject.module();
  const auto by = [&](const ast::Decl& change) {
    return strong(module.pack_names[module.fileOf(change.span)]);
  };
  for (const sema::Rule& rule : module.rules) {
    const Text name = code(subject.symbol(rule.symbol).name);
    if (rule.disabled != nullptr) {
      const auto& disable = std::get<ast::DisableDecl>(rule.disabled->kind);
      Text text = name + " is switched off by " + by(*rule.disabled);
      if (disable.because)
        text = std::move(text) + ", because " + quote(wordsOf(*disable.because, subject.sources));
      items.push_back({ended(std::move(text)), {}});
    }
    for (const ast::Decl* change : rule.adjusted) {
      const auto& adjust = std::get<ast::AdjustDecl>(change->kind);
      Text text = subject.named(rule.symbol) + " is changed by " + by(*change);
      if (rule.disabled != nullptr) text = name + " is changed by " + by(*change);
      if (adjust.because)
        text = std::move(text) + ", because " + quote(wordsOf(*adjust.because, subject.sources));
      Item item{std::move(text) + ":", {}};
      for (const ast::Clause& clause : adjust.clauses)
        item.items.push_back({code(subject.written(clause.span)), {}});
      items.push_back(std::move(item));
    }
  }
  if (items.empty()) return;
  blocks.emplace_back(
      Heading{2, "changes", plain("Rules of packs that are switched off or changed")});
  blocks.emplace_back(List{std::move(items)});
}

void addExceptions(std::vector<Block>& blocks, const Subject& subject) {
  if (subject.exceptions.empty()) return;
  blocks.emplace_back(
      Heading{2, "exceptions", plain("Exceptions for protected and private facts")});
  Table table{"Exceptions", {"Rule", "Fact", "Way through"}, {}};
  for (const sema::FlowException& exception : subject.exceptions)
    table.rows.push_back({code(exception.rule), code(exception.fact),
                          exception.kind == sema::FlowException::Kind::kUses
                              ? plain("may decide, because ") + quote(exception.reason)
                              : plain("is shown as ") + code(exception.reason)});
  blocks.emplace_back(std::move(table));
}

void addTests(std::vector<Block>& blocks, const Subject& subject) {
  if (subject.module().tests.empty()) return;
  blocks.emplace_back(Heading{2, "tests", plain("Tests")});
  blocks.emplace_back(Paragraph{plain("What is tested of it, as its authors put it:")});
  std::vector<Item> items;
  for (const sema::Test& test : subject.module().tests) {
    Text title = plain(test.decl->title.value);
    if (test.decl->from_file)
      title = std::move(title) + ", for each row of " + code(test.decl->from_file->value);
    items.push_back({std::move(title), {}});
  }
  blocks.emplace_back(List{std::move(items)});
}

}  // namespace decorum::doc
