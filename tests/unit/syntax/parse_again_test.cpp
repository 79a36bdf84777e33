#include "compiler/syntax/parse_again.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "compiler/syntax/dump.h"
#include "compiler/syntax/members.h"

using namespace decorum;

namespace {

struct Result {
  std::string tree;
  std::vector<std::string> findings;
  std::vector<Span> places;  // of everything in the tree
  bool operator==(const Result&) const = default;
};

template <class Parse>
Result resultOf(const std::string& text, Parse parse) {
  SourceSet sources;
  const FileId file = sources.add("x.decorum", text);
  Diagnostics diagnostics(sources);
  ast::ExprId next_id = 0;
  const ast::File tree = parse(file, SyntaxLimits{}, next_id, diagnostics);
  Result result;
  result.tree = dump(tree);
  result.tree += tree.has_syntax_errors ? "errors" : "clean";
  for (const Diagnostic& finding : diagnostics.takeAll())
    result.findings.push_back(fmt::format("{} {}-{} {} {}", finding.code, finding.span.begin,
                                          finding.span.end, finding.message, finding.help));
  const auto note = [&](const Span& span) {
    result.places.push_back(span);
    return false;
  };
  ast::walk(tree, note);
  return result;
}

void checkSame(Reparser& reparser, const std::string& text) {
  const Result fresh = resultOf(text, [](auto&&... args) { return parse(args...); });
  const Result again = resultOf(text, [&](auto&&... args) { return reparser.parse(args...); });
  REQUIRE(again.findings == fresh.findings);
  REQUIRE(again.tree == fresh.tree);
  REQUIRE(again.places == fresh.places);
}

std::vector<std::string> examples() {
  std::vector<std::string> texts;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("examples")) {
    if (entry.path().extension() != ".decorum") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return texts;
}

// One change as an author, or an unlucky author, makes it.
void change(std::string& text, std::mt19937& random) {
  static const std::vector<std::string> kPieces = {
      "\"",          "\"\"\"",       "{",      "}",  "(",         ")",
      "#",           "##",           "\n",     "/*", "*/",        "block",
      "\nblock x\n", "when ",        "and",    "or", "otherwise", ",",
      ".",           "= /a",         "/",      "'",  "1e5",       "\xC3",
      "légal",       "test \"x\" {", "expect", " ",  "not ",      "escalate",
      "keep ",       "\n\n\n",       "0x",     ";",  "[",         "]",
      "policy",      "\nflag a\n"};
  const std::size_t at = random() % (text.size() + 1);
  switch (random() % 4) {
    case 0:
      text.insert(at, kPieces[random() % kPieces.size()]);
      break;
    case 1:
      text.erase(at, random() % 12);
      break;
    case 2: {
      const std::size_t line = text.rfind('\n', at) + 1;
      text.erase(line, text.find('\n', line) - line + 1);
      break;
    }
    default:
      text.insert(at, text.substr(random() % (text.size() + 1), random() % 60));
      break;
  }
}

}  // namespace

TEST_CASE("parsing again gives what parsing does, whatever is written", "[syntax]") {
  const auto texts = examples();
  REQUIRE(!texts.empty());
#ifdef DECORUM_SANITIZED
  const unsigned seed = GENERATE(range(0u, 3u));
#else
  const unsigned seed = GENERATE(range(0u, 12u));
#endif
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const std::string& original = texts[seed % texts.size()];
  std::string text = original;
  Reparser reparser;
  checkSame(reparser, text);
  for (int step = 0; step < 120; ++step) {
    const std::string before = text;
    change(text, random);
    INFO("step " << step << "\n--- before\n" << before << "\n--- now\n" << text);
    checkSame(reparser, text);
    if (random() % 3 == 0) text = before;  // undone
    if (random() % 12 == 0) text = original;
    if (random() % 3 == 0) checkSame(reparser, text);
  }
}

TEST_CASE("a change at either end of a text is seen", "[syntax]") {
  Reparser reparser;
  for (const char* text :
       {"", "policy a", "policy a\n", "policy a\nflag b\n  on user\n", "flag b\n  on user\n",
        "## doc\nflag b\n  on user\n", "##doc\nflag b\n  on user\n\nflag c\n  on user",
        "##doc\nflag b\n  on user\n## of c\nflag c\n  on user", "flag c\n  on user", ""}) {
    INFO(text);
    checkSame(reparser, text);
  }
}
