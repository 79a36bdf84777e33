#include "tools/doc/describe.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "tools/doc/gathered.h"

namespace decorum::doc {
namespace {

const ast::Decl* headerOf(const LoadedFile& file) {
  for (const ast::Decl& decl : file.tree.decls)
    if (std::holds_alternative<ast::PolicyDecl>(decl.kind) ||
        std::holds_alternative<ast::PackDecl>(decl.kind))
      return &decl;
  return nullptr;
}

std::string versionOf(const LoadedFile& file) {
  const ast::Decl* header = headerOf(file);
  if (header == nullptr) return "";
  const auto* policy = std::get_if<ast::PolicyDecl>(&header->kind);
  const auto& version =
      policy != nullptr ? policy->version : std::get<ast::PackDecl>(header->kind).version;
  return version ? version->value : "";
}

void addIntroduction(std::vector<Block>& blocks, const Subject& subject, const Rules& rules,
                     const std::string& digest) {
  const sema::Module& module = subject.module();
  std::vector<Item> items;
  if (!module.version.empty()) items.push_back({strong("Version:") + " " + module.version, {}});
  if (!digest.empty())
    items.push_back({strong("Digest, as verdicts and logs name it:") + " " + code(digest), {}});
  std::map<ast::RuleKind, std::size_t> kinds;
  for (const sema::Rule* rule : rules) ++kinds[rule->decl->kind];
  std::vector<Text> parts;
  for (const auto& [kind, count] : kinds)
    parts.push_back(plain(fmt::format("{} {}", count, doingOf(kind, count))));
  items.push_back({strong("Rules in force:") + " " + std::to_string(rules.size()) +
                       (parts.empty() ? "" : ", of which ") + listed(parts),
                   {}});
  std::vector<Text> packs;
  for (sema::FileIndex file = 1; file < module.pack_names.size(); ++file) {
    const std::string version = versionOf(module.program->files[file]);
    packs.push_back(code(module.pack_names[file]) + (version.empty() ? "" : " " + version));
  }
  if (!packs.empty()) items.push_back({strong("Packs:") + " " + listed(packs), {}});
  items.push_back(
      {strong("Where a rule cannot be decided,") +
           (module.fault_open_declared
                ? std::string(" for want of a fact or because of an error, it counts as ") +
                      (module.fault_open ? "not fired" : "fired") + ", unless it says otherwise"
                : std::string(
                      " for want of a fact or because of an error, it counts as fired if it "
                      "stops, holds or redacts, as not fired else, unless it says "
                      "otherwise")),
       {}});
  blocks.emplace_back(List{std::move(items)});
}

void addRules(std::vector<Block>& blocks, const Prose& prose, sema::FileIndex file,
              const Rules& rules) {
  const Subject& subject = prose.subject();
  const sema::Module& module = subject.module();
  const auto isHere = [&](const sema::Rule* rule) {
    return subject.symbol(rule->symbol).file == file;
  };
  const auto first = std::find_if(rules.begin(), rules.end(), isHere);
  if (first == rules.end() && file == 0) return;
  const ast::Decl* header = headerOf(module.program->files[file]);
  if (first == rules.end() && (header == nullptr || header->doc.empty())) return;
  const std::string& name = module.pack_names[file];
  const char* const what = first == rules.end() ? "Of which only names are used: the pack "
                           : file == 0          ? "Rules of "
                                                : "Rules of the pack ";
  blocks.emplace_back(Heading{2, "rules-" + name, plain(what) + code(name)});
  if (file != 0 && header != nullptr) addDoc(blocks, header->doc);
  for (const sema::Rule* rule : rules)
    if (isHere(rule)) addRule(blocks, *rule, prose);
}

// What a reader can go to, below the introduction.
List contentsOf(const std::vector<Block>& blocks) {
  List contents;
  for (const Block& block : blocks) {
    const auto* heading = std::get_if<Heading>(&block);
    if (heading == nullptr || heading->level != 2) continue;
    Text text = heading->text;
    for (Run& run : text) run.to = heading->id;
    contents.items.push_back({std::move(text), {}});
  }
  return contents;
}

}  // namespace

Document describe(const Subject& subject, const std::string& digest) {
  const sema::Module& module = subject.module();
  const Prose prose(subject);
  const Uses uses = usesOf(subject);
  Rules rules;
  for (sema::FileIndex file = 0; file < module.pack_names.size(); ++file)
    for (const sema::Rule& rule : module.rules)
      if (sema::isInForce(rule) && subject.symbol(rule.symbol).file == file) rules.push_back(&rule);

  std::vector<Block> body;
  addOverview(body, rules, subject);
  for (sema::FileIndex file = 0; file < module.pack_names.size(); ++file)
    addRules(body, prose, file, rules);
  addChanges(body, subject);
  addLanguages(body, rules, subject);
  addFairness(body, prose);
  addExceptions(body, subject);
  addSources(body, rules, subject);
  addDefinitions(body, prose, uses);
  addPhrases(body, subject, uses);
  addPatterns(body, subject, uses);
  addDetectors(body, subject, uses);
  addHours(body, subject, uses);
  addSettings(body, subject, uses);
  addHost(body, prose, uses);
  addTests(body, subject);

  Document document;
  document.title = module.name;
  auto& blocks = document.blocks;
  blocks.emplace_back(
      Heading{1, "", plain(module.is_pack ? "The pack " : "The policy ") + code(module.name)});
  if (const ast::Decl* header = headerOf(module.program->files[0])) addDoc(blocks, header->doc);
  addIntroduction(blocks, subject, rules, digest);
  blocks.emplace_back(Heading{2, "", plain("Contents")});
  blocks.emplace_back(contentsOf(body));
  blocks.insert(blocks.end(), body.begin(), body.end());
  return document;
}

}  // namespace decorum::doc
