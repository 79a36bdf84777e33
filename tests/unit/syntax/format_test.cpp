#include "compiler/syntax/format.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "compiler/syntax/dump.h"
#include "compiler/syntax/parse.h"
#include "tests/unit/syntax/random_policy.h"

namespace decorum {
namespace {

struct Parsed {
  ast::File file;
  std::string first_finding;
};

Parsed parseText(const std::string& text) {
  SourceSet sources;
  const FileId id = sources.add("test.decorum", text);
  Diagnostics diagnostics(sources);
  ast::ExprId next_id = 0;
  Parsed parsed{parse(id, {}, next_id, diagnostics), ""};
  const auto findings = diagnostics.takeAll();
  if (!findings.empty()) {
    parsed.first_finding = findings[0].message + " at " + text.substr(findings[0].span.begin, 30);
  }
  return parsed;
}

std::string formatted(const std::string& text) { return format(parseText(text).file, text); }

/// The dump with the clauses of rules sorted: their order is the formatter's to settle.
std::string meaning(const ast::File& file) {
  std::istringstream lines(dump(file));
  std::string line;
  std::string out;
  std::vector<std::string> clauses;
  const auto flush = [&] {
    std::stable_sort(clauses.begin(), clauses.end());
    for (const std::string& clause : clauses) out += clause + '\n';
    clauses.clear();
  };
  bool in_rule = false;
  while (std::getline(lines, line)) {
    if (!line.starts_with("  ")) {
      flush();
      in_rule = !line.starts_with("(facts") && !line.starts_with("(tool") &&
                !line.starts_with("(test") && !line.starts_with("(fairness");
    }
    while (in_rule && line.ends_with(")")) line.pop_back();  // which clause is the last
    if (in_rule && line.starts_with("  ")) {
      clauses.push_back(line);
    } else {
      out += line + '\n';
    }
  }
  flush();
  return out;
}

void checkFormatting(const std::string& text) {
  const Parsed parsed = parseText(text);
  REQUIRE(parsed.first_finding == "");
  const std::string once = format(parsed.file, text);
  INFO("formatted:\n" << once);
  const Parsed again = parseText(once);
  REQUIRE(again.first_finding == "");
  REQUIRE(meaning(again.file) == meaning(parsed.file));
  REQUIRE(format(again.file, once) == once);
}

TEST_CASE("formatting keeps the meaning and is done after one time") {
  const std::uint32_t seed = GENERATE(range(0u, 2000u));
  const std::string text = RandomPolicy(seed).text();
  INFO("seed " << seed << "\n" << text);
  checkFormatting(text);
}

TEST_CASE("every policy of the repository is formatted with its meaning kept") {
  for (const char* root : {"tests/golden", "examples", "policies"}) {
    if (!std::filesystem::exists(root)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      if (entry.path().extension() != ".decorum") continue;
      std::ifstream file(entry.path(), std::ios::binary);
      std::ostringstream text;
      text << file.rdbuf();
      if (!parseText(text.str()).first_finding.empty()) continue;  // there to be wrong
      INFO(entry.path());
      checkFormatting(text.str());
    }
  }
}

TEST_CASE("comments stay with what they are about") {
  const std::string text =
      "# The shop's policy.\n"
      "policy shop  # and its name\n"
      "\n"
      "## Who writes to us.\n"
      "facts customer {  # from the shop\n"
      "  # the plan they pay for\n"
      "  tier: one of basic, plus\n"
      "  age:  int?  # may be missing\n"
      "  # nothing else\n"
      "}\n"
      "\n"
      "# legal\n"
      "escalate legal_threat\n"
      "  on user\n"
      "  # words alone decide\n"
      "  when user mentions \"lawyer\"  # and no score\n"
      "  to legal\n"
      "  # the last word\n"
      "\n"
      "# the end\n";
  CHECK(formatted(text) == text);
}

TEST_CASE("line ends are those of Unix") {
  CHECK(formatted("define x =\r\n  1 > 2 # c\r\n") == "define x = 1 > 2  # c\n");
  CHECK(formatted("phrases p = \"\"\"\r\n  a\r\n  b\r\n  \"\"\"") ==
        "phrases p =\n  \"\"\"\n  a\n  b\n  \"\"\"\n");
}

}  // namespace
}  // namespace decorum
