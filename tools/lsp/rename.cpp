#include <algorithm>
#include <map>

#include "compiler/syntax/parse_expected.h"
#include "tools/lsp/features.h"

namespace decorum::lsp {
namespace {

// Why the name of an entity stays: who else knows it does not see the change.
std::string whyItStays(const Entity& entity) {
  switch (entity.kind) {
    case Entity::Kind::kMember:
      return "a member of an enumeration is what the host sends: it cannot be renamed here";
    case Entity::Kind::kPack:
      return "a policy or pack is called as its file is: it cannot be renamed here";
    case Entity::Kind::kFile:
      return "this is the path of a file: it cannot be renamed here";
    case Entity::Kind::kQueue:
      return {};
    default:
      return entity.declared ? std::string() : "this is built in: it cannot be renamed";
  }
}

std::size_t errorsOf(const Analysis& analysis) {
  const auto& findings = analysis.result().findings;
  return static_cast<std::size_t>(std::count_if(
      findings.begin(), findings.end(),
      [](const Diagnostic& finding) { return finding.severity == Severity::kError; }));
}

// Whether the names of both texts, one after another, mean the same things.
bool meanTheSame(const Names& before, const Names& after) {
  if (before.all().size() != after.all().size()) return false;
  std::map<EntityId, EntityId> now;
  std::map<EntityId, EntityId> then;
  for (std::size_t i = 0; i < before.all().size(); ++i) {
    const Occurrence& a = before.all()[i];
    const Occurrence& b = after.all()[i];
    if (a.is_declaration != b.is_declaration) return false;
    if (now.emplace(a.entity, b.entity).first->second != b.entity) return false;
    if (then.emplace(b.entity, a.entity).first->second != a.entity) return false;
  }
  return true;
}

}  // namespace

std::optional<Renameable> renameable(const Analysis& analysis, FileId file, std::uint32_t offset) {
  const Occurrence* found = analysis.names().at(file, offset);
  if (found == nullptr) return std::nullopt;
  return Renameable{analysis.range(found->span),
                    whyItStays(analysis.names().entity(found->entity))};
}

std::string whatRenamingBreaks(const Analysis& before, const Analysis& after) {
  if (errorsOf(after) > errorsOf(before)) {
    const auto known = [&](const Diagnostic& finding) {
      return std::any_of(before.result().findings.begin(), before.result().findings.end(),
                         [&](const Diagnostic& one) {
                           return one.code == finding.code && one.message == finding.message;
                         });
    };
    for (const Diagnostic& finding : after.result().findings)
      if (finding.severity == Severity::kError && !known(finding)) return finding.message;
    return "there would be an error";
  }
  return meanTheSame(before.names(), after.names()) ? "" : "another name would mean something else";
}

std::string whyNoName(const std::string& name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  if (name.empty() || !std::all_of(name.begin(), name.end(), fits) ||
      (name[0] >= '0' && name[0] <= '9'))
    return "names are made of lower case letters from a to z, digits and '_'";
  const auto words = syntax::keywords();
  if (std::find(words.begin(), words.end(), name) != words.end())
    return "'" + name + "' is a word of the language";
  return {};
}

}  // namespace decorum::lsp
