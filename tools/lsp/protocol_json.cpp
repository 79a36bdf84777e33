#include "tools/lsp/protocol_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace decorum::lsp {
namespace {

template <class T, class Make>
Json listOf(const std::vector<T>& all, Make make) {
  Json list = Json::array();
  for (const T& one : all) list.push_back(make(one));
  return list;
}

Json toJson(Place place) { return {{"line", place.line}, {"character", place.character}}; }

Json itemJson(const CompletionItem& item, int place) {
  Json json = {{"label", item.label},
               {"kind", item.kind},
               {"sortText", fmt::format("{}{:04}", item.rank, place)}};
  if (!item.detail.empty()) json["detail"] = item.detail;
  if (item.is_snippet) json["insertTextFormat"] = 2;
  return json;
}

Json commandJson(const Command& command) {
  return {{"title", command.title}, {"command", command.name}, {"arguments", command.arguments}};
}

std::uint32_t number(const Json& json) {
  const auto value = json.get<std::int64_t>();
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(value, 0, INT32_MAX));
}

// The code unit of an escape `\uXXXX` at `at`, or 0.
unsigned escapedUnit(std::string_view text, std::size_t at) {
  unsigned unit = 0;
  if (text.substr(at, 2) != "\\u" || at + 6 > text.size()) return 0;
  const char* const end = text.data() + at + 6;
  return std::from_chars(text.data() + at + 2, end, unit, 16).ptr == end ? unit : 0;
}

std::string withoutHalves(std::string_view body) {
  std::string whole;
  for (std::size_t at = 0; at < body.size();) {
    const unsigned unit = escapedUnit(body, at);
    const bool is_high = (unit & 0xFC00) == 0xD800;
    const bool is_low = (unit & 0xFC00) == 0xDC00;
    const bool is_pair = is_high && (escapedUnit(body, at + 6) & 0xFC00) == 0xDC00;
    const std::size_t length = is_pair ? 12 : unit != 0 ? 6 : body[at] == '\\' ? 2 : 1;
    whole += (is_high || is_low) && !is_pair ? "\\uFFFD" : body.substr(at, length);
    at += length;
  }
  return whole;
}

}  // namespace

Json parseMessage(const std::string& body) {
  Json message = Json::parse(body, nullptr, false);
  if (message.is_discarded() && body.find("\\u") != std::string::npos)
    message = Json::parse(withoutHalves(body), nullptr, false);
  return message;
}

Place placeFrom(const Json& json) {
  return {number(json.at("line")), number(json.at("character"))};
}

Range rangeFrom(const Json& json) {
  return {placeFrom(json.at("start")), placeFrom(json.at("end"))};
}

Json toJson(const Range& range) {
  return {{"start", toJson(range.start)}, {"end", toJson(range.end)}};
}

Json toJson(const Location& location) {
  return {{"uri", location.uri}, {"range", toJson(location.range)}};
}

Json toJson(const std::vector<Location>& locations) {
  return listOf(locations, [](const Location& one) { return toJson(one); });
}

Json toJson(const std::vector<TextEdit>& edits) {
  return listOf(edits, [](const TextEdit& edit) {
    return Json{{"range", toJson(edit.range)}, {"newText", edit.text}};
  });
}

Json toJson(const WorkspaceEdit& edit) {
  Json changes = Json::object();
  for (const auto& [uri, edits] : edit.changes) changes[uri] = toJson(edits);
  return {{"changes", changes}};
}

Json toJson(const Problem& problem) {
  Json json = {{"range", toJson(problem.range)},
               {"severity", problem.severity},
               {"code", problem.code},
               {"source", "decorum"},
               {"message", problem.message}};
  if (!problem.related.empty())
    json["relatedInformation"] = listOf(problem.related, [](const RelatedPlace& related) {
      return Json{{"location", toJson(related.at)}, {"message", related.message}};
    });
  return json;
}

Json toJson(const std::vector<Problem>& problems) {
  return listOf(problems, [](const Problem& one) { return toJson(one); });
}

Json toJson(const Completion& completion) {
  Json items = Json::array();
  int place = 0;
  for (const CompletionItem& item : completion.items) {
    Json json = itemJson(item, place++);
    json["textEdit"] = {{"range", toJson(completion.replaces)},
                        {"newText", item.insert.empty() ? item.label : item.insert}};
    items.push_back(std::move(json));
  }
  return {{"isIncomplete", completion.is_cut}, {"items", std::move(items)}};
}

Json toJson(const Hover& hover) {
  return {{"range", toJson(hover.range)},
          {"contents", {{"kind", "markdown"}, {"value", hover.markdown}}}};
}

Json toJson(const std::vector<DocumentSymbol>& symbols) {
  return listOf(symbols, [](const DocumentSymbol& symbol) {
    Json json = {{"name", symbol.name},
                 {"detail", symbol.detail},
                 {"kind", symbol.kind},
                 {"range", toJson(symbol.range)},
                 {"selectionRange", toJson(symbol.selection)}};
    if (!symbol.children.empty()) json["children"] = toJson(symbol.children);
    return json;
  });
}

Json toJson(const WorkspaceSymbol& symbol) {
  return {{"name", symbol.name},
          {"kind", symbol.kind},
          {"containerName", symbol.container},
          {"location", toJson(symbol.at)}};
}

Json toJson(const std::vector<FoldingRange>& folds) {
  return listOf(folds, [](const FoldingRange& fold) {
    Json json = {{"startLine", fold.start_line}, {"endLine", fold.end_line}};
    if (fold.is_comment) json["kind"] = "comment";
    return json;
  });
}

Json toJson(const std::vector<InlayHint>& hints) {
  return listOf(hints, [](const InlayHint& hint) {
    Json json = {{"position", toJson(hint.at)}, {"label", hint.label}, {"paddingLeft", true}};
    if (!hint.tooltip.empty()) json["tooltip"] = hint.tooltip;
    return json;
  });
}

Json toJson(const std::vector<CodeLens>& lenses) {
  return listOf(lenses, [](const CodeLens& lens) {
    return Json{{"range", toJson(lens.range)}, {"command", commandJson(lens.command)}};
  });
}

Json toJson(const std::vector<CodeAction>& actions) {
  return listOf(actions, [](const CodeAction& action) {
    Json json = {{"title", action.title}, {"kind", action.kind}, {"edit", toJson(action.edit)}};
    if (action.is_preferred) json["isPreferred"] = true;
    if (action.solves) json["diagnostics"] = Json::array({toJson(*action.solves)});
    return json;
  });
}

}  // namespace decorum::lsp
