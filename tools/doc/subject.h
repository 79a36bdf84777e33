/// The policy that is described, and how its parts are called in a document.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/sema/flow.h"
#include "compiler/sema/module.h"
#include "tools/doc/document.h"

namespace decorum::doc {

/// Everything borrowed: from a compilation without errors.
struct Subject {
  const sema::TypedModule& typed;
  const std::vector<sema::FlowException>& exceptions;
  const SourceSet& sources;

  const sema::Module& module() const { return *typed.module; }
  const sema::Symbol& symbol(sema::SymbolId id) const { return module().symbols[id]; }
  /// The id of its place in the document.
  std::string placeOf(sema::SymbolId id) const;
  /// `name`, which leads to the place of what it names; the record `conversation` has none.
  Text linked(std::string_view name, sema::SymbolId id) const;
  /// Its qualified name, which leads to its place.
  Text named(sema::SymbolId id) const;
  std::string_view written(Span span) const { return sources.text(span); }
};

/// "9 seconds", as people say it.
std::string durationOf(std::int64_t ms);
/// "2026-11-22", with the time of day where it is not midnight.
std::string instantOf(std::int64_t ms);
/// "09:00".
std::string clockOf(std::int64_t ms);
/// A number as a policy has it: 1,000 for 1_000, − for -.
std::string numberAsRead(std::string_view written);
std::string languageOf(std::string_view tag);  ///< "German (de)"; of a rare one the tag
std::string counted(std::size_t count, std::string_view one);  ///< "1 rule", "2 rules"

/// The paragraphs of a doc comment.
std::vector<std::string> paragraphsOf(std::string_view doc);
void addDoc(std::vector<Block>& blocks, std::string_view doc);

/// Words for people, with holes as `{customer.tier}`.
std::string wordsOf(const ast::Message& message, const SourceSet& sources);

/// "the person's message", "the reply".
std::string_view nameOfSubject(ast::Subject subject);

}  // namespace decorum::doc
