#include "compiler/syntax/parse.h"

#include <catch2/catch.hpp>
#include <string>

namespace decorum {
namespace {

struct Parsed {
  SourceSet sources;
  ast::File file;
  std::vector<Diagnostic> findings;
};

Parsed parseText(const std::string& text, const SyntaxLimits& limits = {}) {
  Parsed parsed;
  const FileId id = parsed.sources.add("test.decorum", text);
  Diagnostics diagnostics(parsed.sources);
  ast::ExprId next_id = 0;
  parsed.file = parse(id, limits, next_id, diagnostics);
  parsed.findings = diagnostics.takeAll();
  return parsed;
}

std::string codes(const Parsed& parsed) {
  std::string joined;
  for (const Diagnostic& finding : parsed.findings) {
    joined += joined.empty() ? "" : " ";
    joined += finding.code;
  }
  return joined;
}

template <class Kind>
const Kind& only(const Parsed& parsed) {
  REQUIRE(parsed.file.decls.size() == 1);
  REQUIRE(std::holds_alternative<Kind>(parsed.file.decls[0].kind));
  return std::get<Kind>(parsed.file.decls[0].kind);
}

TEST_CASE("a rule keeps its clauses in the order written") {
  const Parsed parsed = parseText(
      "escalate legal_threat\n"
      "  on user\n"
      "  when user mentions legal_words\n"
      "  to legal priority urgent within 15 minutes\n"
      "  because \"The customer mentioned legal action.\"\n");
  CHECK(parsed.findings.empty());
  const auto& rule = only<ast::RuleDecl>(parsed);
  CHECK(rule.name.text == "legal_threat");
  REQUIRE(rule.clauses.size() == 6);
  CHECK(std::get<ast::ToClause>(rule.clauses[2].kind).queue.text == "legal");
  CHECK(std::get<ast::WithinClause>(rule.clauses[4].kind).within.ms == 15 * 60'000);
}

TEST_CASE("places are bytes, whatever letters stand before them") {
  const Parsed parsed = parseText("phrases p = \"é€😀\", \"b\" # ü\nphrases q = \"c\"");
  CHECK(parsed.findings.empty());
  REQUIRE(parsed.file.decls.size() == 2);
  const auto& first = std::get<ast::PhrasesDecl>(parsed.file.decls[0].kind);
  CHECK(parsed.sources.text(first.phrases[0].span) == "\"é€😀\"");
  const auto& second = std::get<ast::PhrasesDecl>(parsed.file.decls[1].kind);
  CHECK(parsed.sources.text(second.name.span) == "q");
}

TEST_CASE("every mistake is reported once and the rest is read") {
  const Parsed parsed = parseText(
      "escalate first\n  on user\n  wen user mentions \"x\"\n  to legal\n"
      "block second\n  on reply\n  when a = 3\n"
      "define broken =\n"
      "flag fourth\n  on user\n");
  CHECK(codes(parsed) == "D0102 D0122 D0101");
  REQUIRE(parsed.file.decls.size() == 4);
  // The misspelt clause is there: what it says was clear.
  CHECK(std::get<ast::RuleDecl>(parsed.file.decls[0].kind).clauses.size() == 3);
  const auto& define = std::get<ast::DefineDecl>(parsed.file.decls[2].kind);
  CHECK(define.name.text == "broken");
  CHECK(std::holds_alternative<ast::ErrorExpr>(define.value->kind));
}

TEST_CASE("no depth of nesting reaches the stack") {
  const auto repeated = [](const std::string& part) {
    std::string text;
    for (int i = 0; i < 200'000; ++i) text += part;
    return text;
  };
  for (const char* part : {"(", "not ", "{", "[", "- ", "ever ", "any of a where ", "set of "}) {
    INFO(part);
    CHECK(codes(parseText("define x = " + repeated(part))).find("D0123") != std::string::npos);
  }
  CHECK(codes(parseText("define x = a" + repeated(" or a"))) == "D0131");
  CHECK(codes(parseText("define x = a" + repeated(" default a"))) == "D0131");
}

}  // namespace
}  // namespace decorum
