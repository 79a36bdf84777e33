#include <algorithm>

#include "compiler/syntax/parse_expected.h"
#include "tools/lsp/features.h"

namespace decorum::lsp {
namespace {

// A pack's name is that of its file, a member of an enumeration is what the host sends, and a queue
// is a name outside of the policy: a new name here would break something that we cannot see.
bool isOurs(const Entity& entity) {
  switch (entity.kind) {
    case Entity::Kind::kSymbol:
    case Entity::Kind::kField:
    case Entity::Kind::kArgument:
    case Entity::Kind::kResult:
    case Entity::Kind::kParameter:
    case Entity::Kind::kFlag:
    case Entity::Kind::kQueue:
      return true;
    case Entity::Kind::kMember:
    case Entity::Kind::kPack:
    case Entity::Kind::kFile:
      return false;
  }
  return false;
}

}  // namespace

std::optional<Range> renameable(const Analysis& analysis, FileId file, std::uint32_t offset) {
  const Occurrence* found = analysis.names().at(file, offset);
  if (found == nullptr) return std::nullopt;
  const Entity& entity = analysis.names().entity(found->entity);
  if (!isOurs(entity) || (!entity.declared && entity.kind != Entity::Kind::kQueue))
    return std::nullopt;
  return analysis.range(found->span);
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
