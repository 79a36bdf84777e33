#include "tools/doc/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "compiler/syntax/words.h"

namespace decorum::doc {
namespace {

using sema::clauseOf;

std::string_view eventOf(ast::Subject subject) {
  static constexpr std::array<std::string_view, 7> kEvents{
      "message of the person", "document", "tool call", "tool result", "reply", "moment", "end"};
  return kEvents[static_cast<std::size_t>(subject)];
}

Item labelled(std::string_view label, const Text& text) { return {strong(label) + " " + text, {}}; }

Item conditionItem(std::string_view label, std::string_view before, const ast::Expr& expr,
                   const Prose& prose) {
  Item item = prose.condition(expr);
  item.text = strong(label) + " " + before + item.text;
  if (item.items.empty()) item.text = ended(std::move(item.text));
  return item;
}

void addWhen(std::vector<Item>& items, const sema::Rule& rule, const Prose& prose) {
  const std::string events = eventsOf(rule);
  const auto* when = clauseOf<ast::WhenClause>(rule);
  if (when != nullptr)
    items.push_back(conditionItem("When:", events + ", if ", *when->condition, prose));
  else
    items.push_back(labelled("When:", plain(events + ", always.")));
  if (const auto* unless = clauseOf<ast::UnlessClause>(rule))
    items.push_back(conditionItem("But not if:", "", *unless->condition, prose));
}

void addEffects(std::vector<Item>& items, const sema::Rule& rule, const Prose& prose) {
  Text text;
  for (const Text& sentence : effectsOf(rule, prose))
    text = text.empty() ? sentence : std::move(text) + " " + sentence;
  items.push_back(labelled("What happens:", text));
}

void addTold(std::vector<Item>& items, const sema::Rule& rule, const Prose& prose) {
  const std::vector<Told> told = toldBy(rule, prose.subject().sources);
  if (told.empty()) return;
  const char* const label = rule.decl->kind == ast::RuleKind::kClarify ? "What the person is asked:"
                                                                       : "What the person is told:";
  for (const bool out_of_hours : {false, true}) {
    Item item{strong(out_of_hours ? "What the person is told out of hours:" : label), {}};
    for (const Told& words : told)
      if (words.out_of_hours == out_of_hours)
        item.items.push_back({words.language.empty()
                                  ? quote(words.words)
                                  : plain("in " + languageOf(words.language) + ": ") +
                                        quote(words.words, words.language),
                              {}});
    if (!item.items.empty()) items.push_back(std::move(item));
  }
}

void addReasons(std::vector<Item>& items, const sema::Rule& rule, const Prose& prose) {
  const SourceSet& sources = prose.subject().sources;
  if (const auto* because = clauseOf<ast::BecauseClause>(rule))
    items.push_back(
        labelled("Reason, for staff and the log:", quote(wordsOf(because->message, sources))));
  Item cited{strong("Sources:"), {}};
  for (const ast::Clause* clause : rule.clauses) {
    const auto* cites = std::get_if<ast::CitesClause>(&clause->kind);
    if (cites == nullptr) continue;
    cited.items.push_back({plain(cites->source.value) +
                               (cites->checked_ms ? ", checked on " + instantOf(*cites->checked_ms)
                                                  : std::string(", not said when it was checked")),
                           {}});
  }
  if (!cited.items.empty()) items.push_back(std::move(cited));
}

void addForce(std::vector<Item>& items, const sema::Rule& rule) {
  const auto* from = clauseOf<ast::EffectiveClause>(rule);
  const auto* until = clauseOf<ast::UntilClause>(rule);
  std::string text;
  if (from != nullptr) text += "from " + instantOf(from->from_ms);
  if (until != nullptr) text += (text.empty() ? "until " : " until ") + instantOf(until->until_ms);
  if (const auto* share = clauseOf<ast::ShareClause>(rule))
    text += fmt::format("{}for {:g}% of conversations", text.empty() ? "" : ", ",
                        share->share.value * 100);
  if (!text.empty()) items.push_back(labelled("In force:", plain(text + ".")));
  const auto* mode = clauseOf<ast::ModeClause>(rule);
  if (mode != nullptr && mode->mode == ast::Mode::kShadow)
    items.push_back(labelled("On trial:",
                             plain("it is judged and logged, and changes nothing (shadow mode).")));
}

void addFaults(std::vector<Item>& items, const sema::Rule& rule, const sema::Module& module) {
  const auto* own = clauseOf<ast::OnFaultClause>(rule);
  if (own == nullptr && !module.fault_open_declared) return;
  const bool open = own != nullptr ? own->open : module.fault_open;
  items.push_back(labelled("Where it cannot be decided:",
                           plain(open ? "it counts as not fired." : "it counts as fired.")));
}

void addExceptions(std::vector<Item>& items, const sema::Rule& rule, const Subject& subject) {
  for (const sema::FlowException& exception : subject.exceptions) {
    if (exception.rule != subject.symbol(rule.symbol).name) continue;
    const bool uses = exception.kind == sema::FlowException::Kind::kUses;
    items.push_back(
        labelled("Exception:", ended(plain(uses ? "it may depend on " : "it shows ") +
                                     code(exception.fact) + (uses ? ", because " : ", as ") +
                                     (uses ? quote(exception.reason) : code(exception.reason)))));
  }
}

void addChanges(std::vector<Item>& items, const sema::Rule& rule, const Subject& subject) {
  for (const ast::Decl* change : rule.adjusted) {
    const auto& adjust = std::get<ast::AdjustDecl>(change->kind);
    Text text = plain("changed by ") +
                strong(subject.module().pack_names[subject.module().fileOf(change->span)]);
    if (adjust.because)
      text = std::move(text) + ", because " + quote(wordsOf(*adjust.because, subject.sources));
    std::vector<Text> parts;
    for (const ast::Clause& clause : adjust.clauses)
      parts.push_back(code(subject.written(clause.span)));
    items.push_back(labelled("Adjusted:", std::move(text) + ": " + listed(parts) + "."));
  }
}

std::string sourceOf(const sema::Rule& rule, const Subject& subject) {
  std::string text(subject.written(rule.whole->span));
  for (const ast::Decl* change : rule.adjusted)
    text += "\n\n" + std::string(subject.written(change->span));
  return text;
}

}  // namespace

std::vector<Told> toldBy(const sema::Rule& rule, const SourceSet& sources) {
  std::vector<Told> told;
  const auto add = [&](const std::optional<ast::Text>& locale, const ast::Message& message,
                       bool out_of_hours) {
    told.push_back({locale ? locale->value : "", wordsOf(message, sources), out_of_hours});
  };
  for (const ast::Clause* clause : rule.clauses) {
    if (const auto* say = std::get_if<ast::SayClause>(&clause->kind))
      add(say->locale, say->message, false);
    if (const auto* ask = std::get_if<ast::AskClause>(&clause->kind))
      add(ask->locale, ask->message, false);
    if (const auto* during = std::get_if<ast::DuringClause>(&clause->kind))
      for (const ast::SayClause& say : during->otherwise_say) add(say.locale, say.message, true);
  }
  std::stable_sort(told.begin(), told.end(),
                   [](const Told& a, const Told& b) { return a.language < b.language; });
  return told;
}

std::string eventsOf(const sema::Rule& rule) {
  const auto* on = clauseOf<ast::OnClause>(rule);
  if (on == nullptr) return "at each event";
  std::vector<std::string> parts;
  for (const ast::SubjectRef& each : on->subjects) {
    if (each.subject == ast::Subject::kTimer)
      parts.emplace_back("as time passes");
    else if (each.subject == ast::Subject::kClose)
      parts.emplace_back("when the conversation ends");
    else
      parts.push_back(fmt::format("{}each {}", parts.empty() ? "at " : "", eventOf(each.subject)));
  }
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i)
    text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
  return text;
}

void addRule(std::vector<Block>& blocks, const sema::Rule& rule, const Prose& prose) {
  const Subject& subject = prose.subject();
  blocks.emplace_back(
      Heading{3, subject.placeOf(rule.symbol),
              code(subject.symbol(rule.symbol).name) + " " + doingOf(rule.decl->kind)});
  addDoc(blocks, rule.whole->doc);
  std::vector<Item> items;
  addWhen(items, rule, prose);
  addEffects(items, rule, prose);
  addTold(items, rule, prose);
  addReasons(items, rule, prose);
  addForce(items, rule);
  addFaults(items, rule, subject.module());
  addExceptions(items, rule, subject);
  addChanges(items, rule, subject);
  blocks.emplace_back(List{std::move(items)});
  blocks.emplace_back(Source{sourceOf(rule, subject)});
}

}  // namespace decorum::doc
