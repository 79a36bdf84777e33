// Findings as a SARIF 2.1.0 log, for pages of code scanning.
#include <algorithm>
#include <cctype>
#include <map>
#include <nlohmann/json.hpp>

#include "compiler/diagnostics/code_points.h"
#include "compiler/diagnostics/render.h"

namespace decorum {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kRoot = "%SRCROOT%";

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

// 64-bit FNV-1a: the same on every machine.
std::uint64_t hashOf(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

class Log {
 public:
  Log(const SourceSet& sources, const SarifTool& tool) : sources_(sources), tool_(tool) {}

  Json rule(const diag::CatalogueEntry& entry) const {
    const std::string_view page = tool_.page ? tool_.page(entry.code) : std::string_view();
    const std::string title = titleOf(page, entry);
    Json rule = {{"id", entry.code},
                 {"name", entry.name},
                 {"shortDescription", {{"text", title}}},
                 {"fullDescription", {{"text", firstParagraph(page, title)}}}};
    const std::string_view help = entry.help;
    if (!page.empty())
      rule["help"] = {{"text", page}, {"markdown", page}};
    else
      rule["help"] = {{"text", help.empty() ? std::string_view(title) : help}};
    rule["defaultConfiguration"] = {{"level", levelOf(entry.severity)}};
    rule["properties"] = {
        {"tags", {entry.code.starts_with("D10") ? "lint" : "policy"}},
        {"precision", entry.severity == Severity::kError ? "very-high" : "high"},
        {"problem.severity", entry.severity == Severity::kError     ? "error"
                             : entry.severity == Severity::kWarning ? "warning"
                                                                    : "recommendation"}};
    return rule;
  }

  Json result(const Diagnostic& finding, std::size_t rule_index) {
    std::string message = finding.message;
    if (!finding.help.empty()) message += "\nhelp: " + finding.help;
    Json result = {{"ruleId", finding.code},
                   {"ruleIndex", rule_index},
                   {"level", levelOf(finding.severity)},
                   {"message", {{"text", message}}},
                   {"locations", Json::array({location(finding.span)})}};
    result["partialFingerprints"] = {{"decorum/v1", fingerprint(finding)}};
    int id = 0;
    for (const Note& note : finding.notes) {
      Json related = {{"id", ++id}};
      related.update(location(note.span));
      related["message"] = {{"text", note.message}};
      result["relatedLocations"].push_back(std::move(related));
    }
    for (const Fix& fix : finding.fixes)
      if (!fix.edits.empty()) result["fixes"].push_back(fixOf(fix));
    return result;
  }

 private:
  // "'…' is not defined": what its page is headed with, the code left out.
  static std::string titleOf(std::string_view page, const diag::CatalogueEntry& entry) {
    const std::string_view heading = page.substr(0, page.find('\n'));
    if (const std::size_t colon = heading.find(": "); colon != std::string_view::npos)
      return std::string(heading.substr(colon + 2));
    std::string title(entry.message);
    for (std::size_t hole; (hole = title.find("{}")) != std::string::npos;)
      title.replace(hole, 2, "…");
    return title;
  }

  static std::string firstParagraph(std::string_view page, std::string_view title) {
    const std::size_t heading = page.find("\n\n");
    if (heading == std::string_view::npos) return std::string(title);
    std::string text(page.substr(heading + 2, page.find("\n\n", heading + 2) - heading - 2));
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text.empty() ? std::string(title) : text;
  }

  std::uint32_t column(FileId file, std::uint32_t offset, const Position& at) const {
    const std::string_view line = sources_.line(file, at.line);
    std::uint32_t column = at.column;
    const auto end = static_cast<std::size_t>(
        std::min<std::uint64_t>(line.size(), offset - (lineStart(file, at.line))));
    for (std::size_t i = 0; i < end;) {
      const CodePoint next = codePointAt(line, i);
      column += next.value > 0xFFFF ? 1 : 0;
      i += next.bytes;
    }
    return column;
  }

  std::uint32_t lineStart(FileId file, std::uint32_t line) const {
    return static_cast<std::uint32_t>(sources_.line(file, line).data() -
                                      sources_.text(file).data());
  }

  Json region(Span span) const {
    const std::uint32_t last = std::max(span.begin, span.end);
    const Position begin = sources_.position(span.file, span.begin);
    const Position end = sources_.position(span.file, last);
    return {{"startLine", begin.line},
            {"startColumn", column(span.file, span.begin, begin)},
            {"endLine", end.line},
            {"endColumn", column(span.file, last, end)}};
  }

  Json artifact(FileId file) const {
    const std::string path = pathFrom(tool_.root, sources_.path(file));
    Json artifact = {{"uri", uriOf(path)}};
    if (!path.starts_with('/')) artifact["uriBaseId"] = kRoot;
    return artifact;
  }

  Json location(Span span) const {
    return {{"physicalLocation",
             {{"artifactLocation", artifact(span.file)}, {"region", region(span)}}}};
  }

  Json fixOf(const Fix& fix) const {
    Json replacements = Json::array();
    for (const TextEdit& edit : fix.edits)
      replacements.push_back(
          {{"deletedRegion", region(edit.span)}, {"insertedContent", {{"text", edit.text}}}});
    return {{"description", {{"text", fix.title}}},
            {"artifactChanges",
             Json::array({{{"artifactLocation", artifact(fix.edits.front().span.file)},
                           {"replacements", replacements}}})}};
  }

  // Of what is said of which line, not of where the line stands. Findings that are alike in both
  // are numbered.
  std::string fingerprint(const Diagnostic& finding) {
    const Position begin = sources_.position(finding.span.file, finding.span.begin);
    const std::string_view line = trimmed(sources_.line(finding.span.file, begin.line));
    const std::uint64_t hash =
        hashOf(fmt::format("{}\n{}\n{}\n{}", pathFrom(tool_.root, sources_.path(finding.span.file)),
                           finding.code, finding.message, line));
    return fmt::format("{:016x}:{}", hash, ++alike_[hash]);
  }

  const SourceSet& sources_;
  const SarifTool& tool_;
  std::map<std::uint64_t, int> alike_;
};

}  // namespace

std::string renderSarif(const std::vector<Diagnostic>& findings, const SourceSet& sources,
                        const SarifTool& tool) {
  Log writer(sources, tool);
  Json rules = Json::array();
  Json results = Json::array();
  std::vector<std::string_view> codes;  // of `rules`, in their order
  for (const Diagnostic& finding : findings) codes.push_back(finding.code);
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  for (const diag::CatalogueEntry& entry : diag::catalogue())
    if (std::binary_search(codes.begin(), codes.end(), entry.code))
      rules.push_back(writer.rule(entry));
  std::sort(rules.begin(), rules.end(),
            [](const Json& a, const Json& b) { return a["id"] < b["id"]; });
  for (const Diagnostic& finding : findings) {
    const auto rule = std::lower_bound(codes.begin(), codes.end(), finding.code);
    results.push_back(writer.result(finding, static_cast<std::size_t>(rule - codes.begin())));
  }
  const Json driver = {{"name", "decorum"}, {"version", tool.version}, {"rules", rules}};
  const Json base = {{kRoot, {{"description", {{"text", "The folder that paths start from."}}}}}};
  const Json log = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                    {"version", "2.1.0"},
                    {"runs", Json::array({{{"tool", {{"driver", driver}}},
                                           {"originalUriBaseIds", base},
                                           {"columnKind", "utf16CodeUnits"},
                                           {"results", results}}})}};
  // Authors' bytes are quoted in messages; what is not UTF-8 among them becomes U+FFFD.
  return log.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace decorum
