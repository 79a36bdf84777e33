// Findings for machines: JSON, one object a line, and SARIF 2.1.0.
#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "compiler/diagnostics/render.h"

namespace decorum {
namespace {

using Json = nlohmann::ordered_json;

// Authors' bytes are quoted in messages; what is not UTF-8 among them becomes U+FFFD.
std::string dump(const Json& json, int indent = -1) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
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

// ---------------------------------------------------------------------------------------------
// SARIF

// A path as a URI reference: relative ones stay relative, for the viewer's root to complete.
std::string uriOf(std::string_view path) {
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte < 0x80 && (std::isalnum(byte) != 0 ||
                                       std::string_view("-._~/").find(c) != std::string_view::npos);
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return uri;
}

std::string_view levelOf(Severity severity) {
  return severity == Severity::kInfo ? "note" : severityName(severity);
}

Json location(const SourceSet& sources, Span span) {
  const Position begin = sources.position(span.file, span.begin);
  const Position end = sources.position(span.file, std::max(span.begin, span.end));
  return {{"physicalLocation",
           {{"artifactLocation", {{"uri", uriOf(sources.path(span.file))}}},
            {"region",
             {{"startLine", begin.line},
              {"startColumn", begin.column},
              {"endLine", end.line},
              {"endColumn", end.column}}}}}};
}

Json ruleOf(const diag::CatalogueEntry& entry, const SarifTool& tool) {
  Json rule = {{"id", entry.code},
               {"name", entry.name},
               {"shortDescription", {{"text", entry.message}}},
               {"defaultConfiguration", {{"level", levelOf(entry.severity)}}}};
  const std::string_view page = tool.page ? tool.page(entry.code) : std::string_view();
  if (!page.empty())
    rule["help"] = {{"text", page}, {"markdown", page}};
  else if (!entry.help.empty())
    rule["help"] = {{"text", entry.help}};
  return rule;
}

Json resultOf(const Diagnostic& finding, std::size_t rule_index, const SourceSet& sources) {
  std::string message = finding.message;
  if (!finding.help.empty()) message += "\nhelp: " + finding.help;
  Json result = {{"ruleId", finding.code},
                 {"ruleIndex", rule_index},
                 {"level", levelOf(finding.severity)},
                 {"message", {{"text", message}}},
                 {"locations", Json::array({location(sources, finding.span)})}};
  for (const Note& note : finding.notes) {
    Json related = location(sources, note.span);
    related["message"] = {{"text", note.message}};
    result["relatedLocations"].push_back(std::move(related));
  }
  return result;
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
    lines += dump(line) + '\n';
  }
  return lines;
}

std::string renderSarif(const std::vector<Diagnostic>& findings, const SourceSet& sources,
                        const SarifTool& tool) {
  Json rules = Json::array();
  Json results = Json::array();
  std::vector<std::string_view> codes;  // of `rules`, in their order
  for (const Diagnostic& finding : findings) codes.push_back(finding.code);
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  for (const diag::CatalogueEntry& entry : diag::catalogue())
    if (std::binary_search(codes.begin(), codes.end(), entry.code))
      rules.push_back(ruleOf(entry, tool));
  std::sort(rules.begin(), rules.end(),
            [](const Json& a, const Json& b) { return a["id"] < b["id"]; });
  for (const Diagnostic& finding : findings) {
    const auto rule = std::lower_bound(codes.begin(), codes.end(), finding.code);
    results.push_back(resultOf(finding, static_cast<std::size_t>(rule - codes.begin()), sources));
  }
  const Json driver = {{"name", "decorum"}, {"version", tool.version}, {"rules", rules}};
  const Json log = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                    {"version", "2.1.0"},
                    {"runs", Json::array({{{"tool", {{"driver", driver}}},
                                           {"columnKind", "unicodeCodePoints"},
                                           {"results", results}}})}};
  return dump(log, 2) + '\n';
}

}  // namespace decorum
