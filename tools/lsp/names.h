/// What every name in a policy and its packs means: where it is declared, and where it is used.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tools/lsp/analysis.h"

namespace decorum::lsp {

/// Something that has a name.
struct Entity {
  enum class Kind : std::uint8_t {
    kSymbol,     ///< `index` of Module::symbols
    kField,      ///< of a record: `index` of Module::records, `field` of it
    kArgument,   ///< of a tool, likewise
    kResult,     ///< of a tool, likewise
    kMember,     ///< of an enumeration: `index`, and which one
    kParameter,  ///< of a definition: `index` of Module::defines, and which one
    kFlag,       ///< what a rule marks events with
    kQueue,      ///< where people wait; declared nowhere
    kPack,       ///< `index` of Program::files
    kFile,       ///< a text that a declaration reads
  };
  Kind kind = Kind::kSymbol;
  std::uint32_t index = 0;
  std::uint32_t field = 0;
  std::string name;              ///< as it is written where it is declared
  std::optional<Span> declared;  ///< of its name; of a pack and a file, the start of the text
};
using EntityId = std::uint32_t;

/// A name somewhere in a text.
struct Occurrence {
  Span span;
  EntityId entity = 0;
  bool is_declaration = false;
};

class Names {
 public:
  explicit Names(const Analysis& analysis);

  /// In the order of files and places; none overlap.
  const std::vector<Occurrence>& all() const { return occurrences_; }
  const Entity& entity(EntityId id) const { return entities_[id]; }
  /// The name at `offset`, or ending there. Null where none is.
  const Occurrence* at(FileId file, std::uint32_t offset) const;
  /// The entity that is declared at this place, as another analysis may know it too.
  std::optional<EntityId> declaredAt(FileId file, std::uint32_t offset) const;
  /// The flag or queue of this name.
  std::optional<EntityId> named(Entity::Kind kind, const std::string& name) const;

 private:
  class Collector;

  std::vector<Entity> entities_;
  std::vector<Occurrence> occurrences_;
};

}  // namespace decorum::lsp
