/// Rules in words, and the tables that gather what they say.
#pragma once

#include "tools/doc/prose.h"

namespace decorum::doc {

/// What people are told by a rule: `say`, `ask`, and what is said out of hours.
struct Told {
  std::string language;  ///< BCP 47; "" for everyone else
  std::string words;
  bool out_of_hours = false;
};
std::vector<Told> toldBy(const sema::Rule& rule, const SourceSet& sources);

/// What a rule of a kind does, in a word or two: "redacts"; several of them "redact".
std::string_view doingOf(ast::RuleKind kind, std::size_t rules = 1);
/// "at each message of the person and each reply".
std::string eventsOf(const sema::Rule& rule);
/// Sentences on what happens when a rule fires, one each.
std::vector<Text> effectsOf(const sema::Rule& rule, const Prose& prose);
/// The whole of a rule: heading, doc comment, what it does and when, and its text.
void addRule(std::vector<Block>& blocks, const sema::Rule& rule, const Prose& prose);

}  // namespace decorum::doc
