// Findings for machines: JSON, one object a line.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "compiler/diagnostics/render.h"

namespace decorum {
namespace {

using Json = nlohmann::ordered_json;

// Authors' bytes are quoted in messages; what is not UTF-8 among them becomes U+FFFD.
std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void addPlace(Json& to, const SourceSet& sources, Span span) {
  const Position begin = sources.position(span.file, span.begin);
  const Position end = sources.position(span.file, std::max(span.begin, span.end));
  to["file"] = sources.path(span.file);
  to["line"] = begin.line;
  to["column"] = begin.column;
  to["end_line"] = end.line;
  to["end_column"] = end.column;
}

Json fixOf(const Fix& fix, const SourceSet& sources) {
  Json entry = {{"title", fix.title}, {"safe", fix.kind == Fix::Kind::kSafe}};
  entry["edits"] = Json::array();
  for (const TextEdit& edit : fix.edits) {
    Json replacement = {{"text", edit.text}};
    addPlace(replacement, sources, edit.span);
    entry["edits"].push_back(std::move(replacement));
  }
  return entry;
}

}  // namespace

std::string renderJson(const std::vector<Diagnostic>& findings, const SourceSet& sources) {
  std::string lines;
  for (const Diagnostic& finding : findings) {
    Json line = {{"code", finding.code},
                 {"severity", severityName(finding.severity)},
                 {"message", finding.message},
                 {"help", finding.help}};
    addPlace(line, sources, finding.span);
    line["notes"] = Json::array();
    for (const Note& note : finding.notes) {
      Json entry = {{"message", note.message}};
      addPlace(entry, sources, note.span);
      line["notes"].push_back(std::move(entry));
    }
    line["fixes"] = Json::array();
    for (const Fix& fix : finding.fixes) line["fixes"].push_back(fixOf(fix, sources));
    lines += dump(line) + '\n';
  }
  return lines;
}

}  // namespace decorum
