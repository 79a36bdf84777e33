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

TEST_CASE("a file beyond its limits gives one finding") {
  SyntaxLimits limits;
  limits.file_bytes = 10;
  CHECK(codes(parseText("define x = turn > 1", limits)) == "D0124");
  limits = {};
  limits.findings = 3;
  CHECK(codes(parseText("; ; ; ; ; ; ;", limits)) == "D0108 D0108 D0108 D0125");
}

TEST_CASE("a declaration that cannot be mended leaves its name") {
  const Parsed parsed = parseText("facts customer ( age )\nsignal mood of usr\ndefine x = )");
  CHECK(parsed.file.has_syntax_errors);
  REQUIRE(parsed.file.decls.size() == 3);
  for (const ast::Decl& decl : parsed.file.decls) CHECK(decl.has_holes);
  CHECK(std::get<ast::FactsDecl>(parsed.file.decls[0].kind).name.text == "customer");
}

TEST_CASE("division and patterns are told apart by their shape") {
  const Parsed parsed = parseText(
      "define a = x / y / 2 > 1\ndefine b = user matches /x\\/y[/]z/\n"
      "pattern p = /[0-9]+/\ndefine c = alpha.matches / 2 / 3 > 1\n");
  CHECK(parsed.findings.empty());
  CHECK(std::get<ast::PatternDecl>(parsed.file.decls[2].kind).pattern == "[0-9]+");
}

TEST_CASE("quotes in a hole are escaped in the text around it") {
  const Parsed parsed = parseText(R"(block b because "{a default \"you\"} {b default \"\"}")");
  CHECK(parsed.findings.empty());
  const auto& clause = only<ast::RuleDecl>(parsed).clauses[0];
  const auto& message = std::get<ast::BecauseClause>(clause.kind).message;
  REQUIRE(message.pieces.size() == 3);
  const auto& hole = std::get<ast::Hole>(message.pieces[0]);
  const auto& value = std::get<ast::Binary>(hole.value->kind).right;
  CHECK(std::get<ast::TextLit>(value->kind).value == "you");
  CHECK(parsed.sources.text(value->span) == R"("you\")");
}

TEST_CASE("a name may be any word where only a name can stand") {
  const Parsed parsed = parseText(
      "facts f { when: bool  policy: text  one: one of user, block }\n"
      "define x = f.when and f.policy == f.one and second == mask and (first or day)");
  CHECK(parsed.findings.empty());
}

}  // namespace
}  // namespace decorum
