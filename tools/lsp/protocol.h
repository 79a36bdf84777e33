/// What goes over the wire, as plain data in the words of the Language Server Protocol (3.17). What
/// makes these knows nothing of JSON; `protocol_json.cpp` writes them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace decorum::lsp {

/// A place in a text: lines from 0, and UTF-16 code units from the start of the line.
struct Place {
  std::uint32_t line = 0;
  std::uint32_t character = 0;
  auto operator<=>(const Place&) const = default;
};
/// End excluded.
struct Range {
  Place start;
  Place end;
  auto operator<=>(const Range&) const = default;
};
struct Location {
  std::string uri;
  Range range;
  auto operator<=>(const Location&) const = default;
};
struct TextEdit {
  Range range;
  std::string text;
};
struct WorkspaceEdit {
  std::map<std::string, std::vector<TextEdit>> changes;  ///< by URI
};

struct RelatedPlace {
  Location at;
  std::string message;
  bool operator==(const RelatedPlace&) const = default;
};
/// A finding.
struct Problem {
  Range range;
  int severity = 1;  ///< 1 error, 2 warning, 3 information
  std::string code;
  std::string message;  ///< the help under it
  std::vector<RelatedPlace> related;
  bool operator==(const Problem&) const = default;
};

enum class ItemKind : std::uint8_t {
  kFunction = 3,
  kField = 5,
  kVariable = 6,
  kClass = 7,
  kModule = 9,
  kProperty = 10,
  kValue = 12,
  kEnum = 13,
  kKeyword = 14,
  kSnippet = 15,
  kFile = 17,
  kReference = 18,
  kEnumMember = 20,
  kConstant = 21,
  kEvent = 23,
};
struct CompletionItem {
  std::string label;
  ItemKind kind = ItemKind::kKeyword;
  std::string detail;
  std::string documentation;  ///< Markdown
  std::string insert;         ///< "": the label; `${1:name}` where `is_snippet`
  bool is_snippet = false;
  int rank = 5;  ///< less comes first
};
struct Completion {
  Range replaces;  ///< the word that is being written
  std::vector<CompletionItem> items;
  bool is_cut = false;  ///< there are more: ask again when more is written
};

struct Hover {
  Range range;
  std::string markdown;
};

enum class OutlineKind : std::uint8_t {
  kFile = 1,
  kModule = 2,
  kPackage = 4,
  kClass = 5,
  kProperty = 7,
  kField = 8,
  kEnum = 10,
  kFunction = 12,
  kVariable = 13,
  kConstant = 14,
  kString = 15,
  kArray = 18,
  kObject = 19,
  kEvent = 24,
};
struct DocumentSymbol {
  std::string name;
  std::string detail;
  OutlineKind kind = OutlineKind::kVariable;
  Range range;
  Range selection;
  std::vector<DocumentSymbol> children;
};
struct WorkspaceSymbol {
  std::string name;
  OutlineKind kind = OutlineKind::kVariable;
  std::string container;
  Location at;
};

struct FoldingRange {
  std::uint32_t start_line = 0;
  std::uint32_t end_line = 0;
  bool is_comment = false;
};
struct InlayHint {
  Place at;
  std::string label;
  std::string tooltip;
};
struct Command {
  std::string title;
  std::string name;  ///< "" shows the title and does nothing
  std::vector<std::string> arguments;
};
struct CodeLens {
  Range range;
  Command command;
};
struct CodeAction {
  std::string title;
  std::string kind;
  bool is_preferred = false;
  std::optional<Problem> solves;
  WorkspaceEdit edit;
};

}  // namespace decorum::lsp
