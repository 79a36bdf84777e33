// What a policy states of its own fairness.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/syntax/words.h"
#include "tools/doc/gathered.h"

namespace decorum::doc {
namespace {

struct Statement {
  const Prose& prose;
  const sema::Module& module = prose.subject().module();

  Text named(const ast::Path& path) const {
    const auto found = module.find(module.fileOf(path.span), path);
    return found ? prose.subject().linked(syntax::spelled(path), found->symbol)
                 : code(syntax::spelled(path));
  }
  Text rules(const ast::RuleSelector& selector) const {
    if (const auto* path = std::get_if<ast::Path>(&selector.what))
      return plain("the rule ") + named(*path);
    return plain("a rule that ") + doingOf(std::get<ast::RuleKind>(selector.what));
  }

  Item operator()(const ast::KeepClause& keep) const {
    std::vector<Text> who, what;
    for (const ast::RuleSelector& selector : keep.rules) who.push_back(rules(selector));
    for (const ast::LabelSelector& selector : keep.labels) {
      if (const auto* path = std::get_if<ast::Path>(&selector.what))
        what.push_back(named(*path));
      else
        what.push_back(plain("a fact that is ") +
                       std::string(syntax::word(std::get<ast::LabelKind>(selector.what))));
    }
    return {strong("Proved:") + " no decision of " + listed(who, " or of ") + " depends on " +
                listed(what, " or ") + ".",
            {}};
  }
  Item operator()(const ast::SameDecisionClause& same) const {
    std::vector<Text> where;
    for (const ast::SubjectRef& subject : same.subjects)
      where.push_back(plain(nameOfSubject(subject.subject)));
    Text text = strong("Checked by swapping:") + " with the phrases of " + named(same.from) +
                " in the place of those of " + named(same.to) + ", and the other way round, in " +
                (where.empty() ? plain("all texts") : listed(where)) +
                ", every decision is the same.";
    if (same.share)
      text = std::move(text) +
             fmt::format(" Also checked for {:g}% of live conversations.", same.share->value * 100);
    return {std::move(text), {}};
  }
  Item operator()(const ast::CompareClause& compare) const {
    Text text = strong("Watched:") + " how often " + rules(compare.effect) +
                " takes effect in a conversation, between the groups by " + named(compare.fact);
    if (compare.groups) text = std::move(text) + " (" + prose.value(*compare.groups) + ")";
    text = std::move(text) +
           fmt::format(
               ". The lowest rate is to be at least {:g}% of the highest, over {}, with {} "
               "conversations in each group, at {:g}% confidence.",
               compare.at_least.value * 100, durationOf(compare.over.ms),
               compare.conversations_each ? compare.conversations_each->value : 200,
               (compare.confidence ? compare.confidence->value : 0.95) * 100);
    if (compare.alert)
      text = std::move(text) + " Otherwise an alert goes to the queue " +
             strong(compare.alert->text) + ".";
    return {std::move(text), {}};
  }
  Item operator()(const ast::BecauseClause& because) const {
    return {strong("Reason:") + " " + quote(wordsOf(because.message, prose.subject().sources)), {}};
  }
  Item operator()(const ast::CitesClause& cites) const {
    return {strong("Source:") + " " + cites.source.value +
                (cites.checked_ms ? ", checked on " + instantOf(*cites.checked_ms) : std::string()),
            {}};
  }
};

}  // namespace

void addFairness(std::vector<Block>& blocks, const Prose& prose) {
  const sema::Module& module = prose.subject().module();
  bool begun = false;
  for (const sema::Fairness& fairness : module.fairness) {
    if (!fairness.in_force) continue;
    if (!begun) blocks.emplace_back(Heading{2, "fairness", plain("Fairness")});
    begun = true;
    blocks.emplace_back(Heading{3, prose.subject().placeOf(fairness.symbol),
                                code(prose.subject().symbol(fairness.symbol).name)});
    const sema::Symbol& symbol = prose.subject().symbol(fairness.symbol);
    for (const ast::Decl& decl : module.program->files[symbol.file].tree.decls)
      if (std::get_if<ast::FairnessDecl>(&decl.kind) == fairness.decl) addDoc(blocks, decl.doc);
    std::vector<Item> items;
    for (const ast::FairnessClause& clause : fairness.decl->clauses)
      items.push_back(std::visit(Statement{prose}, clause.kind));
    blocks.emplace_back(List{std::move(items)});
  }
}

}  // namespace decorum::doc
