// Findings as text, JSON and SARIF.
#include "compiler/diagnostics/render.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "compiler/diagnostics/excerpt.h"

namespace decorum {
namespace {

using Json = nlohmann::json;

Span spanOf(const SourceSet& sources, std::string_view part) {
  const auto begin = static_cast<std::uint32_t>(sources.text(0).find(part));
  return {0, begin, static_cast<std::uint32_t>(begin + part.size())};
}

// The excerpt of `part` in `text`, a line of source and a line of carets for each.
std::string excerptOf(std::string text, std::string_view part, std::size_t max_cells = 100) {
  SourceSet sources;
  sources.add("a.decorum", std::move(text));
  std::string shown;
  for (const ExcerptLine& line : excerpt(sources, spanOf(sources, part), max_cells))
    shown += fmt::format("{}|{}\n |{}{}\n", line.line, line.text,
                         std::string(line.caret_begin, ' '), std::string(line.caret_cells, '^'));
  return shown;
}

TEST_CASE("a finding as text: place, source, notes, help") {
  SourceSet sources;
  sources.add("support.decorum",
              "phrases legal_words = \"lawyer\"\n"
              "escalate x on user\n"
              "  when user mentions legl_words\n");
  Diagnostics diagnostics(sources);
  diagnostics.report<diag::UndefinedName>(spanOf(sources, "legl_words"), "legl_words")
      .help("legal_words")
      .note(spanOf(sources, "legal_words"), "declared here");
  CHECK(renderText(diagnostics.takeAll(), sources, Colour::kNone) ==
        "support.decorum:3:22: error[D0204]: 'legl_words' is not defined\n"
        "   3 |   when user mentions legl_words\n"
        "     |                      ^^^^^^^^^^\n"
        "support.decorum:1:9: note: declared here\n"
        "   1 | phrases legal_words = \"lawyer\"\n"
        "     |         ^^^^^^^^^^^\n"
        "help: did you mean 'legal_words'?\n");
}

TEST_CASE("a note at the place of its finding does not show the line again") {
  SourceSet sources;
  sources.add("a", "abc");
  Diagnostics diagnostics(sources);
  diagnostics.report<diag::UndefinedName>(Span{0, 0, 3}, "abc").note(Span{0, 0, 3}, "why");
  CHECK(renderText(diagnostics.takeAll(), sources, Colour::kNone) ==
        "a:1:1: error[D0204]: 'abc' is not defined\n"
        "   1 | abc\n"
        "     | ^^^\n"
        "a:1:1: note: why\n");
}

TEST_CASE("colour comes only when asked for") {
  SourceSet sources;
  sources.add("a", "x");
  Diagnostics diagnostics(sources);
  diagnostics.report<diag::UndefinedName>(Span{0, 0, 1}, "x");
  const auto findings = diagnostics.takeAll();
  CHECK(renderText(findings, sources, Colour::kNone).find('\x1b') == std::string::npos);
  CHECK(renderText(findings, sources, Colour::kAnsi).find("\x1b[1;31merror[D0204]\x1b[0m") !=
        std::string::npos);
}

TEST_CASE("carets stand under what is shown") {
  CHECK(excerptOf("ab cde f", "cde") == "1|ab cde f\n |   ^^^\n");
  CHECK(excerptOf("\tab\tc", "c") == "1|    ab  c\n |        ^\n");         // tabs
  CHECK(excerptOf("\xE4\xBD\xA0 x", "x") == "1|\xE4\xBD\xA0 x\n |   ^\n");  // wide
  CHECK(excerptOf("x \xE4\xBD\xA0\xE5\xA5\xBD", "\xE5\xA5\xBD") ==
        "1|x \xE4\xBD\xA0\xE5\xA5\xBD\n |    ^^\n");
  CHECK(excerptOf("e\xCC\x81 x", "x") == "1|e\xCC\x81 x\n |  ^\n");               // combining
  CHECK(excerptOf("a\x1b[31m b", "b") == "1|a\xEF\xBF\xBD[31m b\n |       ^\n");  // no escapes
  CHECK(excerptOf("a\xE2\x80\xAE b", "b") == "1|a\xEF\xBF\xBD b\n |   ^\n");      // no reordering
  CHECK(excerptOf("a\xFF b", "b") == "1|a\xEF\xBF\xBD b\n |   ^\n");
  CHECK(excerptOf("abc", "") == "1|abc\n |^\n");
  CHECK(excerptOf("", "") == "1|\n |^\n");
}

TEST_CASE("a span at the end of the text is shown on its line") {
  SourceSet sources;
  sources.add("a", "abc");
  sources.add("b", "abc\n");
  CHECK(excerpt(sources, Span{0, 3, 3}).front().caret_begin == 3);
  CHECK(excerpt(sources, Span{1, 3, 4}).size() == 1);
  CHECK(excerpt(sources, Span{1, 3, 4}).front().caret_begin == 3);
  CHECK(excerpt(sources, Span{1, 4, 4}).front().line == 2);
  CHECK(excerpt(sources, Span{1, 90, 95}).front().line == 2);
}

TEST_CASE("a span of several lines shows its first and its last") {
  CHECK(excerptOf("a bb\n  c\n  dd e\n", "bb\n  c\n  dd") == "1|a bb\n |  ^^\n3|  dd e\n |  ^^\n");
  SourceSet sources;
  sources.add("a", "aa\nb\nc\ndd\n");
  Diagnostics diagnostics(sources);
  diagnostics.report<diag::UndefinedName>(Span{0, 0, 9}, "x");
  CHECK(renderText(diagnostics.takeAll(), sources, Colour::kNone) ==
        "a:1:1: error[D0204]: 'x' is not defined\n"
        "   1 | aa\n"
        "     | ^^\n"
        " ...\n"
        "   4 | dd\n"
        "     | ^^\n");
}

TEST_CASE("long lines are cut around the span") {
  const std::string dots(60, '.');
  CHECK(excerptOf("ab" + dots, "ab", 20) == "1|ab" + std::string(18, '.') + "…\n |^^\n");
  CHECK(excerptOf(dots + "ab" + dots, "ab", 20) ==
        "1|…" + std::string(6, '.') + "ab" + std::string(12, '.') + "…\n |       ^^\n");
  CHECK(excerptOf(dots + "ab", "ab", 20) ==
        "1|…" + std::string(18, '.') + "ab\n |" + std::string(19, ' ') + "^^\n");
  // A span longer than the room is marked as far as it is shown.
  CHECK(excerptOf("(" + dots + ")", dots, 20) ==
        "1|(" + std::string(19, '.') + "…\n | " + std::string(19, '^') + "\n");
  // A wide letter on the cut is left out, and the caret stays where it belongs.
  const std::string wide = "\xE4\xBD\xA0\xE4\xBD\xA0\xE4\xBD\xA0\xE4\xBD\xA0\xE4\xBD\xA0";
  CHECK(excerptOf("." + wide + wide + "x" + dots, "x", 21).find("x") != std::string::npos);
}

TEST_CASE("JSON has every key, places from 1, columns in code points") {
  SourceSet sources;
  sources.add("é.decorum", "\"é\" legl\nx");
  Diagnostics diagnostics(sources);
  diagnostics.report<diag::UndefinedName>(spanOf(sources, "legl"), "legl")
      .note(spanOf(sources, "x"), "here");
  const std::string text = renderJson(diagnostics.takeAll(), sources);
  CHECK(text == R"({"code":"D0204","severity":"error","message":"'legl' is not defined","help":"",)"
                R"("file":"é.decorum","line":1,"column":5,"end_line":1,"end_column":9,)"
                R"("notes":[{"message":"here","file":"é.decorum","line":2,"column":1,"end_line":2,)"
                R"("end_column":2}],"fixes":[]})"
                "\n");
}

TEST_CASE("quoted bytes that are not UTF-8 do not break a format") {
  SourceSet sources;
  sources.add("a", "\xFF");
  Diagnostics diagnostics(sources);
  diagnostics.report<diag::UndefinedName>(Span{0, 0, 1}, "\xFF\n");
  const auto findings = diagnostics.takeAll();
  CHECK(Json::parse(renderJson(findings, sources))["message"] == "'\xEF\xBF\xBD\n' is not defined");
  CHECK(Json::accept(renderSarif(findings, sources, {"1", {}})));
  const std::string text = renderText(findings, sources, Colour::kNone);
  CHECK(text.starts_with("a:1:1: error[D0204]: '\xEF\xBF\xBD\xEF\xBF\xBD' is not defined\n"));
}

TEST_CASE("SARIF holds what its schema and its viewers need") {
  SourceSet sources;
  sources.add("my policies/ü.decorum", "legl\nx y");
  sources.add("/abs.decorum", "x");
  Diagnostics diagnostics(sources);
  diagnostics.report<diag::MissingUsedBare>(Span{1, 0, 1}, "x");
  diagnostics.report<diag::UndefinedName>(Span{0, 0, 4}, "legl")
      .help("legal")
      .note(Span{0, 5, 6}, "here");
  diagnostics.report<diag::UndefinedName>(Span{0, 7, 8}, "y");
  const auto page = [](std::string_view code) -> std::string_view {
    return code == "D0204" ? "# D0204\n" : "";
  };
  const Json log = Json::parse(renderSarif(diagnostics.takeAll(), sources, {"0.1.0", page}));
  CHECK(log["version"] == "2.1.0");
  CHECK(log["$schema"].get<std::string>().ends_with("sarif-2.1.0.json"));
  REQUIRE(log["runs"].size() == 1);
  const Json& run = log["runs"][0];
  CHECK(run["columnKind"] == "utf16CodeUnits");
  const Json& driver = run["tool"]["driver"];
  CHECK(driver["name"] == "decorum");
  CHECK(driver["version"] == "0.1.0");
  REQUIRE(driver["rules"].size() == 2);
  CHECK(driver["rules"][0]["help"]["markdown"] == "# D0204\n");
  CHECK(driver["rules"][1]["help"]["text"] == "use 'default', or test 'is known' first");
  REQUIRE(run["results"].size() == 3);
  for (const Json& result : run["results"]) {
    CHECK(driver["rules"][result["ruleIndex"].get<std::size_t>()]["id"] == result["ruleId"]);
    CHECK(result["level"] == "error");
    CHECK(result["message"]["text"].is_string());
    const Json& place = result["locations"][0]["physicalLocation"];
    CHECK(place["region"]["startLine"].get<int>() >= 1);
    CHECK(place["region"]["endColumn"].get<int>() > place["region"]["startColumn"].get<int>());
  }
  const Json& first = run["results"][0];
  CHECK(first["message"]["text"] == "'legl' is not defined\nhelp: did you mean 'legal'?");
  CHECK(first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] ==
        "my%20policies/%C3%BC.decorum");
  CHECK(first["relatedLocations"][0]["message"]["text"] == "here");
  CHECK(first["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 2);
  CHECK(run["results"][2]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] ==
        "file:///abs.decorum");
}

TEST_CASE("a run without findings is a run too") {
  const SourceSet sources;
  const Json log = Json::parse(renderSarif({}, sources, {"1", {}}));
  CHECK(log["runs"][0]["results"].is_array());
  CHECK(log["runs"][0]["results"].empty());
  CHECK(log["runs"][0]["tool"]["driver"]["rules"].is_array());
  CHECK(renderJson({}, sources).empty());
  CHECK(renderText({}, sources, Colour::kNone).empty());
}

TEST_CASE("the summary counts by severity") {
  std::vector<Diagnostic> findings(3);
  findings[2].severity = Severity::kWarning;
  CHECK(renderSummary(findings, 3) == "2 errors, 1 warning in 3 files");
  findings.pop_back();
  findings.pop_back();
  CHECK(renderSummary(findings, 1) == "1 error in 1 file");
  CHECK(renderSummary({}, 2) == "no findings in 2 files");
}

}  // namespace
}  // namespace decorum
