// Definitions, words that are looked for, hours and settings.
#include "tools/doc/lists.h"

#include <fmt/format.h>

#include <array>

#include "compiler/sema/types.h"
#include "runtime/text/detect/detectors.h"

namespace decorum::doc {
namespace {

// Of the root, or used by something that is in force.
bool isShown(sema::SymbolId id, const Subject& subject, const Uses& uses) {
  return subject.symbol(id).file == 0 || uses.reached.count(id) > 0;
}

const ast::Decl* declOf(sema::SymbolId id, const Subject& subject) {
  const sema::Symbol& symbol = subject.symbol(id);
  for (const ast::Decl& decl : subject.module().program->files[symbol.file].tree.decls)
    if (decl.span.begin <= symbol.span.begin && symbol.span.end <= decl.span.end) return &decl;
  return nullptr;
}

void heading(std::vector<Block>& blocks, sema::SymbolId id, const Subject& subject) {
  blocks.emplace_back(Heading{3, subject.placeOf(id), code(subject.symbol(id).name)});
  if (const ast::Decl* decl = declOf(id, subject)) addDoc(blocks, decl->doc);
}

Paragraph usedBy(sema::SymbolId id, const Subject& subject, const Uses& uses) {
  return {plain("Used by ") + usersOf(id, subject, uses) + "."};
}

std::string_view dayOf(std::int32_t day) {
  static constexpr std::array<std::string_view, 7> kDays{
      "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  return kDays[static_cast<std::size_t>(day - 1)];
}

std::string optionWords(const ast::PhraseOption& option) {
  if (option.word == "exact") return "only what is written just so";
  if (option.word == "any accent") return "with or without accents";
  if (option.word == "spaced") return "also spelled out (l a w y e r)";
  if (option.word == "typos")
    return fmt::format("with up to {} wrong",
                       counted(static_cast<std::size_t>(option.number), "letter"));
  if (option.word == "stem") return fmt::format("in all word forms ({})", option.language);
  return option.word;
}

}  // namespace

Text usersOf(const std::set<sema::SymbolId>& users, const Subject& subject) {
  std::vector<Text> parts;
  for (const sema::SymbolId user : users) parts.push_back(subject.named(user));
  return parts.empty() ? plain("nothing that is in force") : listed(parts);
}

Text usersOf(sema::SymbolId used, const Subject& subject, const Uses& uses) {
  const auto found = uses.by.find(used);
  std::set<sema::SymbolId> shown;
  if (found != uses.by.end())
    for (const sema::SymbolId user : found->second) {
      const bool is_define = subject.symbol(user).kind == sema::SymbolKind::kDefine;
      if (!is_define || isShown(user, subject, uses)) shown.insert(user);
    }
  return usersOf(shown, subject);
}

void addDefinitions(std::vector<Block>& blocks, const Prose& prose, const Uses& uses) {
  const Subject& subject = prose.subject();
  bool begun = false;
  for (const sema::Define& define : subject.module().defines) {
    if (!isShown(define.symbol, subject, uses)) continue;
    if (!begun) blocks.emplace_back(Heading{2, "definitions", plain("Definitions")});
    begun = true;
    heading(blocks, define.symbol, subject);
    std::string parameters;
    for (std::size_t i = 0; i < define.parameters.size(); ++i)
      parameters += (i == 0 ? "" : ", ") + define.decl->parameters[i].name.text + ", of type " +
                    sema::print(subject.module(), define.parameters[i]);
    if (!parameters.empty()) blocks.emplace_back(Paragraph{plain("For " + parameters + ":")});
    const bool holds = subject.typed.types[define.decl->value->id].is(sema::Type::Kind::kBool);
    Item item =
        holds ? prose.condition(*define.decl->value) : Item{prose.value(*define.decl->value), {}};
    item.text = plain(holds ? "Holds if " : "Is ") + item.text;
    if (item.items.empty()) item.text = ended(std::move(item.text));
    blocks.emplace_back(List{{std::move(item)}});
    blocks.emplace_back(usedBy(define.symbol, subject, uses));
  }
}

void addPhrases(std::vector<Block>& blocks, const Subject& subject, const Uses& uses) {
  bool begun = false;
  for (const sema::Phrases& list : subject.module().phrases) {
    if (!isShown(list.symbol, subject, uses)) continue;
    if (!begun) {
      blocks.emplace_back(Heading{2, "phrases", plain("Phrase lists")});
      blocks.emplace_back(
          Paragraph{plain("Phrases are found as whole words, whatever their case or width, with or "
                          "without invisible and look-alike characters.")});
    }
    begun = true;
    heading(blocks, list.symbol, subject);
    std::string how;
    for (const ast::PhraseOption& option : list.decl->options)
      how += (how.empty() ? ", " : "; ") + optionWords(option);
    Text intro = plain(counted(list.phrases.size(), "phrase") + how);
    if (list.decl->from_file)
      intro = std::move(intro) + ", from " + code(list.decl->from_file->value);
    blocks.emplace_back(Paragraph{std::move(intro) + ":"});
    std::vector<Text> phrases;
    for (const std::string& phrase : list.phrases) phrases.push_back(quote(phrase));
    blocks.emplace_back(Paragraph{listed(phrases, ", ") + "."});
    blocks.emplace_back(usedBy(list.symbol, subject, uses));
  }
}

void addPatterns(std::vector<Block>& blocks, const Subject& subject, const Uses& uses) {
  bool begun = false;
  for (const sema::Pattern& pattern : subject.module().patterns) {
    if (!isShown(pattern.symbol, subject, uses)) continue;
    if (!begun) blocks.emplace_back(Heading{2, "patterns", plain("Patterns")});
    begun = true;
    heading(blocks, pattern.symbol, subject);
    blocks.emplace_back(Paragraph{plain("The form: ") + code("/" + pattern.decl->pattern + "/")});
    std::vector<Item> items;
    if (pattern.decl->exact) items.push_back({plain("Of the text just as it is written."), {}});
    if (pattern.decl->checked_by)
      items.push_back(
          {plain("What it finds must pass the check ") + code(pattern.decl->checked_by->text) + ".",
           {}});
    for (const ast::NearOption& near : pattern.decl->near) {
      std::vector<Text> words;
      for (const ast::Text& word : near.words) words.push_back(quote(word.value));
      items.push_back({plain(near.required ? "Only" : "Likelier") + " with " +
                           listed(words, " or ") +
                           fmt::format(" within {} characters.", near.characters.value),
                       {}});
    }
    if (pattern.decl->not_personal)
      items.push_back({plain("What it finds is no personal data, whatever it looks like."), {}});
    for (std::size_t i = 0; i < pattern.groups.size(); ++i)
      items.push_back({plain("Its part ") + code(pattern.decl->groups[i].name.text) +
                           " is read as " + sema::print(subject.module(), pattern.groups[i]) + ".",
                       {}});
    if (!items.empty()) blocks.emplace_back(List{std::move(items)});
    blocks.emplace_back(usedBy(pattern.symbol, subject, uses));
  }
}

void addDetectors(std::vector<Block>& blocks, const Subject& subject, const Uses& uses) {
  Table table{
      "Detectors that are asked for", {"Detector", "Finds", "By the rule of", "Used by"}, {}};
  for (const auto& [name, users] : uses.detectors) {
    std::string what, source;
    for (const text::DetectorGroup& group : text::detectorGroups())
      if (group.name == name) what = group.what, source = group.source;
    for (const text::Detector& detector : text::allDetectors())
      if (what.empty() && detector.name == name) what = detector.what, source = detector.source;
    table.rows.push_back({code(name), plain(what), plain(source), usersOf(users, subject)});
  }
  if (table.rows.empty()) return;
  blocks.emplace_back(Heading{2, "detectors", plain("Built-in detectors")});
  blocks.emplace_back(std::move(table));
}

void addHours(std::vector<Block>& blocks, const Subject& subject, const Uses& uses) {
  bool begun = false;
  for (const sema::Hours& hours : subject.module().hours) {
    if (!isShown(hours.symbol, subject, uses)) continue;
    if (!begun) blocks.emplace_back(Heading{2, "hours", plain("Hours")});
    begun = true;
    heading(blocks, hours.symbol, subject);
    std::vector<Item> items;
    for (const ast::HoursSpan& span : hours.decl->spans)
      items.push_back(
          {plain(fmt::format(
               "{}{}: {} to {}", dayOf(span.first_day),
               span.last_day == span.first_day ? "" : fmt::format(" to {}", dayOf(span.last_day)),
               clockOf(span.from_ms), clockOf(span.to_ms))),
           {}});
    blocks.emplace_back(List{std::move(items)});
    std::string zone = "Time zone: " + (hours.decl->zone ? hours.decl->zone->value : "UTC") + ".";
    for (std::size_t i = 0; i < hours.decl->except_days_ms.size(); ++i)
      zone += (i == 0 ? " Not on " : ", ") + instantOf(hours.decl->except_days_ms[i].first);
    blocks.emplace_back(Paragraph{plain(hours.decl->except_days_ms.empty() ? zone : zone + ".")});
    blocks.emplace_back(usedBy(hours.symbol, subject, uses));
  }
}

void addSettings(std::vector<Block>& blocks, const Subject& subject, const Uses& uses) {
  Table table{"Settings", {"Setting", "What it is for", "Type", "Value", "Default", "Used by"}, {}};
  for (const sema::Setting& setting : subject.module().settings) {
    if (!isShown(setting.symbol, subject, uses)) continue;
    const ast::Decl* decl = declOf(setting.symbol, subject);
    std::string doc;
    if (decl != nullptr)
      for (const std::string& paragraph : paragraphsOf(decl->doc))
        doc += (doc.empty() ? "" : " ") + paragraph;
    const auto value = [&](const ast::Expr* expr) {
      return expr == nullptr ? plain("none") : code(subject.written(expr->span));
    };
    const ast::Expr* standard = setting.decl->value.get();
    Text name = code(subject.symbol(setting.symbol).name);
    name.front().id = subject.placeOf(setting.symbol);
    table.rows.push_back(
        {std::move(name), plain(doc), plain(sema::print(subject.module(), setting.type)),
         setting.value == standard && standard != nullptr ? value(standard) + " (the default)"
                                                          : value(setting.value),
         value(standard), usersOf(setting.symbol, subject, uses)});
  }
  if (table.rows.empty()) return;
  blocks.emplace_back(Heading{2, "settings", plain("Settings")});
  blocks.emplace_back(std::move(table));
}

}  // namespace decorum::doc
