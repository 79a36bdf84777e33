#include <array>

#include "tools/lsp/features.h"

namespace decorum::lsp {
namespace {

// In the order of `semanticTokenTypes`.
enum class Type : std::uint8_t {
  kNamespace,
  kType,
  kEnumMember,
  kParameter,
  kVariable,
  kProperty,
  kFunction,
  kEvent,
  kString
};

Type typeOf(const Analysis& analysis, const Entity& entity) {
  switch (entity.kind) {
    case Entity::Kind::kSymbol:
      break;
    case Entity::Kind::kField:
    case Entity::Kind::kArgument:
    case Entity::Kind::kResult:
      return Type::kProperty;
    case Entity::Kind::kMember:
      return Type::kEnumMember;
    case Entity::Kind::kParameter:
      return Type::kParameter;
    case Entity::Kind::kFlag:
    case Entity::Kind::kQueue:
      return Type::kEnumMember;
    case Entity::Kind::kPack:
      return Type::kNamespace;
    case Entity::Kind::kFile:
      return Type::kString;
  }
  switch (analysis.module().symbols[entity.index].kind) {
    case sema::SymbolKind::kRecord:
      return Type::kType;
    case sema::SymbolKind::kDefine:
    case sema::SymbolKind::kTool:
      return Type::kFunction;
    case sema::SymbolKind::kRule:
    case sema::SymbolKind::kFairness:
      return Type::kEvent;
    default:
      return Type::kVariable;
  }
}

}  // namespace

std::vector<std::string> semanticTokenTypes() {
  return {"namespace", "type",     "enumMember", "parameter", "variable",
          "property",  "function", "event",      "string"};
}

std::vector<std::string> semanticTokenModifiers() { return {"declaration"}; }

std::vector<std::uint32_t> semanticTokens(const Analysis& analysis, FileId file) {
  std::vector<std::uint32_t> encoded;
  const Names& names = analysis.names();
  Place last;
  for (const Occurrence& one : names.all()) {
    if (one.span.file != file) continue;
    const Entity& entity = names.entity(one.entity);
    const Range range = analysis.range(one.span);
    if (entity.kind == Entity::Kind::kFile || range.start.line != range.end.line) continue;
    const std::uint32_t line = range.start.line - last.line;
    const std::uint32_t character = range.start.character - (line == 0 ? last.character : 0);
    const std::array<std::uint32_t, 5> token{
        line, character, range.end.character - range.start.character,
        static_cast<std::uint32_t>(typeOf(analysis, entity)), one.is_declaration ? 1u : 0u};
    encoded.insert(encoded.end(), token.begin(), token.end());
    last = range.start;
  }
  return encoded;
}

}  // namespace decorum::lsp
