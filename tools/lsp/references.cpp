#include <algorithm>

#include "tools/lsp/features.h"

namespace decorum::lsp {
namespace {

// What tells an entity apart in every analysis that knows it.
struct Identity {
  std::vector<std::pair<std::string, std::uint32_t>> declared;  ///< paths and places
  Entity::Kind kind = Entity::Kind::kSymbol;
  std::string name;
};

Identity identityOf(const Analysis& analysis, EntityId id) {
  const Entity& entity = analysis.names().entity(id);
  Identity identity{{}, entity.kind, entity.name};
  const auto add = [&](Span span) {
    identity.declared.emplace_back(analysis.path(span.file), span.begin);
  };
  if (entity.declared) add(*entity.declared);
  for (const Occurrence& one : analysis.names().all())
    if (one.entity == id && one.is_declaration) add(one.span);
  return identity;
}

std::optional<EntityId> sameIn(const Analysis& analysis, const Identity& wanted) {
  if (wanted.declared.empty()) return analysis.names().named(wanted.kind, wanted.name);
  for (const auto& [path, offset] : wanted.declared) {
    const auto file = analysis.file(path);
    const auto id = file ? analysis.names().declaredAt(*file, offset) : std::nullopt;
    if (id) return id;
  }
  return std::nullopt;
}

void addPlaces(const Analysis& analysis, EntityId id, References& found) {
  for (const Occurrence& one : analysis.names().all()) {
    if (one.entity != id) continue;
    (one.is_declaration ? found.declarations : found.places).push_back(analysis.location(one.span));
  }
}

void sortOut(std::vector<Location>& places) {
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
}

}  // namespace

std::optional<Location> definition(const Analysis& analysis, FileId file, std::uint32_t offset) {
  const Occurrence* found = analysis.names().at(file, offset);
  if (found == nullptr) return std::nullopt;
  const Entity& entity = analysis.names().entity(found->entity);
  if (!entity.declared) return std::nullopt;
  return analysis.location(*entity.declared);
}

References references(const std::vector<const Analysis*>& analyses, const std::string& path,
                      std::uint32_t offset) {
  References found;
  if (analyses.empty()) return found;
  const Analysis& own = *analyses.front();
  const auto file = own.file(path);
  const Occurrence* at = file ? own.names().at(*file, offset) : nullptr;
  if (at == nullptr) return found;
  const Identity identity = identityOf(own, at->entity);
  for (const Analysis* analysis : analyses)
    if (const auto id = sameIn(*analysis, identity)) addPlaces(*analysis, *id, found);
  sortOut(found.places);
  sortOut(found.declarations);
  return found;
}

}  // namespace decorum::lsp
